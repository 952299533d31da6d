import { audit } from '../audit/audit.ts';
import type { AgentActor } from '../kernel/actor.ts';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';

/**
 * What was typed as an E.164 number that the tenant may dial, and the trunk to dial it over. Refuses `number_refused` with the reason, and
 * `no_trunk`, before anything is sent [CALL11].
 */
export async function telephone(
  platform: Platform,
  tx: Transaction,
  dialled: string,
): Promise<{ number: string; trunkId: string; callerNumber: string }> {
  const { country, countriesAllowed, closedPrefixes } = await tx.calls.settings();
  const decision = platform.dialPolicy(dialled, { country, openCountries: countriesAllowed, closedPrefixes });
  if (!decision.allowed)
    throw new Refused('number_refused', { field: '/number', rule: decision.refusal, message: decision.message });
  const trunk = (await tx.calls.trunks()).find(({ enabled }) => enabled);
  if (!trunk) throw new Refused('no_trunk');
  return { number: decision.number, trunkId: trunk.id, callerNumber: trunk.callerNumber };
}

const CAPS = {
  concurrent: 'As many calls out as may be at once are running.',
  per_minute: 'As many calls out as may be begun within a minute were begun.',
  minutes_per_day: 'The minutes of calls out of today are used up.',
  spend_per_day: "Today's budget for calls out is used up.",
} as const;

/** Takes a place among the calls out, in the transaction that makes the call. Refuses `call_limit_reached`. */
export async function reserve(tx: Transaction, callId: string, partyId: string): Promise<void> {
  const cap = await tx.calls.reserveDial(callId, partyId);
  if (cap !== null) throw new Refused('call_limit_reached', { message: CAPS[cap], rule: cap });
}

/** Whatever was not let through is in the audit log: attempts are the first sign of fraud. */
export async function auditingRefusals<T>(
  platform: Platform,
  actor: AgentActor,
  dialled: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && (error.code === 'number_refused' || error.code === 'call_limit_reached'))
      await platform.store.transaction(actor.tenantId, async (tx) =>
        audit(tx, actor, {
          action: 'call.dial_refused',
          target: { kind: 'number', id: dialled },
          after: { code: error.code, rule: error.detail.rule },
        }),
      );
    throw error;
  }
}
