// The symbols with their values, beside the chart and in its picture.

import { date, percent } from '../Drawing/words.js';
import { written } from './words.js';

export class Legend {
  constructor(day, list) {
    this.day = day;
    this.rows = list;
  }

  list(lines, shades) {
    this.rows.replaceChildren(...lines.map((line, i) => {
      const item = document.createElement('li');
      const name = Object.assign(document.createElement('strong'), { textContent: line.symbol });
      name.style.color = shades[i];
      item.append(name, ' ', document.createElement('span'), ' ', document.createElement('span'));
      return item;
    }));
  }

  read(held, at) {
    this.day.textContent = date(held.dates[at]);
    held.lines.forEach((line, i) => {
      const [value, change] = this.rows.children[i].querySelectorAll('span');
      value.textContent = written(line.values[at]);
      change.textContent = percent(line.values[at], 100);
      change.className = line.values[at] > 100 ? 'up' : line.values[at] < 100 ? 'down' : '';
    });
  }

  clear() {
    this.day.textContent = '';
    this.rows.replaceChildren();
  }
}

const row = 20;
const column = 180;

/** The canvas below the symbols, each in the colour of its line. */
export function withLegend(canvas, held, at, shades, colours) {
  const ratio = devicePixelRatio || 1;
  const perRow = Math.max(1, Math.floor(canvas.width / ratio / column));
  const head = (Math.ceil(held.lines.length / perRow) * row + 8) * ratio;
  const sheet = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height + head });
  const draw = sheet.getContext('2d');
  draw.fillStyle = colours.surface;
  draw.fillRect(0, 0, sheet.width, sheet.height);
  draw.drawImage(canvas, 0, head);
  draw.font = `600 ${13 * ratio}px Inter, system-ui, sans-serif`;
  held.lines.forEach((line, i) => {
    const [x, y] = [(10 + (i % perRow) * column) * ratio, (Math.floor(i / perRow) + 0.7) * row * ratio];
    draw.fillStyle = shades[i];
    draw.fillText(line.symbol, x, y);
    const after = x + draw.measureText(`${line.symbol} `).width;
    draw.fillStyle = colours.ink;
    draw.fillText(`${written(line.values[at])}  ${percent(line.values[at], 100)}`, after, y);
  });
  return sheet;
}
