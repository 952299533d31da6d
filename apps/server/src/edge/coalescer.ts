/** After work failed it is tried again, but not at once: the store may be away. */
const RETRY_MILLISECONDS = 1_000;

/**
 * Work by key, at most one at a time and at most once per gap; what is asked for meanwhile is done once, afterwards. So the last run
 * of a key always began after the last request for it.
 */
export class Coalescer<T> {
  readonly #work: (value: T) => Promise<unknown>;
  readonly #gap: number;
  readonly #onError: (error: unknown, value: T) => void;
  readonly #busy = new Map<string, { again: boolean; value: T; timer?: NodeJS.Timeout }>();
  #closed = false;

  constructor(work: (value: T) => Promise<unknown>, gap: number, onError: (error: unknown, value: T) => void) {
    this.#work = work;
    this.#gap = gap;
    this.#onError = onError;
  }

  request(key: string, value: T): void {
    if (this.#closed) return;
    const state = this.#busy.get(key);
    if (state) {
      state.again = true;
      state.value = value;
    } else {
      this.#busy.set(key, { again: false, value });
      void this.#run(key);
    }
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#busy.values()) clearTimeout(timer);
    this.#busy.clear();
  }

  async #run(key: string): Promise<void> {
    const state = this.#busy.get(key);
    if (!state) return;
    state.again = false;
    let pause = this.#gap;
    try {
      await this.#work(state.value);
    } catch (error) {
      this.#onError(error, state.value);
      state.again = true;
      pause = Math.max(pause, RETRY_MILLISECONDS);
    }
    if (this.#closed) return;
    if (pause === 0) this.#next(key);
    else state.timer = setTimeout(() => this.#next(key), pause);
  }

  #next(key: string): void {
    if (this.#busy.get(key)?.again) void this.#run(key);
    else this.#busy.delete(key);
  }
}
