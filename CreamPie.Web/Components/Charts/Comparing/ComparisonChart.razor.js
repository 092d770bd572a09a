import { navigate, seenByAddress } from '../Reading/address.js';
import { colours, onTheme } from '../Drawing/colours.js';
import { loadComparison } from '../Drawing/data.js';
import { Plot } from '../Drawing/lightweight.js';
import { Loading } from '../Drawing/loading.js';
import { passScrolling } from '../Drawing/scrolling.js';
import { firstDay } from '../Reading/view.js';
import { date, writeFor } from '../Drawing/words.js';
import { Held } from './held.js';
import { Legend } from './legend.js';
import { Reader } from './reader.js';
import { Surroundings } from './surroundings.js';
import { onAxis } from './words.js';

/** @param format of dates and numbers. */
export const mount = (root, library, format) => {
  writeFor(format);
  return new ComparisonChart(root, library);
};

class ComparisonChart {
  constructor(root, library) {
    this.root = root;
    this.library = import(new URL(library, document.baseURI));
    this.part = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(part => [part.dataset.part, part]));
    this.loading = new Loading();
    this.legend = new Legend(this.part.date, this.part.legend);
    this.surroundings = new Surroundings(this.part);
    this.reader = new Reader(this);
    this.resized = new ResizeObserver(() => this.plot?.resize(this.part.canvas.clientWidth, this.part.canvas.clientHeight));
    this.resized.observe(this.part.canvas);
    this.endTheme = onTheme(() => this.recolour());
    this.endScrolling = passScrolling(this.part.canvas);
    this.part.values.addEventListener('toggle', () => this.fill());
    // Only what a person does to the view becomes its address.
    for (const event of ['wheel', 'pointerdown', 'touchstart'])
      this.part.canvas.addEventListener(event, () => (this.isTouched = true), { passive: true, capture: true });
    // The server may see a move and the way back as none.
    this.path = location.pathname;
    this.onBack = () => this.follow();
    addEventListener('popstate', this.onBack);
  }

  /** Loads a comparison and draws it; a later call supersedes one in progress. */
  async show(view) {
    const isOwn = this.view && Object.keys(view).every(key => view[key] === this.view[key]);
    this.view = view;
    if (!isOwn)
      await this.load();
  }

  async load() {
    const { view } = this;
    delete this.root.dataset.drawn;
    const { from, to } = days(view);
    await this.loading.run(
      signal => Promise.all([loadComparison(view.symbols.split(','), view.version, view.adjust, from, to, signal), this.library]),
      async ([answer, library], isLatest) => {
        this.draw(answer, library);
        await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
        if (!isLatest())
          return;
        const detail = { range: view.range, scale: view.scale, series: answer.series.length, bars: answer.date.length };
        this.root.dataset.drawn = `${detail.series}/${detail.bars}`;
        this.root.dispatchEvent(new CustomEvent('chart-drawn', { bubbles: true, detail }));
      },
      sentence => {
        this.clear();
        this.say(sentence);
        this.root.dataset.drawn = 'failed';
      },
    );
  }

  draw(answer, library) {
    this.answer = answer;
    this.say(answer.date.length > 0 ? null : answer.message ?? 'There is no date that all of them have.');
    if (answer.date.length === 0) {
      this.clear();
      this.surroundings.write(answer, this.view, colours(this.root));
      return;
    }
    this.isDrawing = true;
    if (!this.held?.covers(this.view, answer)) {
      const before = this.held;
      this.held = new Held(this.view, answer);
      this.reader.keepDay(before);
    }
    this.plot ??= this.createPlot(library);
    this.paint();
    this.showRange();
    this.isDrawing = false;
    this.surroundings.write(answer, this.view, this.colours);
    this.moved();
  }

  createPlot(library) {
    const words = { price: value => onAxis(value, this.view.scale), volume: String, time: index => date(this.held.dates[index]) };
    const plot = new Plot(library, this.part.canvas, words);
    plot.on({
      crosshair: index => this.reader.over(index), click: index => index !== null && this.reader.pick(index), reset: () => this.showRange(),
      range: () => this.moved(),
    });
    return plot;
  }

  /** The lines, all at 100 at the left edge. */
  paint() {
    const { first } = this.held.window(this.answer);
    this.held.rebase(first);
    this.colours = colours(this.root);
    this.shades = [...this.colours.lines, this.colours.ink];
    const isPercent = this.view.scale === 'percent';
    this.plot.setColours(this.colours);
    this.plot.setDates(this.held.dates);
    this.plot.setLines(this.held.lines.map((line, i) => ({
      values: isPercent ? line.values.map(value => (value === null ? null : value - 100)) : line.values,
      colour: this.shades[i], pane: 0, format: value => onAxis(value, this.view.scale),
    })));
    this.plot.setScale(this.view.scale === 'log' ? 'log' : 'linear');
    this.legend.list(this.held.lines, this.shades);
  }

  /** What the address asks for. */
  showRange() {
    const { first, last } = this.held.window(this.answer);
    this.isTouched = false;
    this.plot.show(first, last);
  }

  /** After a drag, a wheel or a key; the address follows when the view rests. */
  moved() {
    const seen = this.plot?.visible;
    if (!seen || this.isDrawing)
      return;
    const { dates } = this.held;
    this.root.dataset.visible = `${dates[seen.first]}/${dates[seen.last]}/${seen.last - seen.first + 1}`;
    this.reader.over();
    if (!this.isTouched) {
      this.fill();
      return;
    }
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), 250);
  }

  async rest() {
    if (this.gone || !this.plot?.visible)
      return;
    const seen = this.held.reach(this.plot, days(this.view).to);
    navigate(seen, this.view.range === 'custom');
    await this.turnTo({ range: 'custom', ...seen });
  }

  async range(word) {
    navigate(word === '1y' ? {} : { range: word }, false);
    await this.turnTo({ range: word, from: null, to: null });
  }

  async follow() {
    const seen = seenByAddress();
    const isSame = this.view && ['range', 'from', 'to'].every(key => (this.view[key] ?? null) === seen[key]);
    if (this.view && location.pathname === this.path && !isSame)
      await this.turnTo(seen);
  }

  async turnTo(seen) {
    this.view = { ...this.view, ...seen };
    await this.load();
  }

  fill() {
    if (this.part.values.open && this.held && this.plot?.visible)
      this.surroundings.fill(this.held, this.plot.visible);
  }

  recolour() {
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => {
      const seen = this.plot?.visible;
      if (!seen || this.gone)
        return;
      this.paint();
      this.plot.show(seen.first, seen.last);
      this.reader.over();
      this.surroundings.write(this.answer, this.view, this.colours);
    });
  }

  say(words) {
    this.part.state.textContent = words ?? '';
    this.part.state.hidden = words === null;
    this.root.classList.toggle('empty', words !== null);
  }

  clear() {
    this.plot?.dispose();
    this.plot = null;
    this.held = null;
    this.legend.clear();
    delete this.root.dataset.visible;
  }

  dispose() {
    this.gone = true;
    this.loading.end();
    clearTimeout(this.resting);
    cancelAnimationFrame(this.next);
    this.resized.disconnect();
    this.endTheme();
    this.endScrolling();
    removeEventListener('popstate', this.onBack);
    this.plot?.dispose();
    this.plot = null;
  }
}

/** First and last day of a view; null for no limit. */
const days = view => (view.range === 'custom'
  ? { from: view.from ?? null, to: view.to ?? null }
  : { from: firstDay(view.range, view.last), to: null });
