// The price chart by keys alone.

import { isPlain, target, zoom } from './movement.js';

const ranges = ['1m', '3m', '6m', 'ytd', '1y', '2y', '5y', '10y', 'all'];
const types = ['candles', 'hollow', 'bars', 'line', 'area'];

/** @param chart with its moves, its selection and its tools. */
export function listen(element, chart) {
  element.addEventListener('keydown', event => {
    if (event.target !== element || !isPlain(event) || !chart.chart?.bars.length || !chart.plot)
      return;
    const act = action(event.key, chart);
    if (!act)
      return;
    event.preventDefault();
    act();
  });
}

function action(key, { chart, plot, view, moves, selection, tools }) {
  const last = chart.bars.length - 1;
  const to = target(key, selection.at ?? (plot.visible?.last ?? last) + 1, last);
  if (to !== undefined)
    return () => moves.step(to);
  if (zoom(key))
    return () => moves.zoom(zoom(key));
  if (/^[1-9]$/.test(key))
    return () => moves.range(ranges[key - 1]);
  return {
    '0': () => moves.reset(),
    Enter: () => tools.open(),
    Escape: () => selection.clear(),
    t: () => tools.choose('type', types[(types.indexOf(view.type) + 1) % types.length]),
    l: () => tools.choose('scale', view.scale === 'log' ? 'linear' : 'log'),
    f: () => tools.full(),
    d: () => tools.describe(),
    '?': () => tools.keys(),
  }[key.length === 1 ? key.toLowerCase() : key];
}
