export function open(dialog) {
  if (dialog.open)
    return;
  // A click outside the panel is a click on the dialog itself.
  dialog.onclick = event => event.target === dialog && dialog.close();
  dialog.showModal();
}

export const close = dialog => dialog.close();
