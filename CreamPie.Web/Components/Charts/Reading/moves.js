// Which part of the history is seen: ranges, free dates, drags and keys, and the address that follows them.

import { sentence } from '../Drawing/words.js';
import { navigate, sameDays, seenByAddress } from './address.js';
import { firstDay, indices, intervalOf } from './view.js';

const rest = 250;

export class Moves {
  /** @param owner the price chart. */
  constructor(owner) {
    this.owner = owner;
    // Back and forward, too: the server may see two moves as none.
    this.path = location.pathname;
    this.onBack = () => this.follow();
    addEventListener('popstate', this.onBack);
    // A range is drawn before its address has gone to the server and back.
    this.onRange = event => this.chooseRange(event);
    owner.card.addEventListener('click', this.onRange);
    // Only what a person does to the view becomes its address.
    for (const event of ['wheel', 'pointerdown', 'touchstart'])
      owner.part.canvas.addEventListener(event, () => (this.isTouched = true), { passive: true, capture: true });
  }

  /** The bars of the view's range, or of its free dates. */
  showRange() {
    const { chart, plot, view } = this.owner;
    if (!chart?.bars.length || !plot)
      return;
    const isFree = view.range === 'custom';
    const { first, last } = indices(chart.bars, isFree ? view.from : firstDay(view.range, view.last), isFree ? view.to : null);
    this.isTouched = false;
    plot.show(first, last);
  }

  chooseRange(event) {
    const link = event.target.closest('a[data-range]');
    const isPlain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !isPlain || !this.owner.chart?.bars.length)
      return;
    event.preventDefault();
    this.range(link.dataset.range);
  }

  /** Shows a range at once, and has it in the address. */
  async range(word) {
    await this.choose({ range: word, from: null, to: null });
  }

  /** The range or the dates that were chosen last, whatever was dragged and zoomed since. */
  async reset() {
    clearTimeout(this.resting);
    if (this.chosen && !sameDays(this.chosen, this.owner.view))
      await this.choose(this.chosen);
    else
      this.showRange();
  }

  async choose({ range, from, to }) {
    navigate(range === 'custom' ? { from, to } : range === '1y' ? {} : { range }, false);
    this.chosen = { range, from, to };
    await this.turnTo(this.chosen);
  }

  async follow() {
    const { chart, view } = this.owner;
    const seen = seenByAddress();
    if (!chart?.bars.length || location.pathname !== this.path || sameDays(view, seen))
      return;
    if (seen.range !== 'custom')
      this.chosen = seen;
    await this.turnTo(seen);
  }

  async turnTo(seen) {
    const { owner } = this;
    owner.view = { ...owner.view, ...seen };
    if (intervalOf(owner.view) !== owner.chart.interval) {
      await owner.load();
      return;
    }
    this.showRange();
    await owner.announce();
  }

  /** After a drag, a wheel or a key: the view is a free one, and its address follows when it rests. */
  moved() {
    if (!this.isTouched || this.owner.isDrawing)
      return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), rest);
  }

  async rest() {
    const { owner } = this;
    const seen = owner.plot?.visible;
    if (owner.gone || !seen)
      return;
    const { bars, interval } = owner.chart;
    const isReplacing = owner.view.range === 'custom';
    const to = seen.last === bars.length - 1 ? null : bars[seen.last].date;
    owner.view = { ...owner.view, range: 'custom', from: bars[seen.first].date, to };
    navigate({ from: owner.view.from, to }, isReplacing);
    if (intervalOf(owner.view) !== interval)
      await owner.load();
    else
      await owner.announce();
  }

  zoom(factor) {
    this.isTouched = true;
    this.owner.plot.zoom(factor);
  }

  /** Moves the selection by keys, and the view with it. */
  step(target) {
    const { chart: { bars }, plot, selection, view } = this.owner;
    const index = Math.max(0, Math.min(bars.length - 1, target));
    this.isTouched ||= index < plot.visible.first || index > plot.visible.last;
    plot.reveal(index);
    selection.pick(index);
    plot.select(index, bars[index].close);
    this.owner.say(sentence(bars[index], view.digits));
  }

  dispose() {
    clearTimeout(this.resting);
    this.owner.card.removeEventListener('click', this.onRange);
    removeEventListener('popstate', this.onBack);
  }
}
