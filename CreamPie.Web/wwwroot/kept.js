// What a page takes along when it has to load itself anew: how far it was scrolled, what was typed and not sent, where the cursor was. In
// this tab only, for a minute, and never a password or a code.
const store = 'creampie-kept';
const lifetime = 60_000;
const patience = 15_000;
/** The page grows while its data arrives. */
const settling = 1000;
const written =
  'main :is(textarea, input:is(:not([type]), [type=text], [type=search], [type=email], [type=number])):not([readonly])';
const secret = /password|one-time-code/;
/** Fields with what a person typed here. The others get their values from the server. */
const touched = new WeakSet();

addEventListener('input', event => event.isTrusted && touched.add(event.target), { capture: true });

export function keep() {
  const fields = named();
  const focused = [...fields].find(([, field]) => field === document.activeElement)?.[0];
  try {
    sessionStorage.setItem(store, JSON.stringify({
      address: location.href, at: Date.now(), top: scrollY, focused,
      texts: [...fields].filter(([, field]) => touched.has(field)).map(([name, field]) => [name, field.value]),
      open: [...document.querySelectorAll('main details')].map(d => d.open),
    }));
  } catch {
    // A browser that stores nothing keeps nothing.
  }
}

/** Puts everything back as soon as its place is there, and stops when somebody takes over. */
export function restore() {
  const kept = take();
  if (!kept)
    return;
  const stop = new AbortController();
  const texts = new Map(kept.texts);
  let reached = null;
  const apply = () => {
    const fields = named();
    for (const [name, text] of texts) {
      const field = fields.get(name);
      if (!field)
        continue;
      texts.delete(name);
      write(field, text);
    }
    if (kept.focused && fields.has(kept.focused)) {
      fields.get(kept.focused).focus({ preventScroll: true });
      kept.focused = null;
    }
    const details = document.querySelectorAll('main details');
    if (kept.open && details.length === kept.open.length) {
      details.forEach((d, i) => d.open = kept.open[i]);
      kept.open = null;
    }
    if (document.documentElement.scrollHeight >= kept.top + innerHeight) {
      scrollTo({ top: kept.top, behavior: 'instant' });
      reached ??= setTimeout(() => stop.abort(), settling);
    }
  };
  const watch = new MutationObserver(apply);
  watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  for (const kind of ['keydown', 'pointerdown', 'wheel', 'touchstart'])
    addEventListener(kind, () => stop.abort(), { capture: true, passive: true, signal: stop.signal });
  stop.signal.addEventListener('abort', () => watch.disconnect());
  setTimeout(() => stop.abort(), patience);
  apply();
}

function take() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(store));
    sessionStorage.removeItem(store);
    return kept?.address === location.href && Date.now() - kept.at < lifetime ? kept : null;
  } catch {
    return null;
  }
}

/** The fields by what they are called, and counted where several are called the same: ids are new on each load. */
function named() {
  const fields = new Map();
  for (const field of document.querySelectorAll(written)) {
    if (secret.test(field.autocomplete))
      continue;
    const called = field.name || field.getAttribute('aria-label') || field.labels?.[0]?.textContent.trim();
    const name = [field.localName, field.type, called].join('|');
    let count = 1;
    while (fields.has(`${name}|${count}`))
      count++;
    fields.set(`${name}|${count}`, field);
  }
  return fields;
}

function write(field, text) {
  touched.add(field);
  if (field.value === text)
    return;
  field.value = text;
  for (const kind of ['input', 'change'])
    field.dispatchEvent(new Event(kind, { bubbles: true }));
}
