/** Time as the engine needs it: tests give one of their own. */
export interface EngineClock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls once, later; the function that is returned takes it back. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: EngineClock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Milliseconds of RFC 3261, 17.1.1.1; all other timers are multiples. Tests on loopback take smaller ones. */
export interface Timing {
  /** An estimate of a round trip. */
  readonly t1: number;
  /** The longest wait between two sendings. */
  readonly t2: number;
  /** The longest that a message stays in the network. */
  readonly t4: number;
}

export const standardTiming: Timing = { t1: 500, t2: 4_000, t4: 5_000 };

/** The same clock, whose waits can all be ended at once: nothing runs any more, and nothing keeps the process. `guard` runs what is due. */
export function stoppable(
  clock: EngineClock,
  guard: (run: () => void) => void = (run) => run(),
): EngineClock & { stop(): void } {
  const waiting = new Set<() => void>();
  let stopped = false;
  return {
    now: () => clock.now(),
    after: (milliseconds, run) => {
      if (stopped) return () => {};
      const cancel = clock.after(milliseconds, () => {
        waiting.delete(cancel);
        guard(run);
      });
      waiting.add(cancel);
      return () => {
        waiting.delete(cancel);
        cancel();
      };
    },
    stop: () => {
      stopped = true;
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}
