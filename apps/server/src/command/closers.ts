import type { Logger } from '@alongside/domain';

/** What must be closed, in the opposite order of opening. One that fails does not keep the others open. */
export class Closers {
  readonly #log: Logger;
  readonly #open: { name: string; close: () => Promise<void> }[] = [];
  #closing: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, close: () => Promise<void>): void {
    this.#open.push({ name, close });
  }

  /** Safe to call twice. */
  closeAll(): Promise<void> {
    this.#closing ??= this.#closeInOrder();
    return this.#closing;
  }

  async #closeInOrder(): Promise<void> {
    for (const { name, close } of this.#open.reverse()) {
      try {
        await close();
      } catch (error) {
        this.#log.error({ error, where: name }, 'Could not be closed.');
      }
    }
  }
}
