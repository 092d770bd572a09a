// The same bars as a table, newest first: for screen readers, and for copying. Filled only while it is open.

import { action, percent, price } from './words.js';

export function fillTable(table, chart) {
  if (!table.open)
    return;
  const rows = chart.bars.map(bar => row(bar, isDated(chart) ? bar.date : bar.name, chart.digits)).reverse();
  table.querySelector('tbody').replaceChildren(...rows);
}

/** Days and weeks are listed as dates; months and longer periods by name. */
const isDated = chart => ['1d', '1wk'].includes(chart.series.interval);

function row(bar, name, digits) {
  const tr = document.createElement('tr');
  const prices = [bar.open, bar.high, bar.low, bar.close].map(value => price(value, digits));
  const volume = bar.volume === null ? '–' : bar.volume.toLocaleString('en-US');
  const notes = [...bar.actions.map(action), ...(bar.final ? [] : ['provisional'])].join(', ');
  tr.append(cell('th', name), ...[...prices, percent(bar.close, bar.before), volume, notes].map(words => cell('td', words)));
  tr.firstElementChild.scope = 'row';
  return tr;
}

function cell(kind, words) {
  const element = document.createElement(kind);
  element.textContent = words;
  return element;
}
