import { type Logger, Refused } from '@alongside/domain';
import type { Desks } from './desks.ts';
import type { Feeds } from './feeds.ts';
import type { Timing } from './timing.ts';

/** Looks at the store now and then: what another process told and we did not hear is seen all the same. */
export class LookAgain {
  readonly #log: Logger;
  readonly #feeds: Feeds;
  readonly #timing: Timing;
  readonly #desks: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(log: Logger, timing: Timing, feeds: Feeds, desks: Desks) {
    this.#log = log;
    this.#timing = timing;
    this.#feeds = feeds;
    this.#desks = setInterval(() => desks.lookAgain(), timing.lookAtDesks).unref();
    this.#later();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#desks);
  }

  #later(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#look(), this.#timing.lookAgain).unref();
  }

  async #look(): Promise<void> {
    try {
      await this.#feeds.lookAgain();
    } catch (error) {
      // The store is away: the next look finds it back.
      if (!(error instanceof Refused))
        this.#log.warn({ error, where: 'look again' }, 'The logs could not be looked at.');
    }
    this.#later();
  }
}
