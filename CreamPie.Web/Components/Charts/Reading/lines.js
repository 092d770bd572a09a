// What is drawn beside the bars: indicators and other stocks, in groups of lines with a legend each. Pure.

import { price, separated, volume } from '../Drawing/words.js';

/**
 * @param answer of the indicators; null for none.
 * @param kept places of the dates that are drawn; null for all.
 */
export function indicatorGroups(answer, dates, remove, digits, kept) {
  let pane = 0;
  return (answer?.indicators ?? []).map(indicator => {
    const own = indicator.pane === 'own';
    pane += own ? 1 : 0;
    const numbers = Object.values(indicator.parameters);
    const key = numbers.length ? `${indicator.name}(${numbers.join(',')})` : indicator.name;
    const format = indicator.name === 'obv' ? signedVolume : own && indicator.name !== 'atr' && indicator.name !== 'macd' ? plain
      : value => price(value, digits);
    return {
      title: titles[indicator.name] ? key.replace(indicator.name, titles[indicator.name]) : key.toUpperCase(),
      pane: own ? pane : 0,
      remove: () => remove(key),
      lines: Object.entries(indicator.columns).map(([field, column]) => {
        const whole = aligned(column, dates.length);
        const values = kept ? kept.map(place => whole[place]) : whole;
        return {
          name: field === 'value' ? '' : field, values, format,
          isColumn: field === 'histogram', words: at => (values[at] ?? null) === null ? '–' : format(values[at]),
        };
      }),
    };
  });
}

const titles = { bollinger: 'Bollinger', stochastic: 'Stochastic', willr: 'Williams %R' };
const plain = value => separated(value.toFixed(2).replace('-', '−'));
const signedVolume = value => (value < 0 ? '−' : '') + volume(Math.abs(value));
const aligned = (values, count) => values.length === count ? values : [...values, ...Array(Math.max(0, count - values.length)).fill(null)];

/**
 * The other stocks' closes on the dates that all have; the chart's own bars are cut to them. The scale rebases each to 100 at the left
 * edge of what is seen, and the legend tells both, of the chart's own stock too.
 * @param symbol the chart's own.
 */
export function comparedLines(chart, symbol, all, remove) {
  const others = all.filter(other => other.columns.date.length > 0);
  const without = all.filter(other => other.columns.date.length === 0);
  const closes = others.map(other => new Map(other.columns.date.map((day, i) => [day, other.columns.close[i]])));
  const begin = others.reduce((latest, other) => (other.columns.date[0] > latest ? other.columns.date[0] : latest), '');
  const within = chart.bars.filter(bar => bar.date >= begin);
  const common = within.filter(bar => closes.every(of => of.has(bar.date)));
  const missed = within.filter(bar => !closes.every(of => of.has(bar.date)));
  chart.leftOut = leftOut(missed, without);
  chart.kept = common.map(bar => bar.index);
  chart.bars = common.map((bar, index) => ({ ...bar, index }));
  const places = new Map(chart.bars.map(bar => [bar.date, bar.index]));
  chart.byBar = new Map(chart.bars.filter(bar => bar.actions.length > 0).map(bar => [places.get(bar.date), bar.actions]));
  const words = values => at => (values[at] === undefined ? '–' : `${index(values[at], values[chart.edge ?? 0])} (${price(values[at])})`);
  const own = chart.bars.map(bar => bar.close);
  const compared = others.map((other, i) => {
    const values = chart.bars.map(bar => closes[i].get(bar.date));
    return { title: other.symbol, pane: 0, remove: () => remove(other.symbol), lines: [{ name: '', values, words: words(values) }] };
  });
  return [{ title: symbol, pane: 0, lines: [{ name: '', values: own, words: words(own), isOwn: true }] }, ...compared];
}

/** 118.20, of 100 at the left edge. */
const index = (value, base) => (base > 0 ? price(value / base * 100) : '–');

function leftOut(missed, without) {
  const gone = without.length > 0 ? `Not compared, because there are no bars: ${without.map(other => other.symbol).join(', ')}. ` : '';
  if (missed.length === 0)
    return gone || null;
  const some = missed.slice(-3).map(bar => bar.name).join(', ');
  return `${gone}${missed.length} ${missed.length === 1 ? 'date is' : 'dates are'} left out, because not all have a bar: `
    + (missed.length > 3 ? `lately ${some}.` : `${some}.`);
}
