import type { Random } from '../kernel/ports.ts';

const MINUTE = 60;
const HOUR = 3600;

/** Seconds before each further attempt: eleven attempts in a little over three days. */
export const SCHEDULE: readonly number[] = [
  5,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A receiver may ask for no longer pause than this. */
const LONGEST_PAUSE = 24 * HOUR;

/** Seconds until the next attempt after so many failed ones, up to a fifth more so that not all come at once; null: given up. */
export function pauseAfter(attempts: number, random: Random): number | null {
  const pause = SCHEDULE[attempts - 1];
  if (pause === undefined) return null;
  const [byte = 0] = random.bytes(1);
  return pause * (1 + (0.2 * byte) / 256);
}

/** The pause that a Retry-After header asks for, seconds; null: none, or not understood. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const seconds = /^\d{1,9}$/.test(header.trim())
    ? Number(header)
    : Math.ceil((Date.parse(header) - now.getTime()) / 1000);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_PAUSE) : null;
}
