import { performance } from 'node:perf_hooks';

/** Milliseconds between two looks at what is asked for. */
const TICK = 50;
/** Of all keys together in one look, in the order of asking: under load each key waits longer, and the work stays the same. */
const MOST_IN_A_TICK = 5;

/** Work by key that is not urgent: soon, at most once per gap, and never so much of it that it weighs. */
export class Paced<T> {
  readonly #work: (value: T) => void;
  readonly #gap: number;
  readonly #now: () => number;
  readonly #asked = new Map<string, T>();
  /** When a key may be worked on again; monotonic milliseconds, in the order of their last work. */
  readonly #rests = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(work: (value: T) => void, gap: number, now = () => performance.now()) {
    this.#work = work;
    this.#gap = gap;
    this.#now = now;
  }

  request(key: string, value: T): void {
    if (this.#closed) return;
    this.#asked.set(key, value);
    this.#timer ??= setTimeout(() => this.#look(), Math.min(TICK, this.#gap));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer ?? undefined);
    this.#asked.clear();
  }

  #look(): void {
    const now = this.#now();
    for (const [key, until] of this.#rests) {
      if (until > now) break;
      this.#rests.delete(key);
    }
    let done = 0;
    for (const [key, value] of this.#asked) {
      if (done === MOST_IN_A_TICK) break;
      if (this.#rests.has(key)) continue;
      done += 1;
      this.#asked.delete(key);
      this.#rests.set(key, now + this.#gap);
      this.#work(value);
    }
    this.#timer =
      this.#asked.size > 0 && !this.#closed ? setTimeout(() => this.#look(), Math.min(TICK, this.#gap)) : null;
  }
}
