// Of several bars on one pixel one is drawn, from their highest to their lowest price: that halves the time of a frame.

export class Merging {
  /** @param chart of the library. */
  constructor(chart) {
    this.chart = chart;
  }

  /** The library does not see a resize, and may keep bars merged that have grown: it is told to merge none wider than a pixel. */
  follow(isResized) {
    const scale = this.chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    const enableConflation = range !== null && scale.width() * devicePixelRatio < range.to - range.from;
    if (isResized || enableConflation !== this.isOn)
      scale.applyOptions({ enableConflation });
    this.isOn = enableConflation;
  }
}
