import { setTimeout as delay } from 'node:timers/promises';
import { Refused } from '@alongside/domain';

/** While the store is away it is tried again after so long. */
const AGAIN_MILLISECONDS = 500;

/** What an engine says once, written until it could be; what belongs together in the order in which it was said. */
export class UntilStored {
  readonly #onError: (error: unknown) => void;
  /** What was last begun to be written of each key. */
  readonly #last = new Map<string, Promise<void>>();
  #closed = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Resolves when it is written, was refused for good (`onError` has the reason), or is not wanted any more. */
  write(key: string, write: () => Promise<unknown>, wanted: () => boolean = () => true): Promise<void> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const own = before
      .then(() => this.#write(write, wanted))
      .finally(() => {
        if (this.#last.get(key) === own) this.#last.delete(key);
      });
    this.#last.set(key, own);
    return own;
  }

  close(): void {
    this.#closed = true;
  }

  async #write(write: () => Promise<unknown>, wanted: () => boolean): Promise<void> {
    while (!this.#closed && wanted()) {
      try {
        await write();
        return;
      } catch (error) {
        this.#onError(error);
        if (!(error instanceof Refused && error.code === 'store_unavailable')) return;
        await delay(AGAIN_MILLISECONDS);
      }
    }
  }
}
