// The parts of the frame that only the browser can do.
window.creampie = {
  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    document.cookie = `creampie-theme=${theme}; path=${new URL(document.baseURI).pathname.replace(/(.)\/$/, '$1')}; max-age=31536000; samesite=lax`;
  },
  toTop: () => scrollTo({ top: 0, behavior: 'instant' }),
};

// A key presses the button or follows the link that names it in data-key ("/ Control+K").
document.addEventListener('keydown', event => {
  const command = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
  if (event.defaultPrevented || event.isComposing || event.repeat || (event.altKey && !event.getModifierState('AltGraph')))
    return;
  if (!command && event.target.closest?.('input, textarea, select, [contenteditable]'))
    return;
  const key = command ? `Control+${event.key.toUpperCase()}` : event.key;
  const named = document.querySelector(`[data-key~="${CSS.escape(key)}"]`);
  if (!named || document.querySelector('dialog:modal, .mud-overlay-dialog'))
    return;
  event.preventDefault();
  named.click();
});
