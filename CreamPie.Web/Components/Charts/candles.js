// The only module that knows ApexCharts. Its slow parts stay off: no axes, no tooltip, no animation, and the
// numeric axis, because the category axis measures the text of every label.

/**
 * Draws candles into a new element of the host and then takes the older ones away: nothing flickers. Drawings overlap where
 * a resize or a change of colours meets one that waits for the library: the one that began last stays.
 * @returns where the bars are: left edge of the first one, width of one, top and height of the price scale; null if a later
 * drawing has taken over.
 */
export async function drawCandles(ApexCharts, host, candles, size, scale, colours) {
  const sheet = document.createElement('div');
  sheet.className = 'sheet';
  host.append(sheet);
  const chart = new ApexCharts(sheet, options(candles.length, size, scale, colours));
  // Empty first: on its first drawing the library walks over all elements so far for each one it adds.
  await chart.render();
  if (sheet.isConnected)
    await chart.updateSeries([{ data: candles.map((y, x) => ({ x, y })) }], false);
  if (!sheet.isConnected) {
    chart.destroy();
    return null;
  }
  while (host.firstElementChild !== sheet)
    remove(host.firstElementChild);
  sheet.chart = chart;
  const { translateX, translateY, gridWidth, gridHeight } = chart.w.globals;
  const count = candles.length;
  const slot = count > 1 ? gridWidth / (count - 1) : size.width;
  return { count, slot, left: count > 1 ? translateX - slot / 2 : 0, top: translateY, height: gridHeight };
}

export function removeCandles(host) {
  for (const sheet of [...host.children])
    remove(sheet);
}

function remove(sheet) {
  sheet.chart?.destroy();
  sheet.remove();
}

function options(count, size, scale, colours) {
  const slot = size.width / count;
  return {
    series: [{ data: [] }],
    chart: {
      type: 'candlestick', ...size, sparkline: { enabled: true }, animations: { enabled: false },
      toolbar: { show: false }, zoom: { enabled: false }, redrawOnParentResize: false, redrawOnWindowResize: false,
    },
    plotOptions: {
      candlestick: { colors: { upward: colours.up, downward: colours.down }, wick: { useFillColor: true } },
      bar: { columnWidth: slot > 20 ? '13' : '65%' },
    },
    stroke: { width: 1 },
    xaxis: { type: 'numeric', tickAmount: 2, labels: { show: false }, tooltip: { enabled: false } },
    yaxis: { min: scale.min, max: scale.max, tickAmount: 2, show: false },
    grid: { show: false },
    tooltip: { enabled: false },
    legend: { show: false },
    dataLabels: { enabled: false },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
  };
}
