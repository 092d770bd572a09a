// Everything around the candles, as light SVG: grid, labels, volume and the last price behind, the crosshair in front.
// Colours and fonts come from the stylesheet.

const namespace = 'http://www.w3.org/2000/svg';

export function drawBack(svg, plot, chart, last) {
  const { width, height } = plot;
  const right = plot.inner + 8;
  svg.replaceChildren(
    path('grid', chart.scale.ticks.map(value => `M0 ${crisp(plot.y(value))}H${plot.inner}`).join('')),
    path('grid upright', chart.ticks.map(tick => `M${crisp(plot.x(tick.index))} 0V${plot.axis}`).join('')),
    ...volumes(plot, chart),
    path('axis', `M0 ${crisp(plot.axis)}H${plot.inner}`),
    ...chart.scale.ticks.map(value => text('tick', right, plot.y(value), label(value, chart.scale.decimals))),
    ...chart.ticks.filter(tick => plot.x(tick.index) < plot.inner - 10).map(tick =>
      text(tick.major ? 'tick date major' : 'tick date', plot.x(tick.index), plot.axis + 15, tick.label)),
    ...lastPrice(plot, last),
  );
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
}

function volumes(plot, chart) {
  const largest = Math.max(...chart.bars.map(bar => bar.volume ?? 0));
  if (!(largest > 0))
    return [];
  const bodies = { up: '', down: '' };
  const width = Math.max(0.5, Math.min(13, plot.slot * 0.65));
  for (const bar of chart.bars) {
    const height = (bar.volume ?? 0) / largest * plot.volume;
    bodies[bar.isUp ? 'up' : 'down'] +=
      `M${round(plot.x(bar.index) - width / 2)} ${round(plot.volumeFloor - height)}h${round(width)}v${round(height)}h${round(-width)}z`;
  }
  return [path('volume up', bodies.up), path('volume down', bodies.down)];
}

function lastPrice(plot, last) {
  const y = plot.y(last.close);
  return [
    path(`last ${last.isUp ? 'up' : 'down'}`, `M0 ${crisp(y)}H${plot.inner}`),
    tag(`last-tag ${last.isUp ? 'up' : 'down'}`, plot, y, last.label),
  ];
}

/** @param price null for a crosshair without a pointer, which has no height of its own. */
export function drawCrosshair(svg, plot, bar, price) {
  if (bar === null) {
    svg.replaceChildren();
    return;
  }
  const x = plot.x(bar.index);
  const lines = [path('hair', `M${crisp(x)} 0V${plot.axis}` + (price === null ? '' : `M0 ${crisp(plot.y(price.value))}H${plot.inner}`))];
  if (price !== null)
    lines.push(tag('hair-tag', plot, plot.y(price.value), price.label));
  const width = bar.name.length * 7.3 + 18;
  const left = Math.max(0, Math.min(plot.inner - width, x - width / 2));
  lines.push(box('hair-tag', left, plot.axis + 4, width, 21), text('hair-label date', left + width / 2, plot.axis + 15, bar.name));
  svg.setAttribute('viewBox', `0 0 ${plot.width} ${plot.height}`);
  svg.replaceChildren(...lines);
}

function tag(name, plot, y, words) {
  const group = make('g', name);
  group.append(box('', plot.inner + 1, y - 10, plot.width - plot.inner - 1, 20), text('', plot.inner + 8, y, words));
  return group;
}

function box(name, x, y, width, height) {
  const element = make('rect', name);
  for (const [key, value] of Object.entries({ x, y, width, height, rx: 3 }))
    element.setAttribute(key, round(value));
  return element;
}

function path(name, d) {
  const element = make('path', name);
  element.setAttribute('d', d);
  return element;
}

function text(name, x, y, words) {
  const element = make('text', name);
  element.setAttribute('x', round(x));
  element.setAttribute('y', round(y));
  element.textContent = words;
  return element;
}

function make(kind, name) {
  const element = document.createElementNS(namespace, kind);
  if (name)
    element.setAttribute('class', name);
  return element;
}

/** A value on the price axis, with the decimals of its scale. */
export const label = (value, decimals) =>
  value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const crisp = value => Math.round(value) + 0.5;
const round = value => Math.round(value * 100) / 100;
