// Geometry of the chart: prices to heights, dates to ticks, actions to bars. Pure: numbers in, numbers out.

import { monthName } from './words.js';

/** A candle needs four prices; unknown ones are assumed as narrow as possible. */
export function candle(open, high, low, close) {
  const start = open ?? close;
  return [start, Math.max(high ?? -Infinity, start, close), Math.min(low ?? Infinity, start, close), close];
}

/** Start and end of the price axis, and its labelled round values. */
export function priceScale(low, high, about) {
  const spread = high - low || Math.abs(high) * 0.1 || 1;
  const [min, max] = [low - spread * 0.05, high + spread * 0.06];
  const step = roundStep((max - min) / about);
  const ticks = [];
  for (let n = Math.ceil(min / step); n * step <= max; n++)
    ticks.push(Number((n * step).toPrecision(12)));
  return { min: low >= 0 ? Math.max(0, min) : min, max, ticks, decimals: decimalsOf(step) };
}

/** As many as the step needs: 0.25 has two, and labels of one would be wrong by a fifth of a step. */
function decimalsOf(step) {
  const power = Math.floor(Math.log10(step) + 1e-9);
  const isWhole = Math.abs(step / 10 ** power - Math.round(step / 10 ** power)) < 1e-6;
  return Math.max(0, (isWhole ? 0 : 1) - power);
}

/** 1, 2, 2.5 or 5 times a power of ten, at least as large as the argument. */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 2.5, 5, 10].find(factor => factor * power >= least * (1 - 1e-9));
}

const units = [
  { key: d => d.text, label: d => `${d.day} ${monthName(d.month)}` },
  { key: d => d.week, label: d => `${d.day} ${monthName(d.month)}` },
  { key: d => d.year * 12 + d.month, label: d => monthName(d.month) },
  { key: d => d.year * 4 + Math.floor((d.month - 1) / 3), label: d => monthName(d.month) },
  { key: d => d.year * 2 + Math.floor((d.month - 1) / 6), label: d => monthName(d.month) },
  ...[1, 2, 5, 10, 20].map(years => ({ key: d => Math.floor(d.year / years), label: d => String(d.year), years: true })),
];

/** The bars that begin a day, week, month, quarter, half-year, year or decade: the finest of which `most` fit. */
export function dateTicks(dates, most) {
  const days = dates.map(read);
  for (const unit of units) {
    const ticks = days.flatMap((day, i) => (i > 0 && unit.key(day) !== unit.key(days[i - 1]) ? [tick(day, i, days, unit)] : []));
    if (ticks.length <= most)
      return ticks;
  }
  return [];
}

function tick(day, index, days, unit) {
  const startsYear = day.year !== days[index - 1].year;
  return { index, label: startsYear && !unit.years ? String(day.year) : unit.label(day), major: startsYear };
}

function read(text) {
  const [year, month, day] = text.split('-').map(Number);
  // Day 0 was a Thursday; weeks start on Monday.
  return { text, year, month, day, week: Math.floor((Date.UTC(year, month - 1, day) / 864e5 + 3) / 7) };
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

/** The bar under a horizontal position; the nearest one beyond the ends. */
export const barAt = (x, plot) => Math.max(0, Math.min(plot.count - 1, Math.floor((x - plot.left) / plot.slot)));
