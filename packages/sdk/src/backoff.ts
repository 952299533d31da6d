import { type AlongsideError, asAlongsideError, isTransient } from './errors.ts';
import type { Random } from './ports/ports.ts';
import type { Timers } from './timers.ts';

const BASE_MS = 250;
const CAP_MS = 30_000;
/** While somebody looks and the network is there, a longer wait is only felt as a fault. */
const AWAKE_CAP_MS = 5_000;
/** Where the server asked many at once to come later, they come spread over this time on top of what it asked for. */
const SPREAD_MS = 3_000;

/**
 * How long to wait before attempt `attempt` (0 = the first retry): full jitter, so that clients cut off together do not come back together.
 * The server's wish is a floor, with the jitter on top.
 */
export function backoffMs(
  attempt: number,
  random: Random,
  error: AlongsideError | null = null,
  { awake = false, spread = false } = {},
): number {
  const floor = (error?.retryAfterSeconds ?? 0) * 1000;
  const window = Math.min(awake ? AWAKE_CAP_MS : CAP_MS, BASE_MS * 2 ** Math.min(attempt, 10));
  return floor + random.fraction() * (spread ? Math.max(SPREAD_MS, window) : window);
}

/** It said so to all of its clients, or it has more of them than it can take. */
export const asksMany = (error: AlongsideError) => error.code === 'shutting_down' || error.retryAfterSeconds !== null;

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
