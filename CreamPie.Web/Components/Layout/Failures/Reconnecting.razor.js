// Blazor retries for some minutes and then gives up, and does nothing if the server no longer knows the circuit, as another node does not.
// An open page recovers by itself whenever a server does: it loads its address anew, and has what was typed into it.
import { keep, restore } from '../../../kept.js';

const pauses = [100, 200, 400, 800, 1600];
const calm = 3000;
/** So often it asks whether a server can do its work; after that, whether there is one that says what is wrong. */
const readyTries = 10;

/** Requests that tell whether the circuit's own node lives. */
const asks = 4;
const leftAt = 'creampie-left';
const resting = 60_000;

const modal = document.getElementById('components-reconnect-modal');
const typed = new Set();
let isLost = false;
let isLeaving = false;
let link = null;

restore();

modal.addEventListener('components-reconnect-state-changed', event => {
  switch (event.detail.state) {
    case 'show':
      isLost = true;
      leaveLostNode();
      break;
    case 'retrying':
      isLost = true;
      break;
    case 'hide':
      isBack();
      break;
    case 'failed':
    case 'rejected':
    case 'resume-failed':
      isLost = true;
      reloadWhenServed();
      break;
    case 'paused':
      Blazor.resumeCircuit().then(resumed => resumed || reloadWhenServed(), reloadWhenServed);
      break;
  }
});

// Nobody hears these: a link is followed as soon as there is a server, what is typed is told it, and a button can be pressed again.
for (const kind of ['click', 'submit', 'input', 'change'])
  addEventListener(kind, hold, { capture: true });

function hold(event) {
  if (!isLost)
    return;
  const clicked = event.target.closest?.('a[href]');
  if (clicked && isForTheBrowser(clicked, event))
    return;
  event.stopImmediatePropagation();
  if (event.type === 'input' || event.type === 'change') {
    typed.add(event.target);
    return;
  }
  event.preventDefault();
  modal.classList.add('asked');
  link = clicked ?? link;
}

/** Another tab or site, a download, a place of this page: nothing that needs the connection. */
function isForTheBrowser(clicked, event) {
  const isHere = clicked.hash && clicked.href.split('#')[0] === location.href.split('#')[0];
  return event.ctrlKey || event.metaKey || event.shiftKey || clicked.target || clicked.hasAttribute('download') || isHere
    || clicked.origin !== location.origin;
}

function isBack() {
  isLost = false;
  modal.classList.remove('asked');
  // Blazor has shown it for each attempt that failed.
  document.getElementById('blazor-error-ui').style.display = '';
  for (const field of typed) {
    for (const kind of ['input', 'change'])
      field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  typed.clear();
  link?.click();
  link = null;
}

/**
 * Another node does not know the circuit: the page need not wait until that one has said so. It leaves only if none of several answers is
 * from the circuit's own node, since a proxy without sticky sessions may send two requests in a row elsewhere; and not again within a
 * minute, in case a proxy always sends these elsewhere.
 */
async function leaveLostNode() {
  const own = document.querySelector('[data-node]')?.dataset.node;
  if (!own || hasJustLeft())
    return;
  const answers = await Promise.all(Array.from({ length: asks }, () => ask('healthz/live')));
  const nodes = answers.map(answer => answer?.ok && answer.headers.get('CreamPie-Node')).filter(Boolean);
  if (!isLost || nodes.length === 0 || nodes.includes(own))
    return;
  if (remember())
    reloadWhenServed();
}

function hasJustLeft() {
  try {
    return Date.now() - sessionStorage.getItem(leftAt) < resting;
  } catch {
    return true;
  }
}

/** False in a browser that stores nothing: it waits for Blazor. */
function remember() {
  try {
    sessionStorage.setItem(leftAt, Date.now());
    return true;
  } catch {
    return false;
  }
}

// Not earlier: a reload without a server would end on the browser's own error page, which never recovers.
async function reloadWhenServed() {
  if (isLeaving)
    return;
  isLeaving = true;
  for (let tries = 0; !(await ask(tries < readyTries ? 'healthz/ready' : 'healthz/live'))?.ok; tries++)
    await new Promise(resume => setTimeout(resume, pauses[tries] ?? calm));
  if (link)
    return location.assign(link.href);
  keep();
  location.reload();
}

async function ask(path) {
  try {
    return await fetch(new URL(path, document.baseURI), { cache: 'no-store', signal: AbortSignal.timeout(calm) });
  } catch {
    return null;
  }
}
