// What a comparison says. Pure.

import { count, date, percent, separated } from '../Drawing/words.js';

/** 118.20, 1,254.03. */
export const written = value => (value === null || value === undefined ? '–'
  : separated(value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace('-', '−')));

/** On the axis: 150, or +50% where it counts from the left edge. */
export function onAxis(value, scale) {
  const digits = Math.abs(value) < 10 ? 1 : 0;
  const size = separated(Math.abs(value).toLocaleString('en-US', { maximumFractionDigits: digits }));
  const sign = size === '0' ? '' : value < 0 ? '−' : scale === 'percent' ? '+' : '';
  return `${sign}${size}${scale === 'percent' ? '%' : ''}`;
}

/** A day, for screen readers. */
export function sentence(held, at) {
  return [date(held.dates[at]), ...held.lines.map(line => `${line.symbol} ${written(line.values[at])}`)].join(', ');
}

/** What is seen, the best one first: "3 Jan 2023 to 5 Jan 2024, 252 common dates, total return: PIE +12.30%, ...". */
export function description(held, seen, adjust) {
  const changes = held.lines
    .map(({ symbol, values }) => ({ symbol, values: values.slice(seen.first, seen.last + 1) }))
    .sort((a, b) => b.values.at(-1) / b.values[0] - a.values.at(-1) / a.values[0]);
  const each = changes.map(({ symbol, values }) => {
    const start = values[0];
    const known = values.filter(value => value !== null);
    const [low, high] = [known.reduce((a, b) => Math.min(a, b), Infinity), known.reduce((a, b) => Math.max(a, b), -Infinity)];
    const between = start > 0 ? `, between ${written(low / start * 100)} and ${written(high / start * 100)}` : '';
    return `${symbol} ${percent(values.at(-1), start)}${between}`;
  });
  return `${date(held.dates[seen.first])} to ${date(held.dates[seen.last])}, ${count(seen.last - seen.first + 1)} common dates, `
    + `${adjust === 'all' ? 'total return' : 'price alone'}, from 100: ${each.join('; ')}.`;
}
