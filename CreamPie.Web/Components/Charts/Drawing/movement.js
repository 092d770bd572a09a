// The keys that move among the bars of a chart and zoom. Pure.

/** @returns the position that a key moves to, which may lie outside; undefined for another key. */
export const target = (key, at, last) => ({
  ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 20, PageDown: at + 20, Home: 0, End: last,
})[key];

/** @returns how much of what is seen remains; undefined for another key. */
export const zoom = key => ({ '+': 0.7, '=': 0.7, '-': 1 / 0.7 })[key];

export const isPlain = event => !event.ctrlKey && !event.metaKey && !event.altKey;
