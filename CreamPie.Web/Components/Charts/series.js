// The chart's data, from the public JSON API. The browser handles ETags: an unchanged
// series is answered 304 and taken from its cache.

const most = 300;

export class LoadError extends Error {}

/** The bars of a view as columns. A chosen interval too fine for the screen is replaced by the finest that fits. */
export async function loadBars(view, signal) {
  if (view.interval === 'auto')
    return { ...await read(bars(view, 'auto', `&max=${most}`), signal), gaveWay: false };
  const series = await read(bars(view, view.interval, `&limit=${most}`), signal);
  return series.next === null
    ? { ...series, gaveWay: false }
    : { ...await read(bars(view, 'auto', `&max=${most}`), signal), gaveWay: true };
}

let known = { key: null, items: null };

/** All splits and dividends; read again only when the stock has changed. */
export async function loadActions(view, signal) {
  const key = `${view.symbol} ${view.version}`;
  if (known.key !== key)
    known = { key, items: (await read(`${path(view)}/actions`, signal)).items };
  return known.items;
}

const path = view => `api/stock-data/${encodeURIComponent(view.symbol)}`;

const bars = (view, interval, rest) =>
  `${path(view)}/bars?${view.from ? `from=${view.from}&` : ''}interval=${interval}&adjust=${view.adjust}&format=columns${rest}`;

async function read(address, signal) {
  let response;
  try {
    response = await fetch(new URL(address, document.baseURI), { signal, headers: { accept: 'application/json' } });
  } catch (fault) {
    throw fault.name === 'AbortError' ? fault : new LoadError('The server cannot be reached.');
  }
  if (response.ok)
    return response.json();
  if (response.status === 401)
    throw new LoadError('You are no longer signed in. Reload the page to sign in again.');
  const problem = await response.json().catch(() => null);
  throw new LoadError(problem?.detail ?? problem?.title ?? `The server returned HTTP ${response.status}.`);
}
