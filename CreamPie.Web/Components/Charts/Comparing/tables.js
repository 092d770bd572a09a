// What a comparison says in tables and lists.

import { makeTable } from '../Drawing/table.js';
import { count, date, separated, tableDate } from '../Drawing/words.js';
import { pairAddress } from './address.js';
import { written } from './words.js';

/** @param rows positions of days. */
export const valueTable = (table, held, rows) => makeTable(
  table, ['Date', ...held.lines.map(line => line.symbol)],
  rows.map(at => [tableDate(held.dates[at]), ...held.lines.map(line => written(line.values[at]))]));

/**
 * Each number leads to the bars of its two stocks.
 * @param to last day; null: the newest.
 * @param shade of a coefficient.
 */
export function matrixTable(table, symbols, { matrix, from }, to, shade) {
  makeTable(table, ['', ...symbols], symbols.map((symbol, i) => [symbol, ...symbols.map((other, j) => {
    const words = coefficient(matrix[i][j]);
    const link = Object.assign(document.createElement('a'), { href: pairAddress(symbol, other, from, to), textContent: words });
    link.setAttribute('aria-label', i === j ? `Bars of ${symbol}` : `${symbol} and ${other}: ${words}`);
    return link;
  })]));
  table.querySelectorAll('tbody tr').forEach((row, i) => row.querySelectorAll('td').forEach((cell, j) => {
    if (matrix[i][j] !== null)
      cell.style.background = shade(matrix[i][j]);
  }));
}

const coefficient = value => (value === null ? '–' : separated(value.toFixed(2).replace('-0.00', '0.00').replace('-', '−')));

/** The newest dates that some lack: "3 Jul 2024: ^FTSE". */
export function leftOutList(list, newest, all) {
  const items = [...newest].reverse().map(({ date: day, missing }) => `${date(day)}: not ${missing.join(', ')}`);
  if (all > newest.length)
    items.push(`and ${count(all - newest.length)} earlier ones`);
  list.replaceChildren(...items.map(words => Object.assign(document.createElement('li'), { textContent: words })));
}
