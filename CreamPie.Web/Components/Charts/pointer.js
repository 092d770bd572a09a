// The crosshair and its readout: by mouse, touch and keyboard. Without any of them, the last bar.

import { drawCrosshair } from './layers.js';
import { barAt } from './scale.js';
import { action, percent, price, sentence, volume } from './words.js';

export class Pointer {
  constructor(root, open) {
    this.open = open;
    this.plotElement = root.querySelector('.plot');
    this.front = root.querySelector('.front');
    this.bubble = root.querySelector('.bubble');
    this.live = root.querySelector('.live');
    this.fields = Object.fromEntries([...root.querySelectorAll('[data-field]')].map(field => [field.dataset.field, field]));
    this.index = null;
    this.listen();
  }

  listen() {
    const on = (name, act) => this.plotElement.addEventListener(name, event => this.chart && act(event));
    on('pointermove', event => this.hover(event));
    on('pointerdown', event => this.hover(event, event.pointerType !== 'mouse'));
    on('pointerleave', event => event.pointerType === 'mouse' && this.select(null));
    on('click', () => this.click());
    on('keydown', event => this.key(event));
    on('blur', () => this.select(null));
  }

  /** A new drawing: the bar of the same date stays selected. */
  over(plot, chart) {
    const date = this.index === null ? null : this.chart?.bars[this.index]?.date;
    Object.assign(this, { plot, chart });
    const index = date ? chart.bars.findIndex(bar => bar.date === date) : -1;
    this.select(index < 0 ? null : index, index < 0 ? null : this.height);
  }

  clear() {
    this.chart = null;
    this.index = null;
    this.front.replaceChildren();
    for (const field of Object.values(this.fields))
      field.textContent = '';
  }

  hover(event, isTouch = false) {
    const box = this.plotElement.getBoundingClientRect();
    const index = barAt(event.clientX - box.left, this.plot);
    // The first touch reads a bar, a second one on the same bar opens it.
    this.isFirstTouch = isTouch && index !== this.index;
    const y = event.clientY - box.top;
    this.select(index, y <= this.plot.floor ? y : null);
  }

  click() {
    if (this.index !== null && !this.isFirstTouch)
      this.open(this.chart.bars[this.index]);
  }

  key(event) {
    const last = this.chart.bars.length - 1;
    const from = this.index ?? last + 1;
    const target = {
      ArrowLeft: from - 1, ArrowRight: from + 1, PageUp: from - 20, PageDown: from + 20, Home: 0, End: last,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      this.select(Math.max(0, Math.min(last, target)));
      this.live.textContent = sentence(this.chart.bars[this.index], this.chart.digits);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.open(this.chart.bars[this.index ?? last]);
    } else if (event.key === 'Escape') {
      this.select(null);
    }
  }

  /** @param height of the pointer; null without one, and then there is no price to read off. */
  select(index, height = null) {
    Object.assign(this, { index, height });
    const bar = index === null ? null : this.chart.bars[index];
    const value = height === null ? null : this.plot.valueAt(height);
    drawCrosshair(this.front, this.plot, bar, value === null ? null : { value, label: price(value, this.chart.digits) });
    this.read(bar ?? this.chart.bars.at(-1));
  }

  read(bar) {
    const { digits } = this.chart;
    const words = {
      name: bar.name, open: price(bar.open, digits), high: price(bar.high, digits), low: price(bar.low, digits),
      close: price(bar.close, digits), change: percent(bar.close, bar.before), volume: volume(bar.volume),
      events: [...bar.actions.map(action), ...(bar.final ? [] : ['provisional'])].join(' · '),
    };
    for (const [name, text] of Object.entries(words))
      this.fields[name].textContent = text;
    this.fields.change.className = bar.before === null || bar.close === bar.before ? '' : bar.close > bar.before ? 'up' : 'down';
  }

  /** Selects the bar of a hovered or focused mark, with its text in a bubble above it. */
  point(group, details) {
    this.bubble.hidden = group === null;
    this.select(group?.last ?? null);
    if (group === null)
      return;
    this.bubble.replaceChildren(...details.map(line => Object.assign(document.createElement('span'), { textContent: line })));
    const half = this.bubble.offsetWidth / 2;
    this.bubble.style.left = `${Math.max(half, Math.min(this.plot.width - half, group.x))}px`;
    this.bubble.style.top = `${this.plot.volumeFloor - 4}px`;
  }
}
