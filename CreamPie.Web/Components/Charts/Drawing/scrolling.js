// A wheel that scrolls the page goes on doing so when a chart comes under the pointer; only one that begins there zooms it.

/** Milliseconds without a turn after which another scroll begins. */
const pause = 250;

/** @returns what ends it. */
export function passScrolling(canvas) {
  const ended = new AbortController();
  let last = -Infinity;
  addEventListener('wheel', event => {
    const isOver = canvas.contains(event.target);
    if (isOver && event.timeStamp - last > pause)
      return;
    last = event.timeStamp;
    if (isOver)
      event.stopPropagation();
  }, { capture: true, passive: true, signal: ended.signal });
  return () => ended.abort();
}
