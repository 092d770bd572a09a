// Shift and drag: how far it is from one bar to another.

import { price, separated } from './words.js';

/** Calls for the distance between two points while the pointer is down. */
export class Measure {
  /** @param chart gives plot (the canvas), bars and digits. */
  constructor(element, box, chart) {
    this.box = box;
    this.chart = chart;
    element.addEventListener('pointerdown', event => event.shiftKey && event.button === 0 && this.begin(element, event), true);
  }

  begin(element, down) {
    const { plot } = this.chart();
    if (!plot)
      return;
    down.preventDefault();
    down.stopPropagation();
    plot.isDraggable = false;
    const frame = element.getBoundingClientRect();
    const from = { x: down.clientX - frame.left, y: down.clientY - frame.top };
    const move = event => this.draw(from, { x: event.clientX - frame.left, y: event.clientY - frame.top });
    const end = () => {
      removeEventListener('pointermove', move, true);
      plot.isDraggable = true;
      addEventListener('pointerdown', () => (this.box.hidden = true), { once: true, capture: true });
    };
    addEventListener('pointermove', move, true);
    addEventListener('pointerup', end, { once: true, capture: true });
  }

  draw(from, to) {
    const { plot, bars, digits } = this.chart();
    const [first, last] = [bars[plot.indexAt(from.x)], bars[plot.indexAt(to.x)]];
    const [start, end] = [plot.priceAt(from.y), plot.priceAt(to.y)];
    if (!first || !last || start === null || end === null)
      return;
    Object.assign(this.box.style, {
      left: `${Math.min(from.x, to.x)}px`, top: `${Math.min(from.y, to.y)}px`,
      width: `${Math.abs(to.x - from.x)}px`, height: `${Math.abs(to.y - from.y)}px`,
    });
    this.box.classList.toggle('down', end < start);
    this.box.hidden = false;
    this.box.replaceChildren(Object.assign(document.createElement('span'), { textContent: words(first, last, start, end, digits) }));
  }
}

/** "25 bars, 36 days · +12.30 (+4.55%) · 56.91% a year". */
export function words(first, last, start, end, digits) {
  const bars = Math.abs(last.index - first.index);
  const days = Math.abs(Date.parse(last.date) - Date.parse(first.date)) / 864e5;
  const change = end - start;
  const share = start > 0 ? end / start - 1 : null;
  const parts = [`${bars} ${bars === 1 ? 'bar' : 'bars'}, ${days} ${days === 1 ? 'day' : 'days'}`];
  parts.push(share === null ? price(change, digits) : `${change > 0 ? '+' : ''}${price(change, digits)} (${percent(share)})`);
  // Of less than a month a yearly rate says nothing.
  if (share !== null && days >= 30)
    parts.push(`${percent((1 + share) ** (365.25 / days) - 1)} a year`);
  return parts.join(' · ');
}

const percent = share => separated(`${share > 0 ? '+' : ''}${(share * 100).toFixed(2)}%`.replace('-', '−'));
