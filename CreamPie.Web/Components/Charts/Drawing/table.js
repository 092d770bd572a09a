// The bars that are seen as a table, newest first: for screen readers, and for copying. Filled only while it is open.

import { action, count, percent, price, tableDate } from './words.js';

const most = 1_000;

/** @param seen first and last index. */
export function fillTable(table, chart, seen, digits) {
  const bars = chart.bars.slice(Math.max(seen.first, seen.last + 1 - most), seen.last + 1).reverse();
  const isDated = ['1d', '1wk'].includes(chart.interval);
  table.querySelector('tbody').replaceChildren(...bars.map(bar => barRow(bar, isDated ? tableDate(bar.date) : bar.name, digits)));
}

/** @param content text or an element. */
export function cell(kind, content, scope) {
  const element = document.createElement(kind);
  element.append(content);
  if (scope)
    element.scope = scope;
  return element;
}

export function row(cells) {
  const tr = document.createElement('tr');
  tr.append(...cells);
  return tr;
}

/** @param head a name for each column; the first of each row names the row. */
export function makeTable(table, head, rows) {
  const top = document.createElement('thead');
  top.append(row(head.map(content => (content === '' ? cell('td', '') : cell('th', content, 'col')))));
  const body = document.createElement('tbody');
  body.append(...rows.map(([first, ...rest]) => row([cell('th', first, 'row'), ...rest.map(content => cell('td', content))])));
  table.replaceChildren(top, body);
}

function barRow(bar, name, digits) {
  const prices = [bar.open, bar.high, bar.low, bar.close].map(value => price(value, digits));
  const volume = bar.volume === null ? '–' : count(bar.volume);
  const notes = [...bar.actions.map(action), ...(bar.final ? [] : ['provisional'])].join(', ');
  return row([cell('th', name, 'row'), ...[...prices, percent(bar.close, bar.before), volume, notes].map(words => cell('td', words))]);
}
