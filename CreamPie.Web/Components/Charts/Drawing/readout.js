// The legend: the bar under the crosshair, else the selected one, else the last one that is seen; and the values of the lines.

import { action, percent, price, volume } from './words.js';

export class Readout {
  constructor(root) {
    this.fields = Object.fromEntries([...root.querySelectorAll('[data-field]')].map(field => [field.dataset.field, field]));
    this.legends = root.querySelector('.legends');
  }

  read(bar, digits) {
    const words = {
      name: bar.name, open: price(bar.open, digits), high: price(bar.high, digits), low: price(bar.low, digits),
      close: price(bar.close, digits), change: percent(bar.close, bar.before), volume: volume(bar.volume),
      events: [...bar.actions.map(action), ...(bar.final ? [] : ['provisional'])].join(' · '),
    };
    for (const [name, text] of Object.entries(words)) {
      if (this.fields[name].textContent !== text)
        this.fields[name].textContent = text;
    }
    this.fields.change.className = bar.before === null || bar.close === bar.before ? '' : bar.close > bar.before ? 'up' : 'down';
    for (const row of this.legends.children)
      row.querySelectorAll('[data-line]').forEach(field => (field.textContent = row.words[field.dataset.line](bar.index)));
  }

  clear() {
    for (const field of Object.values(this.fields))
      field.textContent = '';
    this.legends.replaceChildren();
    this.listed = null;
  }

  /**
   * One row for each indicator or compared stock, at the top of its pane.
   * @param groups each with title, pane, lines (name, colour, words of an index) and what to do to remove it, if it can be.
   */
  list(groups, panes) {
    // While the chart moves they stand: elements made anew at each frame cost time, and the focus.
    const place = [...panes.map(pane => pane.top), ...groups.flatMap(group => group.lines.map(line => line.colour))].join();
    if (this.listed === groups && this.place === place)
      return;
    [this.listed, this.place] = [groups, place];
    const used = new Map();
    this.legends.replaceChildren(...groups.map(group => {
      const row = document.createElement('div');
      const below = used.get(group.pane) ?? (group.pane === 0 ? 4 : 2);
      used.set(group.pane, below + 22);
      row.className = 'legend';
      row.style.top = `${(panes[group.pane]?.top ?? 0) + below}px`;
      row.words = group.lines.map(line => line.words);
      row.append(text('strong', group.title));
      group.lines.forEach((line, i) => {
        const value = text('span', '');
        value.dataset.line = i;
        value.style.color = line.colour;
        if (line.name)
          row.append(text('abbr', line.name));
        row.append(value);
      });
      if (group.remove)
        row.append(remover(group));
      return row;
    }));
  }
}

function remover({ title, remove }) {
  const button = text('button', '×');
  button.type = 'button';
  button.setAttribute('aria-label', `Remove ${title}`);
  button.addEventListener('click', remove);
  return button;
}

const text = (kind, words) => Object.assign(document.createElement(kind), { textContent: words });
