// The bar that is read: under the crosshair, else the selected one, else the last one seen.

export class Selection {
  /** @param owner the price chart. */
  constructor(owner) {
    this.owner = owner;
    this.at = null;
    this.hovered = null;
  }

  get bar() {
    const { chart, plot } = this.owner;
    return chart?.bars[this.at ?? plot?.visible?.last];
  }

  /** @param index of the bar under the crosshair, or null. */
  over(index) {
    const { chart, plot, readout, view } = this.owner;
    if (!chart?.bars.length)
      return;
    this.hovered = index;
    readout.read(chart.bars[index ?? this.at ?? plot?.visible?.last ?? chart.bars.length - 1], view.digits);
  }

  pick(index) {
    const { chart, root } = this.owner;
    this.at = index;
    this.over(index);
    root.dataset.selected = chart.bars[index].date;
  }

  /** Another chart is drawn. */
  reset() {
    this.at = null;
    this.over(null);
  }

  clear() {
    delete this.owner.root.dataset.selected;
    this.owner.plot?.select(null);
    this.reset();
  }
}
