// Which bars a view shows, and which interval it picks by itself. Pure.

const months = { '1m': 1, '3m': 3, '6m': 6, '1y': 12, '2y': 24, '5y': 60, '10y': 120 };

/** First day of a range that ends with the last bar; null for all. The same as ChartRange. */
export function firstDay(range, last) {
  if (range === 'ytd')
    return `${last.slice(0, 4)}-01-01`;
  return months[range] ? dayAfter(monthsBack(last, months[range])) : null;
}

/** The chosen interval, else by what is seen: daily up to five years, weekly up to twenty, then monthly. The same as ChartView.Shown. */
export function intervalOf({ interval, range, from, to, first, last }) {
  if (interval !== 'auto')
    return interval;
  const day = range === 'custom' ? from : firstDay(range, last);
  const start = day && day > first ? day : first;
  const end = to && to < last ? to : last;
  const years = (Date.parse(end) - Date.parse(start)) / 864e5 / 365.25;
  return years <= 5.1 ? '1d' : years <= 20.1 ? '1wk' : '1mo';
}

/** Indices of the bars of these days; both ends are in the data. A longer bar counts from its first session. */
export function indices(bars, first, last) {
  const from = first === null ? 0 : Math.min(bars.length - 1, lower(bars, first));
  const to = last === null ? bars.length - 1 : Math.max(0, lower(bars, dayAfter(last)) - 1);
  // The bar that the first day is in.
  const start = from > 0 && first !== null && bars[from].date > first && isLong(bars) ? from - 1 : from;
  return { first: Math.min(start, to), last: Math.max(start, to) };
}

const isLong = bars => bars.length > 1 && Date.parse(bars[1].date) - Date.parse(bars[0].date) > 4 * 864e5;

function lower(bars, day) {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle].date < day)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const dayAfter = day => new Date(Date.parse(`${day}T00:00Z`) + 864e5).toISOString().slice(0, 10);

function monthsBack(day, count) {
  const [year, month, date] = day.split('-').map(Number);
  const target = year * 12 + month - 1 - count;
  const [y, m] = [Math.floor(target / 12), target % 12];
  const end = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  return new Date(Date.UTC(y, m, Math.min(date, end))).toISOString().slice(0, 10);
}
