// What the reader does to a comparison by keys, buttons and the crosshair.

import { listen } from '../Drawing/keys.js';
import { savePicture } from '../Drawing/picture.js';
import { date } from '../Drawing/words.js';
import { replaceInAddress } from './address.js';
import { withLegend } from './legend.js';
import { description, sentence } from './words.js';

export class Reader {
  constructor(comparison) {
    this.comparison = comparison;
    this.selected = null;
    this.hovered = null;
    const { root, part } = comparison;
    this.card = root.closest('.card') ?? root;
    listen(part.plot, this);
    root.addEventListener('click', event => this.act(event.target.closest('[data-act]')?.dataset.act));
  }

  get held() {
    return this.comparison.held;
  }

  get plot() {
    return this.comparison.plot;
  }

  get view() {
    return this.comparison.view;
  }

  /** As the keys want it: the days are its bars. */
  get chart() {
    return this.held ? { bars: this.held.dates } : null;
  }

  /** The parts that the keys act on. */
  get moves() {
    return this;
  }

  get tools() {
    return this;
  }

  get selection() {
    return { at: this.selected, clear: () => this.unselect() };
  }

  keys() {
    this.comparison.part.keys.showModal();
  }

  /** The selected day stays, wherever it now is. */
  keepDay(before) {
    const at = this.held.dates.indexOf(before?.dates[this.selected]);
    this.selected = at < 0 ? null : at;
    this.hovered = null;
  }

  /** The day whose values stand in the legend: under the crosshair, else the selected one, else the last one that is seen. */
  get day() {
    const { held, plot } = this;
    return Math.min(held.dates.length - 1, this.hovered ?? this.selected ?? plot.visible?.last ?? held.dates.length - 1);
  }

  /** @param index under the crosshair; null: it left. */
  over(index = this.hovered) {
    this.hovered = index;
    if (this.held && this.plot)
      this.comparison.legend.read(this.held, this.day);
  }

  pick(index) {
    this.selected = index;
    this.over();
  }

  step(target) {
    const { held, plot } = this;
    const index = Math.max(0, Math.min(held.dates.length - 1, target));
    const { first, last } = plot.visible;
    this.comparison.isTouched ||= index < first || index > last;
    plot.reveal(index);
    this.selected = index;
    plot.select(index, held.lines[0].values[index] - (this.view.scale === 'percent' ? 100 : 0));
    this.over(index);
    this.speak(sentence(held, index));
  }

  unselect() {
    this.selected = null;
    this.plot.select(null);
    this.over(null);
  }

  zoom(factor) {
    this.comparison.isTouched = true;
    this.plot.zoom(factor);
  }

  range(word) {
    return this.comparison.range(word);
  }

  showRange() {
    this.comparison.showRange();
  }

  /** Lines have one type. */
  choose(key, value) {
    if (key === 'scale')
      replaceInAddress(key, value === 'linear' ? null : value);
  }

  /** A day has several sources: each stock's page has its own. */
  open() {}

  act(name) {
    switch (name) {
      case 'describe': return this.describe();
      case 'full': return this.full();
      case 'picture': return this.picture();
      case 'keys': return this.keys();
    }
  }

  describe() {
    if (this.plot?.visible)
      this.speak(description(this.held, this.plot.visible, this.view.adjust), true);
  }

  full() {
    return document.fullscreenElement ? document.exitFullscreen() : this.card.requestFullscreen();
  }

  async picture() {
    const seen = this.plot?.visible;
    if (!seen)
      return;
    const { held: { dates, base, lines }, comparison: { shades, colours, surroundings } } = this;
    const [first, last] = [dates[seen.first], dates[seen.last]];
    const heading = [
      `${date(first)} to ${date(last)}, 100 on ${date(dates[base])}`, surroundings.basis(this.view), `Values of ${date(dates[this.day])}`,
    ];
    const sheet = withLegend(this.plot.picture(), this.held, this.day, shades, colours);
    await savePicture(sheet, heading, colours, `${lines.map(line => line.symbol).join(' ')} ${first} ${last}.png`);
  }

  /** @param isShown true for what is also to be read on the screen. */
  speak(words, isShown = false) {
    const { live } = this.comparison.part;
    live.textContent = words;
    live.classList.toggle('shown', isShown);
  }
}
