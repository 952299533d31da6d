/** Of the time, at most one part in so many goes into one key's work. */
const SHARE = 5;
const LONGEST_PAUSE = 1_000;

/** Work by key: one at a time, with a pause after it that grows with its length. What is asked for meanwhile is done once, afterwards. */
export class PacedWork {
  readonly #work: (key: string) => Promise<void>;
  readonly #pause: number;
  readonly #onError: (error: unknown) => void;
  readonly #asked = new Map<string, boolean>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(work: (key: string) => Promise<void>, pause: number, onError: (error: unknown) => void) {
    this.#work = work;
    this.#pause = pause;
    this.#onError = onError;
  }

  request(key: string): void {
    if (this.#closed) return;
    const busy = this.#asked.has(key);
    this.#asked.set(key, busy);
    if (!busy) void this.#run(key);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #run(key: string): Promise<void> {
    const began = performance.now();
    this.#asked.set(key, false);
    let failed = false;
    try {
      await this.#work(key);
    } catch (error) {
      failed = true;
      this.#onError(error);
    }
    if (this.#closed) return;
    const spent = performance.now() - began;
    const pause = failed ? LONGEST_PAUSE : Math.max(this.#pause, Math.min(spent * SHARE, LONGEST_PAUSE));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (failed || this.#asked.get(key)) void this.#run(key);
      else this.#asked.delete(key);
    }, pause);
    this.#timers.add(timer);
  }
}
