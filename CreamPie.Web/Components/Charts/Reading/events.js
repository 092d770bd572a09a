// Bars and their events: columns in, bars out. Pure.

import { period } from '../Drawing/words.js';

/** The columns of an answer as bars, with their neighbour and their events. */
export function readBars(series, actions, adjust) {
  const { date, open, high, low, close, volume, final } = series.columns;
  const isAsTraded = adjust === 'none';
  const byBar = actionsByBar(isAsTraded ? asPaid(actions) : actions, date, series.interval);
  const bars = date.map((day, index) => {
    const own = candle(open[index], high[index], low[index], close[index]);
    const events = byBar.get(index) ?? [];
    const before = index > 0 ? close[index - 1] / (isAsTraded ? splitRatio(events) : 1) : null;
    return {
      index, date: day, name: period(day, series.interval), open: open[index], high: high[index], low: low[index], close: close[index],
      volume: volume[index], final: final[index], candle: own, before, isUp: close[index] >= own[0],
      rises: before === null || close[index] >= before, actions: events,
    };
  });
  return { bars, byBar, interval: series.interval };
}

/** A candle needs four prices; unknown ones are assumed as narrow as possible. */
export function candle(open, high, low, close) {
  const start = open ?? close;
  return [start, Math.max(high ?? -Infinity, start, close), Math.min(low ?? Infinity, start, close), close];
}

/** The first day of a date's calendar period, so that a bar includes events before its first session. */
export function periodStart(date, interval) {
  const { year, month } = read(date);
  switch (interval) {
    // From Saturday on, so that the week from Sunday to Thursday is one too; ex-dates are no days of rest.
    case '1wk': return saturday(date);
    case '1mo': return `${date.slice(0, 8)}01`;
    case '3mo': return `${year}-${String(month - (month - 1) % 3).padStart(2, '0')}-01`;
    case '1y': return `${year}-01-01`;
    default: return date;
  }
}

function saturday(date) {
  const week = Math.floor((Date.parse(`${date}T00:00Z`) / 864e5 + 5) / 7);
  return new Date((week * 7 - 5) * 864e5).toISOString().slice(0, 10);
}

/** The actions of each bar: those of its period, and of days before it that have no bar of their own. */
export function actionsByBar(actions, dates, interval) {
  const starts = dates.map(date => periodStart(date, interval));
  const found = new Map();
  for (const item of actions) {
    const start = periodStart(item.exDate, interval);
    if (starts.length === 0 || start < starts[0] || start > starts.at(-1))
      continue;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (starts[middle] >= start)
        high = middle;
      else
        low = middle + 1;
    }
    found.set(low, [...(found.get(low) ?? []), item]);
  }
  return found;
}

/** How many new shares one old share became. */
export const splitRatio = actions =>
  actions.filter(item => item.kind === 'split').reduce((ratio, item) => ratio * item.numerator / item.denominator, 1);

/** The API states cash per share of today; beside as-traded prices it must be as paid. */
export const asPaid = actions => actions.map(item => item.amount === null ? item : {
  ...item, amount: item.amount * splitRatio(actions.filter(later => later.exDate > item.exDate)),
});

/** Marks that would overlap become one, in the middle of their bars. */
export function groupMarks(byBar, centre, gap) {
  const groups = [];
  for (const [index, actions] of [...byBar].sort((a, b) => a[0] - b[0])) {
    const last = groups.at(-1);
    if (last && centre(index) - centre(last.first) < gap) {
      last.actions.push(...actions);
      last.last = index;
    } else {
      groups.push({ first: index, last: index, actions: [...actions] });
    }
  }
  return groups.map(g => ({ ...g, x: (centre(g.first) + centre(g.last)) / 2 }));
}

function read(text) {
  const [year, month, day] = text.split('-').map(Number);
  return { year, month, day };
}
