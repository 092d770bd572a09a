import { colours, mix, onTheme } from '../Drawing/colours.js';
import { LoadError, loadBars, loadFigures } from '../Drawing/data.js';
import { Loading } from '../Drawing/loading.js';
import { count, months, writeFor } from '../Drawing/words.js';
import { area, columns, heatMap } from './apex.js';
import { binTable, dayList, drawdownTable, monthTable } from './tables.js';
import { address, binLabel, binName, isIn, period } from './words.js';

const mostYears = 20;
const mostDays = 60;

/** @param library address of the library: imported once the charts come into view. */
export const mount = (root, library, format) => {
  writeFor(format);
  return new AnalysisCharts(root, library);
};

class AnalysisCharts {
  constructor(root, library) {
    this.root = root;
    this.loading = new Loading();
    this.address = library;
    this.charts = [];
    this.part = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(part => [part.dataset.part, part]));
    this.observer = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.open());
    this.observer.observe(root);
    this.endTheme = onTheme(() => this.redraw());
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(root);
  }

  async show(view) {
    this.view = view;
    if (this.library)
      await this.load();
  }

  async open() {
    this.observer.disconnect();
    this.library = import(new URL(this.address, document.baseURI));
    // They may come into view before they are told what to show.
    if (this.view)
      await this.load();
  }

  async load() {
    const { view } = this;
    await this.loading.run(
      signal => Promise.all([loadFigures(view.symbol, view.version, view.adjust, signal), this.library]),
      ([figures, library]) => {
        this.figures = figures;
        this.loaded = library;
        this.say(figures.months.length > 1 ? null : figures.message ?? 'Too few bars for an analysis.');
        return this.draw();
      },
      sentence => this.say(sentence),
    );
  }

  async draw() {
    const { figures, part } = this;
    this.clear();
    part.days.hidden = true;
    if (figures.months.length > 1) {
      const { theme } = document.documentElement.dataset;
      const isDark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      this.look = { ...colours(this.root), isDark };
      this.isNarrow = this.root.clientWidth < 700;
      this.charts = [this.months(), this.drawdown(), this.distribution()];
      await Promise.all(this.charts.map(chart => chart.drawn));
    }
    if (!this.gone)
      this.root.dataset.drawn = `${figures.months.length}/${figures.drawdowns.length}/${figures.distribution.bins.length}`;
  }

  months() {
    const { figures, look, part } = this;
    const byMonth = new Map(figures.months.map(month => [`${month.year}-${month.month}`, month]));
    const years = [...figures.years].reverse();
    const shown = years.slice(0, mostYears);
    part.note.textContent = years.length > shown.length ? `The newest ${mostYears} years; the table has all ${years.length}.` : '';
    monthTable(part['month-table'], years, byMonth);
    return heatMap(this.loaded, part.months, {
      columns: [...this.isNarrow ? months.map(initial) : months, 'Year'],
      rows: shown.map(year => ({
        name: String(year.year),
        values: [...months.map((_, i) => byMonth.get(`${year.year}-${i + 1}`)?.value ?? null), year.value],
      })),
      steps: steps(look), colours: look, isNarrow: this.isNarrow,
      pick: (row, column) => (column === 12 || byMonth.has(`${shown[row].year}-${column + 1}`))
        && this.go(period(shown[row].year, column === 12 ? null : column + 1)),
    });
  }

  drawdown() {
    const { figures: { drawdowns }, look, part } = this;
    drawdownTable(part['drawdown-table'], drawdowns);
    return area(this.loaded, part.drawdown, {
      days: drawdowns.map(point => point.date), values: drawdowns.map(point => point.value), colour: look.down, colours: look,
      pick: index => this.go(period(...drawdowns[index].date.split('-').map(Number))),
    });
  }

  distribution() {
    const { figures: { distribution: { bins } }, look, part } = this;
    binTable(part['bin-table'], bins, index => this.list(index));
    return columns(this.loaded, part.distribution, {
      names: bins.map(binLabel), titles: bins.map(binName), values: bins.map(bin => bin.count),
      colour: bins.map(bin => (bin.to !== null && bin.to <= 0 ? look.down : look.up)), colours: look, ticks: this.isNarrow ? 4 : 8,
      pick: index => this.list(index),
    });
  }

  /** The days of a column; what cannot be read is said in their place. */
  async list(index) {
    const { part, view } = this;
    try {
      const bars = await loadBars(view.symbol, view.version, '1d', view.adjust, this.loading.signal);
      if (this.view === view)
        this.listDays(this.figures.distribution.bins[index], bars.columns);
    } catch (fault) {
      if (!(fault instanceof LoadError))
        return;
      part['days-title'].textContent = fault.message;
      part['days-list'].replaceChildren();
      part.days.hidden = false;
    }
  }

  /** Newest first; each leads to its bars. */
  listDays(bin, { date, close }) {
    const { part } = this;
    const days = date
      .map((day, i) => ({ date: day, value: i > 0 && close[i - 1] > 0 ? (close[i] - close[i - 1]) / close[i - 1] : null }))
      .filter(day => day.value !== null && isIn(bin, day.value)).reverse();
    const newest = days.length > mostDays ? `, the newest ${mostDays}` : '';
    const found = `${count(days.length)} ${days.length === 1 ? 'day' : 'days'}`;
    part['days-title'].textContent = `${found} of ${binName(bin)}${newest}`;
    dayList(part['days-list'], days.slice(0, mostDays));
    part.days.hidden = false;
    part.days.scrollIntoView({ block: 'nearest' });
  }

  go(days) {
    Blazor.navigateTo(address(days));
    scrollTo({ top: 0 });
  }

  /** Narrow screens have shorter labels in the cells. */
  fit() {
    if (this.charts.length > 0 && this.isNarrow !== this.root.clientWidth < 700)
      this.redraw();
  }

  redraw() {
    cancelAnimationFrame(this.next);
    this.next = requestAnimationFrame(() => this.figures && !this.gone && this.draw());
  }

  say(words) {
    this.part.why.textContent = words ?? '';
    this.part.why.hidden = words === null;
    this.part.charts.hidden = words !== null;
  }

  clear() {
    delete this.root.dataset.drawn;
    this.charts.forEach(chart => chart.dispose());
    this.charts = [];
  }

  dispose() {
    this.gone = true;
    this.loading.end();
    this.observer.disconnect();
    this.resized.disconnect();
    this.endTheme();
    cancelAnimationFrame(this.next);
    this.clear();
  }
}

/** A letter; what follows it is not seen, and tells June from July. */
const initial = (name, i) => name[0] + '\u200b'.repeat(i);

/** The larger a return, the more colour; the text on it stays readable. */
function steps(look) {
  const edges = [0, 0.01, 0.03, 0.06, 0.1, 1e6];
  const shares = [0.1, 0.22, 0.34, 0.46, 0.58];
  const rising = shares.map((part, i) => ({ from: edges[i] + 1e-12, to: edges[i + 1], colour: mix(look.up, look.surface, part) }));
  const falling = shares.map((part, i) => ({ from: -edges[i + 1], to: -edges[i] - 1e-12, colour: mix(look.down, look.surface, part) }));
  return [...falling.reverse(), { from: -1e-12, to: 1e-12, colour: mix(look.line, look.surface, 0.3) }, ...rising];
}
