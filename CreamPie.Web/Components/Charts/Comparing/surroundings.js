// What stands around the plot: its basis, the dates left out, the table of what is seen and the correlation.

import { mix } from '../Drawing/colours.js';
import { count, date } from '../Drawing/words.js';
import { leftOutList, matrixTable, valueTable } from './tables.js';

const mostRows = 1_000;

export class Surroundings {
  constructor(part) {
    this.part = part;
  }

  basis(view) {
    return view.adjust === 'all' ? 'Total return: dividends count as reinvested.' : 'The price alone, adjusted for splits.';
  }

  write(answer, view, colours) {
    const { part } = this;
    const [first, last] = [answer.date[0], answer.date.at(-1)];
    const currencies = [...new Set(answer.series.map(series => series.currency).filter(Boolean))];
    part.basis.textContent = first === undefined ? '' : [
      `100 on ${date(first)}, to ${date(last)}: ${many(answer.date.length, 'common date')}.`, this.basis(view),
      currencies.length > 1 ? `Each in its own currency (${currencies.join(', ')}): no exchange rate is applied.` : '',
      answer.message ?? '',
    ].filter(Boolean).join(' ');
    part['left-out'].hidden = answer.leftOut.count === 0;
    part['left-out-count'].textContent = `${many(answer.leftOut.count, 'date')} left out, which not all of them have`;
    leftOutList(part['left-out-list'], answer.leftOut.newest, answer.leftOut.count);
    this.correlate(answer, view, colours);
  }

  correlate({ correlation, series }, view, { up, down, surface }) {
    const { part } = this;
    part.correlation.hidden = series.length < 2 || correlation.days < 3;
    part['correlation-over'].textContent = correlation.from
      ? `${many(correlation.days, 'day')}, ${date(correlation.from)} to ${date(correlation.to)}. 1: always the same way, `
        + '0: unrelated, −1: always opposite. A number leads to the bars of both.'
      : '';
    const to = view.range === 'custom' ? view.to : null;
    matrixTable(part.matrix, series.map(one => one.symbol), correlation, to, value =>
      mix(value < 0 ? down : up, surface, Math.abs(value) * 0.5));
  }

  /** The values of each day that is seen. */
  fill(held, seen) {
    const from = Math.max(seen.first, seen.last + 1 - mostRows);
    const rows = Array.from({ length: seen.last - from + 1 }, (_, i) => seen.last - i);
    const all = many(seen.last - seen.first + 1, 'day');
    this.part['values-over'].textContent = `${from > seen.first ? `The newest ${count(rows.length)} of ${all}` : all}; `
      + `100 on ${date(held.dates[held.base])}.`;
    valueTable(this.part.table, held, rows);
  }
}

const many = (number, what) => `${count(number)} ${what}${number === 1 ? '' : 's'}`;
