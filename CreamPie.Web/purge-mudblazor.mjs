// MudBlazor's style sheet without the rules of components that this program does not use: a tenth of it. The build runs this; it fails
// when a page uses a component that is not named here.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurgeCSS } from 'purgecss';

/** Beginnings of the classes and ids that each component writes at run time; a whole one ends with a space. */
const components = {
  MudAppBar: ['mud-appbar', 'mud-toolbar', 'mud-elevation-0 '],
  MudButton: ['mud-button', 'mud-icon', 'mud-ripple', 'mud-disabled '],
  MudDialogProvider: ['mud-dialog', 'mud-overlay', 'mud-typography', 'mud-focus-trap', 'mud-elevation-24 ', 'mud-paper', 'scroll-locked',
    'outline-none ', 'pointer-events-none ', 'd-contents ', 'fixed '],
  MudDrawer: ['mud-drawer ', 'mud-drawer--', 'mud-drawer-temporary', 'mud-drawer-fixed', 'mud-drawer-pos-left', 'mud-drawer-content',
    'mud-drawer-clipped-never', 'mud-drawer-overlay', 'mud-drawer-md', 'mud-overlay'],
  MudIcon: ['mud-icon', 'mud-svg-icon'],
  MudIconButton: ['mud-icon', 'mud-svg-icon', 'mud-button', 'mud-ripple', 'mud-disabled '],
  MudLayout: ['mud-layout ', 'd-flex ', 'mud-application-layout'],
  MudMainContent: ['mud-main-content'],
  MudPopoverProvider: ['mud-popover'],
  MudProgressCircular: ['mud-progress-circular', 'mud-progress-indeterminate', 'mud-progress-static'],
  MudSnackbarProvider: ['mud-snackbar', 'mud-alert', 'mud-button-close', 'ms-2 ', 'mud-typography'],
  MudSpacer: ['flex-grow-1 '],
  MudTextField: ['mud-input', 'mud-form', 'mud-shrink ', 'mud-text-field', 'mud-no-start-adornment', 'mud-width-full ', 'mud-typography'],
  MudThemeProvider: ['mud-theme', 'mud-scroll'],
  MudTooltip: ['mud-tooltip', 'mud-popover', 'mud-width-full '],
};

/** Parts of classes; a button or field in a colour that no source names is left out. */
const colours = ['primary', 'secondary', 'tertiary', 'info', 'success', 'warning', 'error', 'dark', 'surface', 'transparent'];

const [sheet, destination] = process.argv.slice(2);
const sources = readdirSync('Components', { recursive: true }).map(String).sort()
  .filter(name => /\.(razor|cs|js)$/.test(name)).map(name => readFileSync(join('Components', name), 'utf8'));
const text = sources.join('\n');

const used = new Set([...text.matchAll(/<(Mud[A-Z]\w*)/g)].map(([, name]) => name));
const wrong = [
  ...[...used].filter(name => !components[name]).map(name => `${name} is used, but its classes are not named.`),
  ...Object.keys(components).filter(name => !used.has(name)).map(name => `${name} is named, but no longer used.`),
];
if (wrong.length > 0)
  fail(wrong.join(' '));

const beginnings = Object.values(components).flat();
const others = colours.filter(colour => !text.toLowerCase().includes(`color.${colour}`));
const css = readFileSync(sheet, 'utf8').replace(/^\uFEFF/, '');
const kept = [...new Set(css.match(/(?<=[.#])[a-z](?:[\w-]|\\.)*/gi))].filter(name =>
  beginnings.some(beginning => `${name} `.startsWith(beginning))
  && !(/^mud-(button|icon|input|progress)/.test(name) && others.some(colour => new RegExp(`-${colour}(-|$)`).test(name))));

const [purged] = await new PurgeCSS().purge({
  content: [{ raw: text, extension: 'razor' }],
  css: [{ raw: css }],
  safelist: { standard: kept },
  keyframes: true,
});
for (const needed of ['.mud-button-filled', '.mud-appbar', '.mud-drawer', '.mud-dialog', '.mud-snackbar', 'Licensed under MIT']) {
  if (!purged.css.includes(needed))
    fail(`${needed} is no longer in the sheet.`);
}
writeFileSync(destination, purged.css);

function fail(why) {
  // In the form that MSBuild shows as an error.
  console.error(`purge-mudblazor.mjs : error PURGE: ${why}`);
  process.exit(1);
}
