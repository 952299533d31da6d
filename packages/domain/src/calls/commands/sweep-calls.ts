import { audit, SYSTEM_ACTOR } from '../../audit/audit.ts';
import type { Platform } from '../../kernel/platform.ts';
import { tellCall } from '../close-call.ts';
import { CONNECT_SECONDS, DEFAULT_CALL_SETTINGS, GONE_SECONDS, RING_SECONDS } from '../policy.ts';
import { endByEngine, engineLost } from './media-happened.ts';

const BATCH = 200;

/** Ends calls whose process gave no sign of life, that nobody answered, that brought no sound, or that cost more than they may. */
export async function endDueCalls(platform: Platform): Promise<void> {
  const { sweeps } = platform.store;
  const lost = await sweeps.lostCalls(BATCH);
  // What nobody has answered yet may be carried by another process.
  for (const { tenantId, callId } of lost) await platform.store.transaction(tenantId, (tx) => tx.calls.unclaim(callId));
  await engineLost(platform, lost);
  const due = await sweeps.dueCalls(BATCH, { ring: RING_SECONDS, connect: CONNECT_SECONDS, gone: GONE_SECONDS });
  for (const { tenantId, callId, partyId, what } of due) {
    if (what === 'no_answer' && partyId !== null) await forgetParty(platform, tenantId, callId, partyId);
    else {
      const by = what === 'customer_gone' ? 'customer' : 'system';
      await endByEngine(platform, tenantId, callId, { by, reason: what, missed: 'missed_customer' });
    }
  }
  for (const { tenantId, callId } of await sweeps.overspent(BATCH))
    await endByEngine(platform, tenantId, callId, { by: 'system', reason: 'limit_reached' });
}

async function forgetParty(platform: Platform, tenantId: string, callId: string, partyId: string): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.moveParty(callId, partyId, ['ringing'], 'left', 'no_answer');
    const tookOver = call?.parties.some(({ id, takesOver }) => id === partyId && takesOver);
    const back = tookOver ? await tx.calls.hold(callId, false) : null;
    if (call) tellCall(tx, back ?? call);
  });
}

/** Supervisors who listen in calls without being signed in any more: their browser may have kept its connection. */
export async function sendStrayOnlookersAway(platform: Platform): Promise<void> {
  for (const { tenantId, callId, partyId } of await platform.store.sweeps.strayOnlookers(BATCH))
    await platform.store.transaction(tenantId, async (tx) => {
      const call = await tx.calls.moveParty(
        callId,
        partyId,
        ['joining', 'present', 'interrupted'],
        'left',
        'signed_out',
      );
      if (!call) return;
      const target = { kind: 'call', id: callId, name: call.callCode };
      audit(tx, SYSTEM_ACTOR, { action: 'call.attendance_ended', target });
      tellCall(tx, call);
    });
}

/** Removes recordings that are older than their tenant keeps them: nobody is shown them from here on, and the sweep of files removes their bytes. */
export async function expireCallRecordings(platform: Platform): Promise<number> {
  const keys = await platform.store.sweeps.expireRecordings(BATCH, DEFAULT_CALL_SETTINGS.recordingDays);
  return keys.length;
}
