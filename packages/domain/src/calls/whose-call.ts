import type { Platform } from '../kernel/platform.ts';
import type { CameOver } from './telephony-engine.ts';

/** A trunk that a call may have come over, and since when its tenant has the number that was called; null: it has not. */
export interface Claim extends CameOver {
  readonly tenantId: string;
  readonly since: number | null;
}

/**
 * Whose call it is: of those who have the number, whoever had it first; where nobody has it, the likeliest trunk's. Claims come likeliest first.
 * What a trunk says of itself decides nothing, for any tenant can write another's carrier and number into one. null: no claims.
 */
export function firstClaim(claims: readonly Claim[]): Claim | null {
  const having = claims.filter(({ since }) => since !== null);
  return having.sort((one, other) => Number(one.since) - Number(other.since))[0] ?? claims[0] ?? null;
}

/** As `firstClaim`, with what the tenants' records say. */
export async function whoseCall(
  { store }: Platform,
  trunks: readonly (CameOver & { readonly tenantId: string })[],
): Promise<(CameOver & { readonly tenantId: string }) | null> {
  // Of one tenant the likeliest trunk is right, whoever has the number.
  if (new Set(trunks.map(({ tenantId }) => tenantId)).size < 2) return trunks[0] ?? null;
  const claims: Claim[] = [];
  for (const trunk of trunks) {
    const since = await store.transaction(trunk.tenantId, (tx) => tx.calls.numberSince(trunk.to));
    claims.push({ ...trunk, since });
  }
  return firstClaim(claims);
}
