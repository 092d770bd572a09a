// What is seen, with its legend, as a PNG.

/** @param lines of the legend, from the top. */
export async function savePicture(canvas, lines, colours, name) {
  const ratio = devicePixelRatio || 1;
  const head = (lines.length * 20 + 16) * ratio;
  const sheet = document.createElement('canvas');
  Object.assign(sheet, { width: canvas.width, height: canvas.height + head });
  const draw = sheet.getContext('2d');
  draw.fillStyle = colours.surface;
  draw.fillRect(0, 0, sheet.width, sheet.height);
  draw.drawImage(canvas, 0, head);
  draw.fillStyle = colours.ink;
  draw.font = `600 ${13 * ratio}px Inter, system-ui, sans-serif`;
  lines.forEach((line, i) => draw.fillText(line, 10 * ratio, (i + 1) * 20 * ratio));
  const blob = await new Promise(done => sheet.toBlob(done, 'image/png'));
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
