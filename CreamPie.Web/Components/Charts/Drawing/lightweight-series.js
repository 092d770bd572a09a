// How lightweight-charts draws a bar in each type of chart.

export const kinds = {
  candles: 'CandlestickSeries', hollow: 'CandlestickSeries', bars: 'BarSeries', line: 'LineSeries', area: 'AreaSeries',
};

export function look(type, { up, down, accent }) {
  return {
    candles: { upColor: up, downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down },
    hollow: { upColor: 'transparent', downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down },
    bars: { upColor: up, downColor: down, thinBars: false },
    line: { color: accent, lineWidth: 2 },
    area: { lineColor: accent, lineWidth: 2, topColor: alpha(accent, 0.3), bottomColor: 'transparent' },
  }[type];
}

/** Of the line and the label of the last price. */
const lastColour = (type, bar, { up, down, accent }) => (type === 'line' || type === 'area' ? accent : bar.isUp ? up : down);

/** A price worth a line of its own. */
export const levelLine = ({ LineStyle }, price, title, { soft }) => ({
  price, title, color: soft, lineWidth: 1, lineStyle: LineStyle.Dotted, axisLabelVisible: true, axisLabelColor: soft,
});

export const lastLine = ({ LineStyle }, type, bar, colours) => ({
  price: bar.close, color: lastColour(type, bar, colours), lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: true, title: '',
});

/** A bar of a session that is not over is drawn pale. */
export function point(type, bar, time, colours) {
  const [open, high, low, close] = bar.candle;
  if (type === 'line' || type === 'area')
    return { time, value: close };
  const plain = { time, open, high, low, close };
  const colour = (type === 'hollow' ? bar.rises : bar.isUp) ? colours.up : colours.down;
  if (!bar.final) {
    const pale = alpha(colour, 0.45);
    return { ...plain, color: type === 'hollow' && bar.isUp ? 'transparent' : pale, borderColor: colour, wickColor: pale };
  }
  return type === 'hollow' ? { ...plain, color: bar.isUp ? 'transparent' : colour, borderColor: colour, wickColor: colour } : plain;
}

export const volumePoint = (bar, time, { up, down }) => bar.volume === null ? { time }
  : { time, value: bar.volume, color: alpha(bar.isUp ? up : down, 0.35) };

/**
 * Sub-penny prices need a smaller step than the library's hundredth. The margin for the volume reaches below zero where prices do not:
 * nothing is written there.
 */
export function priceFormat(bars, write) {
  const least = bars.reduce((low, bar) => bar.close > 0 ? Math.min(low, bar.close) : low, 1);
  const minMove = least >= 1 ? 0.01 : 10 ** Math.floor(Math.log10(least) - 4);
  const isPositive = bars.every(bar => bar.candle[2] >= 0);
  return { type: 'custom', minMove, formatter: value => (isPositive && value < 0 ? '' : write(value)) };
}

/** @param colour as the browser computes it: rgb(1, 2, 3). */
const alpha = (colour, share) => colour.replace('rgb(', 'rgba(').replace(')', `, ${share})`);
