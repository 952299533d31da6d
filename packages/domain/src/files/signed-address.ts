import type { Signer } from '../kernel/ports.ts';

const HOUR = 3600;
/** Addresses of one quarter of an hour are alike, so that a browser keeps what it has loaded. */
const STEP_SECONDS = 900;

/** Until when an address that is made now is good, epoch seconds: an hour at least. */
export const goodUntil = (now: Date): number => Math.ceil((now.getTime() / 1000 + HOUR) / STEP_SECONDS) * STEP_SECONDS;

/** `?until=…&signature=…` over what an address names. The purpose is inside, so that none is good for another. */
export function signedQuery(signer: Signer, purpose: string, names: readonly string[], until: number): string {
  return `?until=${until}&signature=${signer.sign(textOf(purpose, names, until))}`;
}

/** Whether these are the parts of an address of ours. With `now` null its age does not matter. */
export function isSigned(
  signer: Signer,
  purpose: string,
  names: readonly string[],
  query: Readonly<Record<string, string | undefined>>,
  now: Date | null,
): boolean {
  const { until = '', signature = '' } = query;
  if (!/^\d{1,12}$/.test(until)) return false;
  if (now !== null && Number(until) * 1000 <= now.getTime()) return false;
  return signer.verify(textOf(purpose, names, Number(until)), signature);
}

const textOf = (purpose: string, names: readonly string[], until: number): string =>
  [purpose, ...names, until].join('\n');
