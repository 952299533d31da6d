/** What holds frames until the turn ends. */
export interface Held {
  /** Lets them leave. Throws never. */
  release(): void;
}

/**
 * The end of a turn of the event loop, for all who wait for it: what one turn sends over a socket leaves it in one write. A sender gets the reply and
 * its own entry together, an agent the entries of several conversations; a system call for each of them would be a third of what a message costs the
 * process.
 */
export class Gathering {
  #held: Held[] = [];

  /** Called once by whoever begins to hold something. */
  hold(held: Held): void {
    if (this.#held.length === 0) setImmediate(() => this.#release());
    this.#held.push(held);
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const one of held) one.release();
  }
}
