import { readFileSync } from 'node:fs';

/** Set by the bundler: false in a release; absent when sources run as they are. */
declare const ALONGSIDE_FAILPOINTS: boolean | undefined;

/** Seconds by which the time of webhooks runs ahead: what the file named by ALONGSIDE_AHEAD holds, in the fault tests' build; else 0. */
export function secondsAhead(): number {
  if (typeof ALONGSIDE_FAILPOINTS === 'undefined' || !ALONGSIDE_FAILPOINTS) return 0;
  const file = process.env.ALONGSIDE_AHEAD;
  return file === undefined ? 0 : Number(readFileSync(file, 'utf8'));
}
