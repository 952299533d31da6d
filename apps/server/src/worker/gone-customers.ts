import { endGoneCustomers, type Platform } from '@alongside/domain';

/** Milliseconds in which customers may come back after nobody could: we were not running, or the store was away. */
const QUIET = 30_000;

/** Ends the helps of customers who are gone, but not because it was we who were gone. */
export class GoneCustomers {
  readonly #platform: Platform;
  #from: number;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#from = this.#now() + QUIET;
  }

  async look(): Promise<void> {
    if (this.#now() < this.#from) return;
    try {
      await endGoneCustomers(this.#platform);
    } catch (error) {
      this.#from = this.#now() + QUIET;
      throw error;
    }
  }

  #now(): number {
    return this.#platform.clock.now().getTime();
  }
}
