// The only module that knows ApexCharts: what it draws comes as plain columns and colours.

import { count, separated } from '../Drawing/words.js';

/** −3.2; never −0.0. */
function number(value, least) {
  const text = separated(Math.abs(value * 100).toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: 1 }));
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** −3, 12, 2k: never more than three characters. */
function short(value) {
  const size = Math.round(Math.abs(value * 100));
  const text = size < 1_000 ? String(size) : size < 1e6 ? `${Math.floor(size / 1_000)}k` : 'M';
  return value < 0 && size > 0 ? `−${text}` : text;
}

const percent = value => `${number(value, 0)}%`;

/** Draws one chart; it ends with dispose. */
class Drawing {
  constructor(library, host, options) {
    this.host = host;
    this.ended = new AbortController();
    this.chart = new library.default(host, options);
    this.drawn = this.chart.render();
  }

  /** @param act is called with the x value that was clicked or tapped: the library's own event knows none after a tap. */
  onValue(act) {
    this.host.addEventListener('click', event => {
      const { globals } = this.chart.w;
      const left = this.host.querySelector('svg').getBoundingClientRect().left + globals.translateX;
      const share = (event.clientX - left) / globals.gridWidth;
      if (share >= 0 && share <= 1)
        act(globals.minX + share * (globals.maxX - globals.minX));
    }, { signal: this.ended.signal });
    return this;
  }

  dispose() {
    this.ended.abort();
    this.chart.destroy();
  }
}

/**
 * Rows of cells, the first row on top.
 * @param columns names.
 * @param rows each with name and values, fractions or null.
 * @param isNarrow true where only whole percents have room.
 * @param steps each with from, to (fractions) and colour, from the lowest.
 * @param pick is called with the row and the column of a cell.
 */
export function heatMap(library, host, { columns, rows, steps, colours, isNarrow, pick }) {
  const upward = [...rows].reverse();
  return new Drawing(library, host, {
    ...common('heatmap', rows.length * 26 + 40, colours, {
      dataPointSelection: (event, chart, { seriesIndex, dataPointIndex }) => pick(rows.length - 1 - seriesIndex, dataPointIndex),
    }),
    series: upward.map(row => ({ name: row.name, data: row.values.map((y, i) => ({ x: columns[i], y })) })),
    plotOptions: {
      heatmap: {
        enableShades: false, radius: 0,
        colorScale: { ranges: steps.map(step => ({ from: step.from, to: step.to, color: step.colour, foreColor: colours.ink })) },
      },
    },
    stroke: { width: 1, colors: [colours.surface] },
    dataLabels: {
      enabled: true, formatter: value => (value === null ? '' : isNarrow ? short(value) : number(value, 1)),
      style: { fontSize: isNarrow ? '10px' : '11px', fontWeight: 500, colors: [colours.ink] },
    },
    xaxis: { type: 'category', position: 'top', ...plainAxis, labels: { style: { fontSize: '11px' }, rotate: 0 } },
    yaxis: { labels: { style: { fontSize: '11px' } } },
    grid: { show: false, padding: { top: 0, right: 0, bottom: 0 } },
    tooltip: { enabled: isNarrow, y: { formatter: value => (value === null ? '–' : percent(value)) } },
  });
}

/** A filled line of fractions over days. */
export function area(library, host, { days, values, colour, colours, pick }) {
  const times = days.map(day => Date.parse(`${day}T00:00Z`));
  const distance = (time, i) => Math.abs(times[i] - time);
  return new Drawing(library, host, {
    ...common('area', 240, colours, {}),
    series: [{ name: 'Drawdown', data: times.map((time, i) => [time, values[i]]) }],
    colors: [colour],
    fill: { type: 'solid', opacity: 0.25 },
    stroke: { width: 1.5, curve: 'straight' },
    dataLabels: { enabled: false },
    xaxis: { type: 'datetime', ...plainAxis, tooltip: { enabled: false } },
    yaxis: { max: 0, labels: { formatter: percent } },
    grid: { borderColor: colours.line },
    tooltip: { x: { format: 'MMM yyyy' } },
  }).onValue(time => pick(times.reduce((nearest, _, i) => (distance(time, i) < distance(time, nearest) ? i : nearest), 0)));
}

/**
 * A column for each name.
 * @param titles what the tooltip calls it.
 * @param colour of each.
 * @param ticks how many names have room on the axis.
 */
export function columns(library, host, { names, titles, values, colour, colours, ticks, pick }) {
  return new Drawing(library, host, {
    ...common('bar', 240, colours, { dataPointSelection: (event, chart, { dataPointIndex }) => pick(dataPointIndex) }),
    series: [{ name: 'Days', data: values.map((y, i) => ({ x: names[i], y, fillColor: colour[i] })) }],
    plotOptions: { bar: { columnWidth: '88%', borderRadius: 2 } },
    dataLabels: { enabled: false },
    legend: { show: false },
    xaxis: { type: 'category', ...plainAxis, tickAmount: ticks, labels: { rotate: 0, hideOverlappingLabels: true } },
    yaxis: { labels: { formatter: count } },
    grid: { borderColor: colours.line },
    tooltip: { x: { formatter: (value, { dataPointIndex }) => titles[dataPointIndex] } },
  });
}

const plainAxis = { axisBorder: { show: false }, axisTicks: { show: false }, crosshairs: { show: false } };

const common = (type, height, colours, events) => ({
  chart: {
    type, height, events, width: '100%', fontFamily: 'Inter, system-ui, sans-serif', foreColor: colours.soft, background: 'transparent',
    animations: { enabled: false }, toolbar: { show: false }, zoom: { enabled: false }, selection: { enabled: false },
    parentHeightOffset: 0,
  },
  theme: { mode: colours.isDark ? 'dark' : 'light' },
  legend: { show: false },
  states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
});
