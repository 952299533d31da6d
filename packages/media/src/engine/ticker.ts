/** Milliseconds of a frame of telephone sound. */
export const frameMilliseconds = 20;

export interface Ticker {
  /** @returns a function that ends it */
  onFrame(frame: () => void): () => void;
  close(): void;
}

/**
 * Calls all listeners every 20 ms of a steady clock: late turns are made up for, up to a tenth of a second. One that throws costs the others
 * nothing, and is told to `onError` the first time.
 */
export function createTicker(
  now: () => number,
  onError: (error: unknown) => void = (error) => console.error('media process: a frame failed', error),
): Ticker {
  const listeners = new Set<() => void>();
  const failed = new WeakSet<() => void>();
  let due = 0;
  let timer: NodeJS.Timeout | null = null;
  const run = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      // Fifty times a second would fill the log.
      if (!failed.has(listener)) onError(error);
      failed.add(listener);
    }
  };
  const turn = () => {
    const at = now();
    if (at - due > 100) due = at;
    try {
      while (due <= at) {
        due += frameMilliseconds;
        for (const listener of listeners) run(listener);
      }
    } finally {
      // The sound of all telephones hangs on this one timer.
      timer = listeners.size === 0 ? null : setTimeout(turn, Math.max(1, due - now()));
    }
  };
  return {
    onFrame(frame) {
      listeners.add(frame);
      if (timer === null) {
        due = now() + frameMilliseconds;
        timer = setTimeout(turn, frameMilliseconds);
      }
      return () => void listeners.delete(frame);
    },
    close() {
      listeners.clear();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
