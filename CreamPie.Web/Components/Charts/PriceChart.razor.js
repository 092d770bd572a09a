import { colours, onTheme } from './Drawing/colours.js';
import { listen } from './Drawing/keys.js';
import { Plot } from './Drawing/lightweight.js';
import { Loading } from './Drawing/loading.js';
import { Measure } from './Drawing/measure.js';
import { Overlays } from './Drawing/overlays.js';
import { Readout } from './Drawing/readout.js';
import { passScrolling } from './Drawing/scrolling.js';
import { Selection } from './Drawing/selection.js';
import { Tools } from './Drawing/tools.js';
import { price, volume, writeFor } from './Drawing/words.js';
import { sameBars, sameDays } from './Reading/address.js';
import { Moves } from './Reading/moves.js';
import { closePanels } from './Reading/panels.js';
import { readChart } from './Reading/reading.js';
import { intervalOf } from './Reading/view.js';

/**
 * @param format of dates and numbers.
 * @param page is told what was drawn, chosen and opened.
 */
export const mount = (root, library, format, page) => {
  writeFor(format);
  return new PriceChart(root, library, page);
};

/** Loads, draws and announces; what a reader does to it is in Moves, Selection and Tools. */
class PriceChart {
  constructor(root, library, page) {
    this.root = root;
    this.page = page;
    this.card = root.closest('.card') ?? root;
    this.library = import(new URL(library, document.baseURI));
    this.part = Object.fromEntries(
      ['plot', 'canvas', 'lane', 'bubble', 'state', 'table', 'live', 'measure', 'left-out', 'keys']
        .map(name => [name, root.querySelector(`.${name}`)]),
    );
    this.loading = new Loading();
    this.readout = new Readout(root);
    this.overlays = new Overlays(this.part, this.readout);
    this.selection = new Selection(this);
    this.moves = new Moves(this);
    this.tools = new Tools(this, page);
    listen(this.part.plot, this);
    new Measure(this.part.canvas, this.part.measure, () => ({ plot: this.plot, bars: this.chart?.bars, digits: this.view?.digits }));
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(this.part.canvas);
    this.endTheme = onTheme(() => this.recolour());
    this.endPanels = closePanels(this.card);
    this.endScrolling = passScrolling(this.part.canvas);
    this.part.table.addEventListener('toggle', () => this.plot?.visible && this.overlays.fill(this.plot, this.chart, this.view.digits));
  }

  /** Loads a view and draws it; a later call supersedes one in progress. */
  async show(view) {
    const isMove = this.chart && this.view && sameBars(this.view, view);
    const isSeen = this.view && sameDays(this.view, view);
    if (isMove && isSeen) {
      // The same object, so that a drawing under way still is of this view.
      Object.assign(this.view, view);
      return;
    }
    if (!isSeen)
      this.moves.chosen = { range: view.range, from: view.from, to: view.to };
    this.view = view;
    if (isMove && intervalOf(view) === this.chart.interval) {
      this.moves.showRange();
      await this.announce();
      return;
    }
    await this.load();
  }

  async load() {
    const { view, root, part } = this;
    delete root.dataset.drawn;
    delete root.dataset.failed;
    const late = setTimeout(() => root.classList.add('loading'), 200);
    part.plot.setAttribute('aria-busy', 'true');
    const isLatest = await this.loading.run(
      signal => Promise.all([readChart(view, intervalOf(view), signal, (key, value) => this.tools.drop(key, value)), this.library]),
      ([chart, library]) => this.showChart(chart, library),
      (sentence, fault) => {
        this.clear();
        root.dataset.failed = fault.name;
        this.showMessage(sentence);
      },
    );
    clearTimeout(late);
    if (!isLatest)
      return;
    root.classList.remove('loading');
    part.plot.removeAttribute('aria-busy');
    if (this.chart?.bars.length > 0)
      await this.page.invokeMethodAsync('DrawnAsync');
  }

  async showChart(chart, library) {
    this.chart = chart;
    this.showMessage(chart.bars.length === 0 ? chart.message ?? 'No data for this range.' : null);
    this.draw(library);
    await this.announce();
  }

  draw(library) {
    const { chart, view } = this;
    if (chart.bars.length === 0) {
      this.clear();
      return;
    }
    const isCompared = view.compare.length > 0;
    this.plot ??= this.createPlot(library);
    this.plot.setColours(this.colours = colours(this.part.canvas));
    this.isDrawing = true;
    this.root.style.setProperty('--panes', new Set(chart.groups.map(group => group.pane).filter(pane => pane > 0)).size);
    this.plot.setBars(chart.bars, isCompared ? 'line' : view.type);
    chart.groups.flatMap(group => group.lines).forEach(line => (line.colour = this.colour(line)));
    this.plot.setLines(chart.groups.flatMap(group => group.lines.filter(line => !line.isOwn).map(line => ({ ...line, pane: group.pane }))));
    this.plot.setScale(isCompared ? 'indexed' : view.scale);
    this.plot.setLevels(view.lines && !isCompared && view.adjust === 'splits' ? levels(view) : [], view.lines);
    this.part['left-out'].hidden = !chart.leftOut;
    this.part['left-out'].textContent = chart.leftOut ?? '';
    this.resize();
    this.isDrawing = false;
    this.moves.showRange();
    this.selection.reset();
  }

  createPlot(library) {
    const words = {
      price: value => price(value, this.view.digits), volume, time: index => this.chart.bars[index]?.name ?? '',
    };
    const plot = new Plot(library, this.part.canvas, words);
    plot.on({
      crosshair: index => this.selection.over(index),
      click: index => index !== null && this.selection.pick(index),
      reset: () => this.moves.reset(),
      range: () => {
        this.layOut();
        this.moves.moved();
      },
    });
    return plot;
  }

  colour(line) {
    return line.isOwn ? this.colours.accent : this.colours.lines[line.index % this.colours.lines.length];
  }

  resize() {
    if (!this.plot || !this.chart?.bars.length)
      return;
    const { clientWidth: width, clientHeight: height } = this.part.canvas;
    this.plot.resize(width, height);
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => this.layOut());
  }

  recolour() {
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(async () => {
      const seen = this.plot?.visible;
      if (!seen || this.gone)
        return;
      this.draw(await this.library);
      this.plot.show(seen.first, seen.last);
    });
  }

  /** Marks, legends and the table lie over the canvas: they follow what is seen. */
  layOut() {
    const { chart, plot, selection } = this;
    const seen = plot?.visible;
    if (!seen || !chart?.bars.length)
      return;
    this.root.dataset.visible = `${chart.bars[seen.first].date}/${chart.bars[seen.last].date}/${seen.last - seen.first + 1}`;
    chart.edge = plot.edge;
    if (selection.hovered === null)
      selection.over(null);
    cancelAnimationFrame(this.laid);
    this.laid = requestAnimationFrame(() => {
      if (!this.plot?.visible || this.gone || this.chart !== chart)
        return;
      this.overlays.layOut(plot, chart, this.view.digits);
      selection.over(selection.hovered);
    });
  }

  /** Announces that the requested view is painted; tests and measurements wait for it. */
  async announce() {
    const { chart, view } = this;
    await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
    if (this.chart !== chart || this.view !== view || this.gone)
      return;
    const detail = { range: view.range, interval: chart.interval, adjust: view.adjust, bars: chart.bars.length };
    this.root.dataset.drawn = Object.values(detail).join('/');
    this.root.dispatchEvent(new CustomEvent('chart-drawn', { bubbles: true, detail }));
  }

  /** @param isShown true for what is also to be read on the screen. */
  say(words, isShown = false) {
    this.part.live.textContent = words;
    this.part.live.classList.toggle('shown', isShown);
  }

  showMessage(words) {
    this.part.state.querySelector('.why').textContent = words ?? '';
    this.part.state.hidden = words === null;
    this.root.classList.toggle('empty', words !== null);
  }

  clear() {
    this.plot?.dispose();
    this.plot = null;
    this.part.lane.replaceChildren();
    this.readout.clear();
    delete this.root.dataset.visible;
    if (this.chart?.bars.length > 0)
      this.chart = null;
  }

  dispose() {
    this.gone = true;
    this.loading.end();
    this.moves.dispose();
    cancelAnimationFrame(this.next);
    cancelAnimationFrame(this.laid);
    this.resized.disconnect();
    this.endTheme();
    this.endPanels();
    this.endScrolling();
    this.plot?.dispose();
    this.plot = null;
  }
}

const levels = view => [[view.yearHigh, '52W high'], [view.yearLow, '52W low']]
  .filter(([value]) => value !== null && value !== undefined)
  .map(([value, title]) => ({ value, title }));
