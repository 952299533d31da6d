import type { CallEndReason, MissedReason } from '@alongside/protocol';
import { endWithContact } from '../../contacts/end-with-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { closeCall, tellCall } from '../close-call.ts';
import { logStart } from '../follow-contact.ts';
import type { CallEnd, CallRecord } from '../ports.ts';
import type { CallFailure } from '../telephony-engine.ts';
import { handOut } from './hand-out.ts';

/* What the engines tell of a call. Each is harmless when it comes twice or late. */

/** Media flow from this party. The call is in progress once the agent and the customer are both heard. */
export async function partyIsHeard(
  platform: Platform,
  tenantId: string,
  callId: string,
  partyId: string,
): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    await tx.calls.lock(callId);
    const call = await tx.calls.moveParty(callId, partyId, ['joining', 'interrupted'], 'present');
    if (!call) return;
    const heard = (role: string) => call.parties.some((party) => party.role === role && party.state === 'present');
    const begun =
      call.state === 'connecting' && heard('customer') && heard('agent') ? await tx.calls.begin(callId) : null;
    if (begun) await recordAlways(tx, begun);
    tellCall(tx, begun ?? call);
  });
}

/** Where every call is recorded, it begins by itself: announced, or asked for. */
async function recordAlways(tx: Transaction, call: CallRecord): Promise<void> {
  const { recording, consent } = await tx.calls.settings();
  if (recording !== 'always' || call.recording !== 'off' || call.conversationId === null) return;
  const announced = consent === 'announce';
  const now = await tx.calls.setRecording(
    call.id,
    ['off'],
    announced ? 'on' : 'asked',
    announced ? 'announced' : undefined,
  );
  const what = announced ? 'started' : 'asked';
  if (now) await tx.log.append(call.conversationId, SYSTEM, { kind: 'call.recording', callId: call.id, what }, 'all');
}

/** What came from this party before it was silent comes again. */
export async function partyIsBack(
  platform: Platform,
  tenantId: string,
  callId: string,
  partyId: string,
): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.moveParty(callId, partyId, ['interrupted'], 'present');
    if (call) tellCall(tx, call);
  });
}

/** Nothing more comes from this party for now. */
export async function partyIsSilent(
  platform: Platform,
  tenantId: string,
  callId: string,
  partyId: string,
): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.moveParty(callId, partyId, ['present'], 'interrupted');
    if (call) tellCall(tx, call);
  });
}

/** A telephone that we dialled was answered. */
export async function telephoneAnswered(
  platform: Platform,
  tenantId: string,
  callId: string,
  partyId: string,
): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const before = await tx.calls.get(callId);
    const party = before?.parties.find(({ id }) => id === partyId);
    if (before && party?.takesOver) return handOut(tx, before, partyId);
    await tx.calls.lock(callId);
    const call = await tx.calls.moveParty(callId, partyId, ['ringing'], 'joining');
    if (!call) return;
    const isCustomer = party?.role === 'customer';
    const answered = isCustomer && call.state === 'ringing' ? await tx.calls.answer(callId, null) : null;
    if (answered?.agentId) await logStart(tx, answered, { id: answered.agentId, name: answered.agentName ?? '' });
    tellCall(tx, answered ?? call);
  });
}

const FAILED: { readonly [K in CallFailure]: CallEndReason } = {
  busy: 'busy',
  no_answer: 'no_answer',
  unreachable: 'unreachable',
  refused: 'declined',
  cancelled: 'cancelled',
  trunk_down: 'unreachable',
  not_authenticated: 'unreachable',
  no_common_codec: 'media_failed',
  network: 'unreachable',
};

/** A telephone hung up, or could not be reached. The customer's ends the call, another's goes alone. */
export async function telephoneEnded(
  platform: Platform,
  tenantId: string,
  callId: string,
  partyId: string,
  how: { readonly failure: CallFailure | null; readonly status: number | null },
): Promise<void> {
  const { failure, status } = how;
  const call = await platform.store.transaction(tenantId, async (tx) => {
    const found = await tx.calls.get(callId);
    const party = found?.parties.find(({ id }) => id === partyId);
    if (!found || party?.role === 'customer') return found;
    // Whom it was handed out to is the last that the customer has.
    if (party?.takesOver && party.state !== 'ringing') return found;
    const left = await tx.calls.moveParty(
      callId,
      partyId,
      ['ringing', 'joining', 'present', 'interrupted'],
      'left',
      failure ?? 'hung_up',
    );
    // Nobody there took it: the customer comes back to the agent.
    const back = left && party?.takesOver ? await tx.calls.hold(callId, false) : null;
    if (left) tellCall(tx, back ?? left);
    return null;
  });
  if (!call || call.state === 'ended') return;
  const left = call.voicemail && call.recording === 'on' ? ('voicemail' as const) : null;
  const reason = left ?? (failure === null ? (call.answeredAt === null ? 'cancelled' : 'hung_up') : FAILED[failure]);
  // Who goes while it waits again was kept from an agent by what happened before.
  const goesFirst = call.direction === 'outbound' || call.state === 'ringing';
  await endByEngine(platform, tenantId, callId, {
    by: 'customer',
    reason,
    ...(goesFirst ? { missed: 'missed_customer' } : {}),
    ...(status === null ? {} : { sipStatus: status }),
  });
}

/**
 * The call is over because the customer's side or the system ended it: a contact that is the call ends with it, except where both may start
 * again (the engine died, no sound came), for which the contact stays.
 */
export async function endByEngine(
  platform: Platform,
  tenantId: string,
  callId: string,
  end: CallEnd,
): Promise<boolean> {
  return platform.store.transaction(tenantId, async (tx) => {
    const call = await tx.calls.get(callId);
    if (!call || call.state === 'ended') return false;
    const again = call.kind !== 'phone' && call.agentId !== null && AGAIN.has(end.reason);
    if (call.ownsContact && call.contactId !== null && !again) {
      const byCustomer = end.by === 'customer';
      const reason =
        end.reason === 'customer_gone' ? 'customer_gone' : byCustomer ? 'ended_by_customer' : 'ended_by_system';
      const waiting = byCustomer ? await tx.contacts.cancel(call.contactId, 'cancelled_by_customer') : null;
      const change = waiting ?? (await tx.contacts.endAnyhow(call.contactId, reason));
      if (change) {
        await endWithContact(tx, tenantId, change, end);
        const { conversationId, contactId } = change;
        const why = waiting ? 'cancelled_by_customer' : reason;
        await tx.log.append(conversationId, SYSTEM, { kind: 'contact.ended', contactId, reason: why }, 'all');
        if (change.previousAgentId)
          await tx.desks.freeSlot(change.previousAgentId, change, waiting ? undefined : change.queueId);
        tellChange(tx, tenantId, change);
        return true;
      }
    }
    return (await closeCall(tx, callId, end)) !== null;
  });
}

const AGAIN: ReadonlySet<CallEndReason> = new Set(['engine_lost', 'media_failed']);

/**
 * The engine's process died, or the process around it: every call of it ends, once each, and may be started again [CALL7]. A call of browsers that
 * nobody has answered yet goes on waiting: only connections that were made ahead are lost.
 */
export async function engineLost(
  platform: Platform,
  calls: readonly { readonly tenantId: string; readonly callId: string }[],
): Promise<void> {
  for (const { tenantId, callId } of calls) {
    const call = await platform.store.transaction(tenantId, (tx) => tx.calls.get(callId));
    if (call === null || (call.answeredAt === null && call.kind !== 'phone')) continue;
    await endByEngine(platform, tenantId, callId, {
      by: 'system',
      reason: 'engine_lost',
      missed: 'missed_agent_device' satisfies MissedReason,
    });
  }
}
