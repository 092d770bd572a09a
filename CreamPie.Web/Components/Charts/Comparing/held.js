// The compared values that the page holds: at least those of the view, so that a narrower one is drawn without a wait. Pure.

/** Days of the calendar for a session. */
const daysPerSession = 365.25 / 252;

export class Held {
  constructor(view, answer) {
    this.key = keyOf(view);
    this.dates = answer.date;
    this.given = answer.series;
    this.rebase(0);
  }

  /** True if the answer's days are among these, of the same stocks in the same state. */
  covers(view, answer) {
    return this.key === keyOf(view) && this.dates[0] <= answer.date[0] && this.dates.at(-1) >= answer.date.at(-1);
  }

  /** Where the answer's days are. */
  window(answer) {
    return { first: this.dates.indexOf(answer.date[0]), last: this.dates.indexOf(answer.date.at(-1)) };
  }

  /** @param base the day on which all stand at 100. */
  rebase(base) {
    if (this.base === base)
      return;
    this.base = base;
    this.lines = this.given.map(({ symbol, values }) => ({
      symbol, values: values[base] > 0 ? values.map(value => (value === null ? null : value / values[base] * 100)) : values,
    }));
  }

  /**
   * The days of the view as it was moved, also where it reaches beyond those held.
   * @param to the last day that was asked for; null: the newest.
   */
  reach(plot, to) {
    const { dates } = this;
    const { first, last } = plot.visible;
    const step = dates.length > 1 ? plot.x(1) - plot.x(0) : plot.width;
    const before = Math.round(plot.x(0) / step - 0.5);
    const after = Math.round((plot.width - plot.x(dates.length - 1)) / step - 0.5);
    const isNewest = last === dates.length - 1 && to === null;
    return {
      from: before > 0 ? moved(dates[0], -before) : dates[first],
      to: isNewest ? null : after > 0 ? moved(dates.at(-1), after) : dates[last],
    };
  }
}

const keyOf = view => [view.symbols, view.version, view.adjust].join(' ');

/** A day some sessions away; not before the year 1. */
function moved(day, sessions) {
  const time = Date.parse(`${day}T00:00Z`) + Math.trunc(sessions * daysPerSession) * 864e5;
  return new Date(Math.max(Date.parse('0001-01-01T00:00Z'), time)).toISOString().slice(0, 10);
}
