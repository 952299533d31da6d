import type { EngineClock } from '../clock.ts';

/** Time that stands until a test moves it. */
export class ManualClock implements EngineClock {
  #now = 1_000;
  #next = 0;
  readonly #due = new Map<number, { readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    this.#next += 1;
    const id = this.#next;
    this.#due.set(id, { at: this.#now + milliseconds, run });
    return () => this.#due.delete(id);
  }

  /** Runs everything that is due until then, in order. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const [first] = [...this.#due].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (!first) break;
      this.#due.delete(first[0]);
      this.#now = Math.max(this.#now, first[1].at);
      first[1].run();
    }
    this.#now = until;
  }

  get pending(): number {
    return this.#due.size;
  }
}
