import { closedError } from './errors.ts';
import type { Clock } from './ports/ports.ts';

/** Every timer of one instance, so that `close` leaves none behind. */
export interface Timers {
  now(): number;
  /** Runs the task once after `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Rejects with `closed` when the instance is closed meanwhile. */
  sleep(ms: number): Promise<void>;
  close(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Map<object, { handle: unknown; ifClosed: () => void }>();
  let closed = false;

  const start = (ms: number, task: () => void, ifClosed: () => void) => {
    if (closed) {
      ifClosed();
      return () => {};
    }
    const key = {};
    const handle = clock.setTimeout(() => running.delete(key) && task(), ms);
    running.set(key, { handle, ifClosed });
    return () => {
      running.delete(key);
      clock.clearTimeout(handle);
    };
  };

  return {
    now: () => clock.now(),
    after: (ms, task) => start(ms, task, () => {}),
    sleep: (ms) => new Promise((resolve, reject) => void start(ms, resolve, () => reject(closedError()))),
    close() {
      closed = true;
      for (const { handle, ifClosed } of running.values()) {
        clock.clearTimeout(handle);
        ifClosed();
      }
      running.clear();
    },
  };
}
