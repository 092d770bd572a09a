// One chart loads one thing at a time: a later load supersedes an earlier one, which then ends without a word.

import { LoadError } from './data.js';

export class Loading {
  /**
   * Reads, and shows what was read, unless it is superseded meanwhile.
   * @param read gets a signal.
   * @param show gets what was read, and what says whether this load still is the latest.
   * @param fail gets a sentence for the reader, and the fault.
   * @returns false if it was superseded.
   */
  async run(read, show, fail) {
    this.end();
    const own = this.latest = new AbortController();
    const isLatest = () => this.latest === own;
    try {
      const answer = await read(own.signal);
      if (isLatest())
        await show(answer, isLatest);
    } catch (fault) {
      if (!isLatest() || fault.name === 'AbortError')
        return false;
      fail(fault instanceof LoadError ? fault.message : 'The chart could not be drawn.', fault);
      // Reported here; rethrown, it would take the whole page down.
      if (!(fault instanceof LoadError))
        console.error(fault);
    }
    return isLatest();
  }

  /** The signal of the latest load, for what is read later on. */
  get signal() {
    return this.latest?.signal;
  }

  end() {
    this.latest?.abort();
    this.latest = null;
  }
}
