// What the analysis charts say, and where their parts lead. Pure but for the address.

import { percent, separated } from '../Drawing/words.js';

/** +1.30%; a dash where it is not known. */
export const share = value => (value === null || value === undefined ? '–' : percent(1 + value, 1));

/** The edge of a bin: −0.5%. */
function edge(value) {
  const size = separated(Math.abs(value * 100).toLocaleString('en-US', { maximumSignificantDigits: 6 }));
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${size}%`;
}

/** "−1% to −0.5%", "below −8%", "+8% or more". */
export function binName({ from, to }) {
  if (from === null)
    return to === null ? 'all' : `below ${edge(to)}`;
  return to === null ? `${edge(from)} or more` : `${edge(from)} to ${edge(to)}`;
}

/** What stands on the axis below a column. */
export const binLabel = ({ from, to }) => (from === null ? (to === null ? 'all' : `<${edge(to)}`) : edge(from));

export const isIn = (bin, value) => (bin.from === null || value >= bin.from) && (bin.to === null || value < bin.to);

/** First and last day of a month; of the year without one. */
export function period(year, month) {
  const text = String(year).padStart(4, '0');
  if (!month)
    return { from: `${text}-01-01`, to: `${text}-12-31` };
  const [two, end] = [month, new Date(Date.UTC(year, month, 0)).getUTCDate()].map(n => String(n).padStart(2, '0'));
  return { from: `${text}-${two}-01`, to: `${text}-${two}-${end}` };
}

/** The month before and after a day. */
export function around(day) {
  const move = days => new Date(Date.parse(`${day}T00:00Z`) + days * 864e5).toISOString().slice(0, 10);
  return { from: move(-21), to: move(21) };
}

/** The page's own address with these days; the rest of the view stays. */
export function address({ from, to }) {
  const others = [...new URLSearchParams(location.search)].filter(([key]) => !['range', 'from', 'to', 'interval'].includes(key));
  const parts = [['from', from], ['to', to], ...others].map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  return `${location.pathname}?${parts.join('&')}`;
}
