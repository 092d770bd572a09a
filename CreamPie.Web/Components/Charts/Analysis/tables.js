// The same values as tables: for screen readers, for keys, and for copying.

import { makeTable } from '../Drawing/table.js';
import { count, date, months } from '../Drawing/words.js';
import { address, around, binName, period, share } from './words.js';

/** Rows of years, newest first; each cell is a link to its bars. */
export function monthTable(table, years, byMonth) {
  makeTable(table, ['Year', ...months, 'Year'], years.map(year => [
    String(year.year),
    ...months.map((name, i) => {
      const month = byMonth.get(`${year.year}-${i + 1}`);
      return month ? link(share(month.value), period(year.year, i + 1), `${name} ${year.year}: ${share(month.value)}`) : '';
    }),
    link(share(year.value), period(year.year), `${year.year}: ${share(year.value)}`),
  ]));
}

export function drawdownTable(table, points) {
  makeTable(table, ['Deepest day of the month', 'Below the peak'], [...points].reverse().map(point => {
    const [year, month] = point.date.split('-').map(Number);
    return [link(date(point.date), period(year, month)), share(point.value)];
  }));
}

/** @param open shows the days of a bin. */
export const binTable = (table, bins, open) => makeTable(table, ['Daily return', 'Days'], bins.map((bin, i) => {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: count(bin.count) });
  button.setAttribute('aria-label', `Show ${bin.count} days of ${binName(bin)}`);
  button.addEventListener('click', () => open(i));
  return [binName(bin), bin.count > 0 ? button : '0'];
}));

/** @param days each with date and value. */
export function dayList(list, days) {
  list.replaceChildren(...days.map(day => {
    const item = document.createElement('li');
    item.append(link(date(day.date), around(day.date)), ` ${share(day.value)}`);
    return item;
  }));
}

function link(words, days, name) {
  const a = Object.assign(document.createElement('a'), { href: address(days), textContent: words });
  if (name)
    a.setAttribute('aria-label', name);
  return a;
}
