/** Greetings that are under way at once. */
const MOST_INSIDE = 64;
/** Let in during one turn of the event loop. */
const MOST_IN_A_TURN = 8;

/**
 * Lets people in a few at a time, in the order of their coming: thousands may come back in one moment, and between any few of them those who are
 * in already are heard.
 */
export class Turnstile {
  readonly #inside: number;
  readonly #inATurn: number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #planned = false;

  constructor(inside = MOST_INSIDE, inATurn = MOST_IN_A_TURN) {
    this.#inside = inside;
    this.#inATurn = inATurn;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push(enter);
      this.#plan();
    });
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#plan();
    }
  }

  #plan(): void {
    if (this.#planned || this.#waiting.length === 0 || this.#busy >= this.#inside) return;
    this.#planned = true;
    setImmediate(() => this.#open());
  }

  #open(): void {
    this.#planned = false;
    for (const enter of this.#waiting.splice(0, Math.min(this.#inATurn, this.#inside - this.#busy))) {
      this.#busy += 1;
      enter();
    }
    this.#plan();
  }
}
