import type { PoolClient } from 'pg';

/** Keeps the time of one use of a connection. */
export interface Watchdog {
  /** The time was over, and the connection with it. */
  readonly cut: boolean;
  /** From now on there is this much time, milliseconds. */
  extend(milliseconds: number): void;
  /** Back to the pool, or away with it. The second call does nothing. */
  release(destroy?: boolean): void;
}

/** A server that hangs answers nothing, not even its own time limits: then only cutting the connection helps. */
export function watch(client: PoolClient, milliseconds: number): Watchdog {
  let cut = false;
  let released = false;
  const release = (destroy = false): void => {
    clearTimeout(timer);
    if (released) return;
    released = true;
    // With a query under way the pool closes the socket at once, and the query fails.
    client.release(destroy);
  };
  const bite = (): void => {
    cut = true;
    release(true);
  };
  let timer = setTimeout(bite, milliseconds);
  return {
    get cut() {
      return cut;
    },
    extend(more) {
      if (released) return;
      clearTimeout(timer);
      timer = setTimeout(bite, more);
    },
    release,
  };
}
