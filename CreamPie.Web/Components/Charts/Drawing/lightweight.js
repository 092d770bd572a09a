// The only modules that know lightweight-charts are this one and its parts, lightweight-*.js. Bars come as plain columns; a bar's
// position is its index in them.

import { Merging } from './lightweight-merging.js';
import { kinds, lastLine, levelLine, look, point, priceFormat, volumePoint } from './lightweight-series.js';

const seconds = day => Date.parse(`${day}T00:00Z`) / 1000;
const mainMargins = { top: 0.08, bottom: 0.24 };
const volumeMargins = { top: 0.82, bottom: 0 };

/** The canvas with its panes: prices and volume, then one for each oscillator. */
export class Plot {
  /**
   * @param library the module of lightweight-charts.
   * @param words how prices, volumes and times are written on the axes.
   */
  constructor(library, host, words) {
    this.library = library;
    this.host = host;
    this.lines = [];
    this.levels = [];
    this.times = [];
    this.margin = 0.5;
    this.chart = library.createChart(host, {
      width: host.clientWidth,
      height: host.clientHeight,
      layout: { attributionLogo: true, fontSize: 12, fontFamily: 'Inter, system-ui, sans-serif', panes: { enableResize: true } },
      crosshair: { mode: library.CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, minimumWidth: 56, entireTextOnly: true },
      timeScale: { borderVisible: false, minBarSpacing: 0.005, rightOffset: 0, lockVisibleTimeRangeOnResize: true },
      handleScroll: { vertTouchDrag: false },
      localization: { locale: 'en-GB', timeFormatter: time => words.time(this.indexOf(time)) },
      kineticScroll: { touch: true, mouse: false },
    });
    this.merging = new Merging(this.chart);
    this.words = words;
    this.volume = this.chart.addSeries(library.HistogramSeries, {
      priceScaleId: 'volume', lastValueVisible: false, priceLineVisible: false, priceFormat: { type: 'custom', formatter: words.volume },
    });
    this.volume.priceScale().applyOptions({ scaleMargins: volumeMargins });
  }

  on({ crosshair, click, reset, range }) {
    this.chart.subscribeCrosshairMove(event => crosshair(this.at(event), event.point ?? null));
    this.chart.subscribeClick(event => click(this.at(event)));
    this.chart.subscribeDblClick(() => reset());
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      this.merging.follow(false);
      range();
    });
  }

  setColours(colours) {
    // The same object as long as they are the same.
    if (JSON.stringify(colours) === JSON.stringify(this.colours))
      return;
    this.colours = colours;
    this.chart.applyOptions({
      layout: {
        background: { type: this.library.ColorType.Solid, color: colours.surface }, textColor: colours.soft,
        panes: { separatorColor: colours.line, separatorHoverColor: colours.line },
      },
      grid: { vertLines: { color: colours.faint }, horzLines: { color: colours.faint } },
      crosshair: {
        vertLine: { color: colours.soft, labelBackgroundColor: colours.ink },
        horzLine: { color: colours.soft, labelBackgroundColor: colours.ink },
      },
    });
  }

  /**
   * Draws the bars of a series, all of them.
   * @param bars each with date, candle (open, high, low, close), volume, isUp, rises (against the close before), final.
   */
  setBars(bars, type) {
    const drawn = { bars, type, colours: this.colours };
    if (Object.entries(drawn).every(([key, value]) => this.drawn?.[key] === value))
      return;
    this.drawn = drawn;
    this.times = bars.map(bar => seconds(bar.date));
    if (this.main)
      this.chart.removeSeries(this.main);
    this.levels = [];
    this.main = this.chart.addSeries(this.library[kinds[type]], {
      ...look(type, this.colours), priceLineVisible: false, lastValueVisible: false, priceFormat: priceFormat(bars, this.words.price),
    });
    this.main.setSeriesOrder(1);
    this.main.setData(bars.map((bar, i) => point(type, bar, this.times[i], this.colours)));
    this.volume.setData(bars.map((bar, i) => volumePoint(bar, this.times[i], this.colours)));
    this.main.priceScale().applyOptions({ scaleMargins: bars.some(bar => bar.volume > 0) ? mainMargins : { top: 0.08, bottom: 0.08 } });
  }

  /** A plot of lines alone: their dates. */
  setDates(dates) {
    this.times = dates.map(seconds);
  }

  /** Names beside the stock's own, each a line. Replaces those of before. */
  setLines(lines) {
    for (const line of this.lines)
      this.chart.removeSeries(line);
    while (this.chart.panes().length > 1)
      this.chart.removePane(1);
    this.lines = lines.map(line => {
      const options = {
        priceLineVisible: false, lastValueVisible: line.pane > 0, color: line.colour,
        priceFormat: { type: 'custom', minMove: 1e-8, formatter: line.format ?? this.words.price },
      };
      const series = line.isColumn
        ? this.chart.addSeries(this.library.HistogramSeries, options, line.pane)
        // An oscillator crosses its pane from bar to bar: a wider line takes four times as long to paint.
        : this.chart.addSeries(
          this.library.LineSeries, { ...options, lineWidth: line.pane > 0 ? 1 : 2, crosshairMarkerRadius: 3 }, line.pane);
      series.setData(line.values.map((value, i) => value === null ? { time: this.times[i] } : { time: this.times[i], value }));
      return series;
    });
    this.chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 5 : 1.6));
  }

  /** Prices worth a line of their own: the last one, wherever the view is, and the 52-week high and low. */
  setLevels(levels, hasLast) {
    this.levels.forEach(level => this.main.removePriceLine(level));
    // On a phone a title would hide the newest bars.
    const isNarrow = this.host.clientWidth < 600;
    const lines = levels.map(({ value, title }) => levelLine(this.library, value, isNarrow ? '' : title, this.colours));
    // The library's own label tells the last bar that is seen, and of a half-seen one the next.
    const last = hasLast ? [lastLine(this.library, this.drawn.type, this.drawn.bars.at(-1), this.colours)] : [];
    this.levels = [...lines, ...last].map(line => this.main.createPriceLine(line));
  }

  /** @param mode linear, log, percent or indexed (100 at the left edge). */
  setScale(mode) {
    const { Normal, Logarithmic, Percentage, IndexedTo100 } = this.library.PriceScaleMode;
    // From the middle of the first bar that is seen on: the library takes it for the left edge only then.
    this.margin = mode === 'indexed' ? -0.05 : 0.5;
    this.chart.priceScale('right').applyOptions({
      mode: { linear: Normal, log: Logarithmic, percent: Percentage, indexed: IndexedTo100 }[mode], autoScale: true,
    });
    // The library gives the scale to all panes; an oscillator has its own, and may be negative.
    for (let pane = 1; pane < this.chart.panes().length; pane++)
      this.chart.priceScale('right', pane).applyOptions({ mode: Normal, autoScale: true });
  }

  /** First and last bar that are seen, as whole indices within the data. */
  get visible() {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    const last = this.times.length - 1;
    return range === null || last < 0 ? null : {
      first: Math.max(0, Math.min(last, Math.ceil(range.from - 0.1))), last: Math.max(0, Math.min(last, Math.floor(range.to))),
    };
  }

  show(first, last) {
    this.chart.timeScale().setVisibleLogicalRange({ from: first - this.margin, to: last + 0.5 });
  }

  /** The bar at which an indexed scale is 100. */
  get edge() {
    return Math.max(0, Math.floor(this.chart.timeScale().getVisibleLogicalRange()?.from ?? 0));
  }

  /** Moves no further than needed to see the bar. */
  reveal(index) {
    const { first, last } = this.visible;
    const shift = Math.min(0, index - first) + Math.max(0, index - last);
    if (shift !== 0)
      this.show(first + shift, last + shift);
  }

  zoom(factor) {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    const half = Math.max(2, (range.to - range.from) / 2 * factor);
    const middle = (range.to + range.from) / 2;
    this.chart.timeScale().setVisibleLogicalRange({ from: middle - half, to: middle + half });
  }

  /** Where the bar is, from the left of the host; null if it is not seen. */
  x(index) {
    return this.chart.timeScale().logicalToCoordinate(index);
  }

  indexAt(x) {
    const index = this.chart.timeScale().coordinateToLogical(x);
    return index === null ? null : Math.max(0, Math.min(this.times.length - 1, Math.round(index)));
  }

  priceAt(y) {
    return this.main.coordinateToPrice(y);
  }

  /** Puts the crosshair on a bar; null takes it away. */
  select(index, close) {
    if (index === null)
      this.chart.clearCrosshairPosition();
    else
      this.chart.setCrosshairPosition(close, this.times[index], this.main ?? this.lines[0]);
  }

  /** Top and height of each pane. */
  get panes() {
    let top = 0;
    return this.chart.panes().map(pane => {
      const box = { top, height: pane.getHeight() };
      top += box.height + 1;
      return box;
    });
  }

  get width() {
    return this.chart.timeScale().width();
  }

  set isDraggable(value) {
    this.chart.applyOptions({ handleScroll: { pressedMouseMove: value, horzTouchDrag: value, mouseWheel: true, vertTouchDrag: false } });
  }

  /** What is seen stays, whatever the size. */
  resize(width, height) {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    this.chart.resize(width, height);
    if (range)
      this.chart.timeScale().setVisibleLogicalRange(range);
    this.merging.follow(true);
  }

  picture() {
    return this.chart.takeScreenshot(true, false);
  }

  dispose() {
    this.chart.remove();
  }

  at(event) {
    return event.point === undefined || event.logical === undefined ? null
      : Math.max(0, Math.min(this.times.length - 1, event.logical));
  }

  indexOf(time) {
    let [low, high] = [0, this.times.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] < time)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }
}
