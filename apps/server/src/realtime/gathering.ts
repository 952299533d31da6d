/** The end of a socket at which bytes leave. */
export interface Line {
  cork(): void;
  uncork(): void;
}

/**
 * Lets what one turn of the event loop sends over a socket leave it in one write. A sender gets the reply and its own entry together, an agent the
 * entries of several conversations; a system call for each of them would be a third of what a message costs the process.
 */
export class Gathering {
  readonly #lines = new Set<Line>();

  /** Before a frame is sent. */
  hold(line: Line): void {
    if (this.#lines.has(line)) return;
    if (this.#lines.size === 0) setImmediate(() => this.#release());
    this.#lines.add(line);
    line.cork();
  }

  #release(): void {
    const lines = [...this.#lines];
    this.#lines.clear();
    for (const line of lines) line.uncork();
  }
}
