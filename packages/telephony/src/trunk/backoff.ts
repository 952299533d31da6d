/** Milliseconds. A wrong password is tried seldom: carriers ban whoever guesses. */
const FIRST = { ordinary: 2_000, credentials: 60_000 } as const;
const LAST = { ordinary: 300_000, credentials: 1_800_000 } as const;

/** How long to wait after so many failures in a row (1 and up); `random` 0–1 spreads them by a fifth in both directions. */
export function backoff(failures: number, kind: keyof typeof FIRST, random: number): number {
  const plain = Math.min(FIRST[kind] * 2 ** Math.min(failures - 1, 12), LAST[kind]);
  return plain * (0.8 + 0.4 * random);
}
