// Numbers and dates for display. Pure: no document, no clock, no locale of the machine.

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const none = '–';

export const monthName = month => months[month - 1];

/** Prices below 1 have more decimals: 0.0989, and four significant digits below 0.01: 0.00001310. Like PriceText. */
export function price(value, digits = 2) {
  if (value === null || value === undefined)
    return none;
  const size = Math.abs(value);
  const least = size === 0 || size >= 1 ? 0 : size >= 0.01 ? 4 : Math.min(20, 3 - Math.floor(Math.log10(size)));
  const decimals = Math.max(least, digits);
  return minus(value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}

/** 128.9M, 4.28M, 845.2K, 312. */
export function volume(value) {
  if (value === null || value === undefined)
    return none;
  for (const [unit, name] of [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']]) {
    if (value >= unit)
      return `${(value / unit).toLocaleString('en-US', { maximumFractionDigits: value >= 100 * unit ? 1 : 2 })}${name}`;
  }
  return String(value);
}

/** +1.94%; a dash without a comparison. */
export function percent(now, before) {
  if (!before || now === null || now === undefined)
    return none;
  const change = (now / before - 1) * 100;
  const rounded = Math.abs(change) < 0.005 ? 0 : change;
  return `${rounded > 0 ? '+' : ''}${minus(rounded.toFixed(2))}%`;
}

/** 13 Jun 2025. */
export function date(iso) {
  const [year, month, day] = iso.split('-').map(Number);
  return `${day} ${months[month - 1]} ${year}`;
}

/** Name of a bar: Fri 13 Jun 2025, Week of 9 Jun 2025, Jun 2025, Q2 2025, 2025. */
export function period(iso, interval) {
  const [year, month] = iso.split('-').map(Number);
  switch (interval) {
    case '1wk': return `Week of ${date(iso)}`;
    case '1mo': return `${months[month - 1]} ${year}`;
    case '3mo': return `Q${Math.ceil(month / 3)} ${year}`;
    case '1y': return String(year);
    default: return `${weekdays[new Date(`${iso}T00:00Z`).getUTCDay()]} ${date(iso)}`;
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

/** Nine digits are all that sources give; more are the noise of a multiplication. */
const plain = value => value.toLocaleString('en-US', { maximumSignificantDigits: 9, useGrouping: false });

const minus = text => text.replace('-', '−');
