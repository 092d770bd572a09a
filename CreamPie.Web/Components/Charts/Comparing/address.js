// A part of the comparison's address.

/** @param value null for the default. */
export function replaceInAddress(key, value) {
  const parts = [...new URLSearchParams(location.search)].filter(([name]) => name !== key);
  if (value !== null)
    parts.push([key, value]);
  const query = parts.map(([name, text]) => `${name}=${encodeURIComponent(text).replaceAll('%2C', ',')}`).join('&');
  Blazor.navigateTo(`${location.pathname}${query ? `?${query}` : ''}`);
}

/** The bars of two stocks over the same days; of one, on the diagonal. */
export function pairAddress(symbol, other, from, to) {
  const parts = [['from', from], ['to', to], ['compare', other === symbol ? null : other]].filter(([, value]) => value);
  return `stocks/${encodeURIComponent(symbol)}?${parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
}
