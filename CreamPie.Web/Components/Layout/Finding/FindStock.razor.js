const store = 'creampie-recent';

export function attach(button, dialog, input, owner) {
  button.addEventListener('click', () => {
    if (dialog.open)
      return;
    dialog.showModal();
    input.value = '';
    owner.invokeMethodAsync('OpenedAsync', recent());
  });
  // A click beside the panel is a click on the dialog itself.
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  // The arrows choose from the list, and leave the caret where it is.
  input.addEventListener('keydown', event => /^Arrow(Up|Down)$/.test(event.key) && event.preventDefault());
}

export const close = dialog => dialog?.close();

export const reveal = list => list?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });

export function remember(symbol, most) {
  try {
    localStorage.setItem(store, JSON.stringify([symbol, ...recent().filter(s => s !== symbol)].slice(0, most)));
  } catch {
    // A browser that stores nothing remembers nothing.
  }
}

function recent() {
  try {
    const stored = JSON.parse(localStorage.getItem(store) ?? '[]');
    return Array.isArray(stored) ? stored.filter(s => typeof s === 'string' && s.length <= 20).slice(0, 8) : [];
  } catch {
    return [];
  }
}
