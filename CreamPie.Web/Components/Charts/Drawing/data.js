// The chart's data, from the public JSON API. The browser handles ETags: an unchanged series is answered 304 and taken from its
// cache; what this page has read already is not asked for again.

export class LoadError extends Error {}

const kept = new Map();
const most = 40;

/** All bars of a stock as columns. */
export const loadBars = (symbol, version, interval, adjust, signal) =>
  columns(symbol, version, interval, adjust, 'date,open,high,low,close,volume,final', signal);

/** The closes alone, of all bars. */
export const loadCloses = (symbol, version, interval, adjust, signal) =>
  columns(symbol, version, interval, adjust, 'date,close', signal);

const columns = (symbol, version, interval, adjust, names, signal) => once(
  `${path(symbol)}/bars?interval=${interval}&adjust=${adjust}&format=columns&columns=${names}`, version, signal);

/** All splits and dividends. */
export const loadActions = async (symbol, version, signal) => (await once(`${path(symbol)}/actions`, version, signal)).items;

/** Indicators over the same bars, as columns. */
export const loadIndicators = (symbol, version, interval, adjust, indicators, signal) => once(
  `${path(symbol)}/indicators?ind=${encodeURIComponent(indicators)}&interval=${interval}&adjust=${adjust}`, version, signal);

/** Returns and risk of a stock, with what analysis charts draw. */
export const loadFigures = (symbol, version, adjust, signal) => once(`${path(symbol)}/figures?adjust=${adjust}`, version, signal);

/** Stocks on their common dates. Null for a date: no limit. */
export function loadComparison(symbols, version, adjust, from, to, signal) {
  const names = symbols.map(encodeURIComponent).join(',');
  const days = `${from ? `&from=${from}` : ''}${to ? `&to=${to}` : ''}`;
  return once(`api/stock-data/compare?symbols=${names}&adjust=${adjust}${days}`, version, signal);
}

const path = symbol => `api/stock-data/${encodeURIComponent(symbol)}`;

async function once(address, version, signal) {
  const key = `${version} ${address}`;
  let answer = kept.get(key);
  kept.delete(key);
  answer ??= await read(address, signal);
  kept.set(key, answer);
  if (kept.size > most)
    kept.delete(kept.keys().next().value);
  return answer;
}

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
