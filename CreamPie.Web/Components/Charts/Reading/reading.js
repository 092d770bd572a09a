// A view's bars, events, indicators and compared stocks, read together.

import { LoadError, loadActions, loadBars, loadCloses, loadIndicators } from '../Drawing/data.js';
import { readBars } from './events.js';
import { comparedLines, indicatorGroups } from './lines.js';

const known = new WeakMap();

/** The same bars for the same answers: another indicator alone makes no bars anew. */
function barsOf(series, actions, adjust) {
  const last = known.get(series);
  if (last?.actions === actions && last.adjust === adjust)
    return last.read;
  const read = readBars(series, actions, adjust);
  known.set(series, { actions, adjust, read });
  return read;
}

/** @param drop removes an indicator or a compared stock: key, value. */
export async function readChart(view, interval, signal, drop) {
  const isCompared = view.compare.length > 0;
  // Companies are compared by all that they paid, unless the reader says otherwise.
  const adjust = isCompared && view.adjust === 'splits' ? 'all' : view.adjust;
  const [series, actions, indicators, ...others] = await Promise.all([
    loadBars(view.symbol, view.version, interval, adjust, signal),
    loadActions(view.symbol, view.version, signal),
    view.indicators ? loadIndicators(view.symbol, view.version, interval, adjust, view.indicators, signal) : null,
    ...view.compare.map(symbol => loadOther(symbol, view.version, interval, adjust, signal)),
  ]);
  const chart = { ...barsOf(series, actions, view.adjust), message: series.message, adjust };
  // First, as it leaves dates out: the indicators have to leave out the same.
  const compared = isCompared ? comparedLines(chart, view.symbol, others, symbol => drop('compare', symbol)) : [];
  chart.groups = [
    ...indicatorGroups(indicators, series.columns.date, name => drop('ind', name), view.digits, chart.kept), ...compared,
  ];
  // No two lines of a chart have the same colour.
  chart.groups.flatMap(group => group.lines).filter(line => !line.isOwn).forEach((line, index) => (line.index = index));
  return chart;
}

/** A stock that cannot be read is left out of a comparison, and said so. */
async function loadOther(symbol, version, interval, adjust, signal) {
  try {
    return await loadCloses(symbol, version, interval, adjust, signal);
  } catch (fault) {
    if (!(fault instanceof LoadError))
      throw fault;
    return { symbol, columns: { date: [], close: [] } };
  }
}
