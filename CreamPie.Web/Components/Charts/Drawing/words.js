// Numbers and dates for display, as the reader of the page wants them. No document, no clock, no locale of the machine.

export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const none = '–';

/** What readers without a preference see: 13 Jun 2025 (2025-06-13 in tables), 1,234.50. */
const everybody = { date: null, group: ',', point: '.' };
let reader = everybody;

/** @param format date (iso, dmy, mdy, dots or null), group and point; null for the default. A page has one reader. */
export const writeFor = format => (reader = format ?? everybody);

/** A number as this file writes it, with the reader's separators. */
export const separated = text => (reader.group === everybody.group ? text
  : text.replace(/[,.]/g, sign => (sign === ',' ? reader.group : reader.point)));

/** 12,345. */
export const count = value => separated(value.toLocaleString('en-US'));

/** Prices below 1 have more decimals: 0.0989, and four significant digits below 0.01: 0.00001310. Like PriceText. */
export function price(value, digits = 2) {
  if (value === null || value === undefined)
    return none;
  const size = Math.abs(value);
  const least = size === 0 || size >= 1 - 1e-9 ? 0 : size >= 0.01 ? 4 : Math.min(20, 3 - Math.floor(Math.log10(size)));
  const decimals = Math.max(least, digits);
  return separated(minus(fixed(decimals).format(value)));
}

/** 128.9M, 4.28M, 845.2K, 312. */
export function volume(value) {
  if (value === null || value === undefined)
    return none;
  for (const [unit, name] of [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']]) {
    if (value >= unit)
      return separated(`${(value / unit).toLocaleString('en-US', { maximumFractionDigits: value >= 100 * unit ? 1 : 2 })}${name}`);
  }
  return String(value);
}

/** +1.94%; a dash without a comparison. */
export function percent(now, before) {
  if (!before || now === null || now === undefined)
    return none;
  const change = (now / before - 1) * 100;
  const rounded = Math.abs(change) < 0.005 ? 0 : change;
  return separated(`${rounded > 0 ? '+' : ''}${minus(fixed(2).format(rounded))}%`);
}

/** 13 Jun 2025. */
export function date(iso) {
  const [year, month, day] = iso.split('-').map(Number);
  return preferred(iso) ?? `${day} ${months[month - 1]} ${year}`;
}

/** 2025-06-13, in tables. */
export const tableDate = iso => preferred(iso) ?? iso;

function preferred(iso) {
  const [year, month, day] = iso.split('-');
  return { iso, dmy: `${day}/${month}/${year}`, mdy: `${month}/${day}/${year}`, dots: `${day}.${month}.${year}` }[reader.date];
}

/** Name of a bar: Fri 13 Jun 2025, Week of 9 Jun 2025, Jun 2025, Q2 2025, 2025. */
export function period(iso, interval) {
  const [year, month, day] = iso.split('-').map(Number);
  switch (interval) {
    case '1wk': return `Week of ${date(iso)}`;
    case '1mo': return `${months[month - 1]} ${year}`;
    case '3mo': return `Q${Math.ceil(month / 3)} ${year}`;
    case '1y': return String(year);
    default: return `${weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]} ${date(iso)}`;
  }
}

/** 0.25 dividend, 4:1 split, 1.2 capital gain. */
export function action(item) {
  if (item.kind === 'split')
    return `${plain(item.numerator)}:${plain(item.denominator)} split`;
  const amount = item.amount === null ? 'unknown' : plain(item.amount);
  return `${item.exact ? '' : 'about '}${amount} ${item.kind === 'dividend' ? 'dividend' : 'capital gain'}`;
}

/** One bar as a sentence, for screen readers. */
export function sentence(bar, digits) {
  const parts = [
    bar.name,
    `open ${price(bar.open, digits)}`,
    `high ${price(bar.high, digits)}`,
    `low ${price(bar.low, digits)}`,
    `close ${price(bar.close, digits)}`,
    `change ${percent(bar.close, bar.before)}`,
    `volume ${volume(bar.volume)}`,
    ...bar.actions.map(a => `${action(a)}, ex-date ${date(a.exDate)}`),
  ];
  return parts.join(', ') + (bar.final ? '' : ', provisional');
}

/** A stretch of bars in one sentence: "AAPL from ... to ...: 101.20 to 130.10, +28.56%; highest ... on ..., lowest ... on ...". */
export function description(bars, symbol, digits) {
  const [first, last] = [bars[0], bars.at(-1)];
  const high = bars.reduce((a, b) => (b.candle[1] > a.candle[1] ? b : a));
  const low = bars.reduce((a, b) => (b.candle[2] < a.candle[2] ? b : a));
  return `${symbol} from ${first.name} to ${last.name}, ${count(bars.length)} bars: `
    + `close ${price(first.close, digits)} to ${price(last.close, digits)}, ${percent(last.close, first.close)}; `
    + `highest ${price(high.candle[1], digits)} ${at(high)}, lowest ${price(low.candle[2], digits)} ${at(low)}.`;
}

/** On Fri 13 Jun 2025, in the week of 9 Jun 2025, in Jun 2025. */
const at = ({ name }) => (weekdays.includes(name.slice(0, 3)) ? `on ${name}` : `in ${name.replace(/^Week/, 'the week')}`);

/** Nine digits are all that sources give; more are the noise of a multiplication. */
const plain = value => separated(nine.format(value));

const nine = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 9, useGrouping: false });

/** Kept, because making one takes longer than using it a hundred times. */
const formats = [];

const fixed = decimals => formats[decimals]
  ??= new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

const minus = text => text.replace('-', '−');
