// The colours of the style sheet, as the browser computes them: charts want rgb(1, 2, 3).

/** @param probe any element of the page. */
export function colours(probe) {
  const computed = value => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const of = name => computed(`var(--${name})`);
  const found = {
    up: of('up'), down: of('down'), accent: of('accent'), surface: of('surface'), ink: of('ink'), soft: of('soft'), line: of('line'),
    lines: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => of(`line-${n}`)),
  };
  probe.style.color = '';
  return { ...found, faint: found.line.replace('rgb(', 'rgba(').replace(')', ', 0.5)') };
}

/** A share of one colour in another: mix(up, surface, 0.3). */
export function mix(colour, ground, share) {
  const [a, b] = [colour, ground].map(text => text.match(/[\d.]+/g).map(Number));
  return `rgb(${[0, 1, 2].map(i => Math.round(a[i] * share + b[i] * (1 - share))).join(', ')})`;
}

/** Calls when the theme changes, whether the reader or the system does it; returns what ends that. */
export function onTheme(act) {
  const themed = new MutationObserver(act);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', act);
  return () => {
    themed.disconnect();
    scheme.removeEventListener('change', act);
  };
}
