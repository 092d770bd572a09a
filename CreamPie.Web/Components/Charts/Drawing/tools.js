// What the buttons around the price chart do.

import { savePicture } from './picture.js';
import { description, percent, price, volume } from './words.js';

export class Tools {
  /**
   * @param owner the price chart.
   * @param page is told what was chosen and opened.
   */
  constructor(owner, page) {
    this.owner = owner;
    this.page = page;
    owner.root.addEventListener('click', event => {
      const name = event.target.closest('[data-act]')?.dataset.act;
      if (['open', 'describe', 'full', 'picture', 'keys'].includes(name))
        this[name]();
    });
  }

  choose(key, value) {
    return this.page.invokeMethodAsync('Choose', key, value);
  }

  drop(key, value) {
    return this.page.invokeMethodAsync('Drop', key, value);
  }

  open() {
    const { bar } = this.owner.selection;
    return bar && this.page.invokeMethodAsync('OpenAsync', bar.date);
  }

  describe() {
    const { chart, plot, view } = this.owner;
    const seen = plot?.visible;
    if (seen)
      this.owner.say(description(chart.bars.slice(seen.first, seen.last + 1), view.symbol, view.digits), true);
  }

  full() {
    return document.fullscreenElement ? document.exitFullscreen() : this.owner.card.requestFullscreen();
  }

  keys() {
    this.owner.part.keys.showModal();
  }

  async picture() {
    const { chart, plot, view, colours, selection } = this.owner;
    const seen = plot?.visible;
    if (!seen)
      return;
    const [first, last, { bar }] = [chart.bars[seen.first], chart.bars[seen.last], selection];
    const of = value => price(value, view.digits);
    const lines = [
      `${view.symbol}  ${first.name} to ${last.name}`,
      `${bar.name}  O ${of(bar.open)}  H ${of(bar.high)}  L ${of(bar.low)}  C ${of(bar.close)}  ${percent(bar.close, bar.before)}`
        + `  Vol ${volume(bar.volume)}`,
      ...chart.groups.map(group => [group.title, ...group.lines.map(line => line.words(bar.index))].join('  ')),
    ];
    await savePicture(plot.picture(), lines, colours, `${view.symbol} ${first.date} ${last.date}.png`);
  }
}
