// The view in the address, and when two views have the same bars.

/** The address of what is seen; the rest of the view stays. A move replaces the one before it. */
export function navigate(seen, replaces) {
  const others = [...new URLSearchParams(location.search)].filter(([key]) => !['range', 'from', 'to'].includes(key));
  const parts = [...Object.entries(seen).filter(([, value]) => value), ...others]
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  Blazor.navigateTo(location.pathname + (parts.length > 0 ? `?${parts.join('&')}` : ''), { replaceHistoryEntry: replaces });
}

/** The part of the history that the address asks for. */
export function seenByAddress() {
  const query = new URLSearchParams(location.search);
  const [from, to] = [query.get('from'), query.get('to')];
  return { range: from || to ? 'custom' : query.get('range') ?? '1y', from, to };
}

/** True if both show the same part of the history. */
export const sameDays = (a, b) => ['range', 'from', 'to'].every(key => (a[key] ?? null) === (b[key] ?? null));

/** True if only the part that is seen may differ. */
export const sameBars = (a, b) => ['symbol', 'version', 'interval', 'adjust', 'scale', 'type', 'indicators', 'lines', 'digits']
  .every(key => a[key] === b[key]) && a.compare.join() === b.compare.join();
