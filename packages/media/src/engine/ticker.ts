/** Milliseconds of a frame of telephone sound. */
export const frameMilliseconds = 20;

export interface Ticker {
  /** @returns a function that ends it */
  onFrame(frame: () => void): () => void;
  close(): void;
}

/** Calls all listeners every 20 ms of a steady clock: late turns are made up for, up to a tenth of a second. */
export function createTicker(now: () => number): Ticker {
  const listeners = new Set<() => void>();
  let due = 0;
  let timer: NodeJS.Timeout | null = null;
  const turn = () => {
    const at = now();
    if (at - due > 100) due = at;
    while (due <= at) {
      due += frameMilliseconds;
      for (const listener of listeners) listener();
    }
    timer = listeners.size === 0 ? null : setTimeout(turn, Math.max(1, due - now()));
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
