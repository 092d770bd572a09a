// Dividends and splits as badges in a lane of their own: buttons, so that they work without a mouse.

import { action, date } from './words.js';

const shown = 6;

/** @param onShow receives the bars of a mark, and null when it is left. */
export function drawMarks(lane, groups, onShow) {
  lane.replaceChildren(...groups.map(group => badge(group, onShow)));
  lane.querySelector('button')?.setAttribute('tabindex', '0');
}

function badge(group, onShow) {
  const button = document.createElement('button');
  const splits = group.actions.some(item => item.kind === 'split');
  button.type = 'button';
  button.tabIndex = -1;
  button.className = splits ? 'mark split' : 'mark';
  button.style.left = `${group.x}px`;
  const badge = document.createElement('span');
  badge.textContent = (splits ? 'S' : 'D') + (group.actions.length > 1 ? group.actions.length : '');
  button.append(badge);
  button.setAttribute('aria-label', details(group).join('; '));
  for (const event of ['pointerenter', 'focus'])
    button.addEventListener(event, () => onShow(group, details(group)));
  for (const event of ['pointerleave', 'blur'])
    button.addEventListener(event, () => onShow(null));
  button.addEventListener('keydown', event => move(event, button));
  return button;
}

/** "4:1 split, ex-date 31 Aug 2020", one line each; of many the newest ones. */
function details(group) {
  const lines = group.actions.map(item => `${action(item)}, ex-date ${date(item.exDate)}`).reverse();
  return lines.length <= shown
    ? lines
    : [...lines.slice(0, shown - 1), `and ${lines.length - shown + 1} more since ${date(group.actions[0].exDate)}`];
}

/** One Tab stop for the whole lane; arrows move inside it. */
function move(event, button) {
  const step = { ArrowLeft: button.previousElementSibling, ArrowRight: button.nextElementSibling }[event.key];
  const next = { Home: button.parentElement.firstElementChild, End: button.parentElement.lastElementChild }[event.key] ?? step;
  if (!next)
    return;
  event.preventDefault();
  button.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
