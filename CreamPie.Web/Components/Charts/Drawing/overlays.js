// What lies over the canvas as elements: marks with their bubble, legends, and the table below.

import { groupMarks } from '../Reading/events.js';
import { drawMarks } from './marks.js';
import { fillTable } from './table.js';

/** Marks nearer than this are one: a finger needs more room than a pointer. */
const gaps = { fine: 26, coarse: 46 };

export class Overlays {
  constructor(part, readout) {
    this.part = part;
    this.readout = readout;
    this.coarse = matchMedia('(pointer: coarse)');
  }

  layOut(plot, chart, digits) {
    const { lane } = this.part;
    const { panes, visible } = plot;
    const gap = this.coarse.matches ? gaps.coarse : gaps.fine;
    lane.style.top = `${panes[0].height - lane.offsetHeight - 2}px`;
    lane.style.width = `${plot.width}px`;
    const seen = new Map([...chart.byBar].filter(([index]) => index >= visible.first && index <= visible.last));
    // The whole of a mark is seen, at the edges too.
    const groups = groupMarks(seen, index => plot.x(index) ?? -gap, gap)
      .map(group => ({ ...group, x: Math.max(gap / 2, Math.min(plot.width - gap / 2, group.x)) }));
    drawMarks(lane, groups, (group, details) => this.bubble(group, details));
    this.readout.list(chart.groups, panes);
    this.fill(plot, chart, digits);
  }

  fill(plot, chart, digits) {
    if (this.part.table.open)
      fillTable(this.part.table, chart, plot.visible, digits);
  }

  bubble(group, details) {
    const { bubble, plot, lane } = this.part;
    bubble.hidden = group === null;
    if (group === null)
      return;
    bubble.replaceChildren(...details.map(line => Object.assign(document.createElement('span'), { textContent: line })));
    const half = bubble.offsetWidth / 2;
    bubble.style.left = `${Math.max(half, Math.min(plot.clientWidth - half, group.x))}px`;
    bubble.style.top = `${parseFloat(lane.style.top) + lane.offsetHeight - 26}px`;
  }
}
