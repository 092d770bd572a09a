import { drawCandles, removeCandles } from './candles.js';
import { drawBack, label } from './layers.js';
import { drawMarks } from './marks.js';
import { Pointer } from './pointer.js';
import { actionsByBar, asPaid, candle, dateTicks, groupMarks, priceScale, splitRatio } from './scale.js';
import { LoadError, loadActions, loadBars } from './series.js';
import { fillTable } from './table.js';
import { period, price } from './words.js';

/** @param page receives what was drawn and which bar was opened. */
export const mount = (root, library, page) => new PriceChart(root, library, page);

class PriceChart {
  constructor(root, library, page) {
    this.root = root;
    this.page = page;
    this.library = import(new URL(library, document.baseURI));
    this.part = Object.fromEntries(
      ['frame', 'plot', 'back', 'candles', 'front', 'lane', 'state', 'table'].map(name => [name, root.querySelector(`.${name}`)]),
    );
    this.pointer = new Pointer(root, bar => page.invokeMethodAsync('OpenAsync', bar.date));
    this.resized = new ResizeObserver(() => this.redraw());
    this.resized.observe(this.part.frame);
    this.themed = new MutationObserver(() => this.redraw());
    this.themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.onScheme = () => this.redraw();
    this.scheme.addEventListener('change', this.onScheme);
    this.part.table.addEventListener('toggle', () => this.chart && fillTable(this.part.table, this.chart));
  }

  /** Loads a view and draws it; a later call supersedes one in progress. */
  async show(view) {
    this.loading?.abort();
    const loading = this.loading = new AbortController();
    delete this.root.dataset.drawn;
    delete this.root.dataset.failed;
    const late = setTimeout(() => this.root.classList.add('loading'), 200);
    this.part.plot.setAttribute('aria-busy', 'true');
    try {
      const [series, actions] = await Promise.all([loadBars(view, loading.signal), loadActions(view, loading.signal)]);
      if (this.loading !== loading)
        return;
      this.chart = { view, series, ...read(series, actions, view) };
      this.showMessage(series.columns.date.length === 0 ? series.message ?? 'No data for this range.' : null);
      await this.draw();
      if (this.loading === loading)
        await this.page.invokeMethodAsync('DrawnAsync', series.interval, this.chart.bars.length);
    } catch (fault) {
      if (this.loading !== loading || fault.name === 'AbortError')
        return;
      this.clear();
      this.root.dataset.failed = fault.name;
      this.showMessage(fault instanceof LoadError ? fault.message : 'The chart could not be drawn.');
      // Reported here; rethrown, it would take the whole page down.
      if (!(fault instanceof LoadError))
        console.error(fault);
    } finally {
      clearTimeout(late);
      if (this.loading === loading) {
        this.root.classList.remove('loading');
        this.part.plot.removeAttribute('aria-busy');
      }
    }
  }

  /** Redraws the same data after a change of size or colours. */
  redraw() {
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => this.chart && this.draw());
  }

  async draw() {
    const { chart, part } = this;
    if (chart.bars.length === 0) {
      this.clear();
      await this.announce(chart);
      return;
    }
    const { default: ApexCharts } = await this.library;
    if (this.gone)
      return;
    const plot = layOut(part.frame, chart);
    chart.scale = plot.scale;
    chart.ticks = dateTicks(chart.bars.map(bar => bar.date), Math.max(2, Math.floor(plot.inner / 70)));
    const size = { width: plot.inner, height: plot.floor };
    const bars = await drawCandles(ApexCharts, part.candles, chart.candles, size, chart.scale, this.colours());
    if (!bars || this.chart !== chart || this.gone)
      return;
    place(plot, bars, chart.scale);
    const last = chart.bars.at(-1);
    drawBack(part.back, plot, chart, { close: last.close, isUp: last.isUp, label: price(last.close, chart.view.digits) });
    part.lane.style.top = `${plot.volumeFloor + 3}px`;
    drawMarks(part.lane, groupMarks(chart.byBar, plot.x, 26), (group, details) => this.pointer.point(group, details));
    this.pointer.over(plot, chart);
    fillTable(part.table, chart);
    await this.announce(chart);
  }

  /** Announces that the requested view is painted; tests and measurements wait for it. */
  async announce(chart) {
    await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
    if (this.chart !== chart || this.gone)
      return;
    const { range, adjust } = chart.view;
    const detail = { range, interval: chart.series.interval, adjust, bars: chart.bars.length };
    this.root.dataset.drawn = Object.values(detail).join('/');
    this.root.dispatchEvent(new CustomEvent('chart-drawn', { bubbles: true, detail }));
  }

  colours() {
    const probe = this.part.candles;
    const computed = name => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    return { up: computed('--up'), down: computed('--down') };
  }

  showMessage(words) {
    this.part.state.querySelector('.why').textContent = words ?? '';
    this.part.state.hidden = words === null;
    this.root.classList.toggle('empty', words !== null);
  }

  clear() {
    removeCandles(this.part.candles);
    this.part.back.replaceChildren();
    this.part.lane.replaceChildren();
    this.pointer.clear();
    if (this.chart?.bars.length > 0)
      this.chart = null;
  }

  dispose() {
    this.gone = true;
    this.loading?.abort();
    this.loading = null;
    cancelAnimationFrame(this.next);
    this.resized.disconnect();
    this.themed.disconnect();
    this.scheme.removeEventListener('change', this.onScheme);
    removeCandles(this.part.candles);
  }
}

/** The columns of the answer as bars with their position, their neighbour and their events. */
function read(series, actions, view) {
  const { date, open, high, low, close, volume, final } = series.columns;
  const candles = date.map((_, i) => candle(open[i], high[i], low[i], close[i]));
  const isAsTraded = view.adjust === 'none';
  const byBar = actionsByBar(isAsTraded ? asPaid(actions) : actions, date, series.interval);
  const bars = date.map((day, index) => ({
    index, date: day, name: period(day, series.interval), open: open[index], high: high[index], low: low[index], close: close[index],
    volume: volume[index], final: final[index],
    before: index > 0 ? close[index - 1] / (isAsTraded ? splitRatio(byBar.get(index) ?? []) : 1) : null,
    isUp: close[index] > candles[index][0],
    actions: byBar.get(index) ?? [],
  }));
  return {
    bars, byBar, candles, digits: view.digits,
    low: Math.min(...candles.map(c => c[2])), high: Math.max(...candles.map(c => c[1])),
  };
}

/** From the top: prices, volume, the lane of marks, the dates; prices are labelled at the right. */
function layOut(frame, chart) {
  const { clientWidth: width, clientHeight: height } = frame;
  const axis = height - 26;
  const volumeFloor = axis - (chart.byBar.size > 0 ? 28 : 0);
  const volume = Math.round(height * 0.15);
  const floor = volumeFloor - volume - 10;
  const scale = priceScale(chart.low, chart.high, Math.max(3, Math.round(floor / 55)));
  // A narrow range has more decimals on the axis than its prices: a label cut off would be another number.
  const labels = [
    price(chart.high, chart.digits), price(chart.low, chart.digits), ...scale.ticks.map(value => label(value, scale.decimals)),
  ];
  const letters = Math.max(...labels.map(words => words.length));
  return { width, height, axis, volumeFloor, volume, inner: width - letters * 7 - 18, floor, scale };
}

function place(plot, { left, slot, count, top, height }, scale) {
  Object.assign(plot, {
    left, slot, count,
    x: index => left + (index + 0.5) * slot,
    y: value => top + height * (scale.max - value) / (scale.max - scale.min),
    valueAt: y => scale.max - (y - top) / height * (scale.max - scale.min),
  });
}
