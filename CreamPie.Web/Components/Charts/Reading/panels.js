// The panels of the toolbar close as menus do: by a press elsewhere, and by Escape.

/** @returns what ends it. */
export function closePanels(card) {
  const ended = new AbortController();
  const options = { signal: ended.signal, capture: true };
  const open = () => [...card.querySelectorAll('details[name=chart-panel][open]')];
  addEventListener('pointerdown', event => {
    for (const panel of open().filter(panel => !panel.contains(event.target)))
      panel.open = false;
  }, options);
  addEventListener('keydown', event => {
    if (event.key !== 'Escape')
      return;
    for (const panel of open()) {
      panel.open = false;
      panel.querySelector('summary').focus();
    }
  }, options);
  return () => ended.abort();
}
