import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Refused } from '@alongside/domain';

/** Milliseconds between two looks. */
const LOOK_EVERY = 250;
/** An event loop that comes this many milliseconds late has kept everybody waiting for as long. */
const LATE = 1_000;
/** Milliseconds for which one such delay counts. */
const REMEMBERED = 2_000;
/** Share of the heap's limit, kept for as long as REMEMBERED: the next garbage collections will take all the time there is. */
const FULL = 0.92;

export interface Pressure {
  /** @throws Refused `overloaded` */
  assertNone(): void;
  close(): void;
}

/** Whether this process still gets round to its work: whoever spreads requests asks another one meanwhile. */
export function createPressure(
  now: () => number = () => performance.now(),
  heapShare: () => number = () => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used / limit;
  },
): Pressure {
  let looked = now();
  let lateUntil = 0;
  let fullSince: number | null = null;
  const look = () => {
    const at = now();
    if (at - looked - LOOK_EVERY >= LATE) lateUntil = at + REMEMBERED;
    looked = at;
    if (heapShare() < FULL) fullSince = null;
    else fullSince ??= at;
  };
  const timer = setInterval(look, LOOK_EVERY);
  timer.unref();
  return {
    assertNone() {
      const at = now();
      // Asked before the look that is due: the delay is seen all the same.
      if (at < lateUntil || at - looked - LOOK_EVERY >= LATE || (fullSince !== null && at - fullSince >= REMEMBERED))
        throw new Refused('overloaded', { retryAfterSeconds: REMEMBERED / 1000 });
    },
    close: () => clearInterval(timer),
  };
}
