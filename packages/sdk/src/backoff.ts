import { type AlongsideError, asAlongsideError, isTransient } from './errors.ts';
import type { Random } from './ports/ports.ts';
import type { Timers } from './timers.ts';

const BASE_MS = 500;
const CAP_MS = 30_000;

/**
 * How long to wait before attempt `attempt` (0 = the first retry): full jitter, so that clients cut off together do not come back together.
 * The server's wish is a floor, with the jitter on top.
 */
export function backoffMs(attempt: number, random: Random, error?: AlongsideError | null): number {
  const floor = (error?.retryAfterSeconds ?? 0) * 1000;
  return floor + random.fraction() * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 10));
}

/** Repeats an idempotent task over transient failures for `forMs`; then, or on any other failure, rejects with it. */
export async function persist<T>(task: () => Promise<T>, forMs: number, timers: Timers, random: Random): Promise<T> {
  const giveUpAt = timers.now() + forMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task();
    } catch (thrown) {
      const error = asAlongsideError(thrown);
      const wait = backoffMs(attempt, random, error);
      if (!isTransient(error) || timers.now() + wait >= giveUpAt) throw error;
      await timers.sleep(wait);
    }
  }
}
