import type { CallEndReason, MissedReason } from '@alongside/protocol';
import type { ContactChange } from '../contacts/ports.ts';
import { SYSTEM } from '../conversations/view.ts';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import { newCallCode } from './call-code.ts';
import { closeCall, tellCall } from './close-call.ts';
import { dropRinging, ringAtDeskPhone } from './commands/desk-phone.ts';
import type { CallRecord } from './ports.ts';
import { standbyPartyId } from './standby.ts';

/*
 * A contact's call goes where its contact goes [CALL5]. Each function is called inside the command that moves the contact, after its
 * conditional UPDATE; a contact without a call costs nothing more.
 */

/** A contact of a kind that is a call was made: so is its call. */
export async function requestCall(
  platform: Platform,
  tx: Transaction,
  change: ContactChange,
  name: string,
): Promise<void> {
  if (change.helpType === 'CHAT') return;
  const video = change.helpType === 'VIDEO_CALL';
  const call = await tx.calls.create(
    {
      id: platform.random.uuid(),
      callCode: newCallCode(platform.clock, platform.random),
      conversationId: change.conversationId,
      contactId: change.contactId,
      kind: video ? 'video' : 'voice',
      direction: 'inbound',
      state: 'requested',
      ownsContact: true,
      agentId: null,
      queueId: change.queueId,
      customerNumber: null,
      companyNumber: null,
      tempId: null,
      trunkId: null,
      callUseType: video ? 'video_help' : 'online_help',
    },
    [
      {
        id: platform.random.uuid(),
        role: 'customer',
        device: 'browser',
        state: 'joining',
        name,
        agentId: null,
        number: null,
      },
    ],
  );
  tellCall(tx, call);
}

/** It is offered to somebody. */
export async function ringCall(
  platform: Platform,
  tx: Transaction,
  { callId }: ContactChange,
  agentId: string,
): Promise<void> {
  const call = callId === null ? null : await tx.calls.ring(callId);
  if (call) tellCall(tx, await ringAtDeskPhone(platform, tx, call, agentId));
}

/** It rings there no more; `missed` is why, should nobody ever answer. */
export async function unringCall(tx: Transaction, { callId }: ContactChange, missed: MissedReason): Promise<void> {
  const call = callId === null ? null : await tx.calls.unring(callId, missed);
  if (call) tellCall(tx, call);
}

/** An agent has taken it. */
export async function answerCall(
  platform: Platform,
  tx: Transaction,
  { callId, offerEpoch }: ContactChange,
  agent: { readonly id: string; readonly name: string },
  deskPartyId: string | null = null,
): Promise<void> {
  if (callId === null) return;
  await dropRinging(tx, await tx.calls.get(callId), deskPartyId);
  const answered = await tx.calls.answer(callId, agent.id);
  if (!answered) return;
  // Their connections may stand already.
  const standby = standbyPartyId(callId, agent.id, offerEpoch);
  tellCall(tx, await joinAsAgent(platform, tx, answered, agent, standby));
  await logStart(tx, answered, agent);
}

export async function logStart(
  tx: Transaction,
  call: CallRecord,
  agent: { readonly id: string; readonly name: string },
): Promise<void> {
  if (call.conversationId === null) return;
  const { id, kind, direction } = call;
  const { id: agentId, name } = agent;
  const body = { kind: 'call.started' as const, callId: id, call: kind, direction, agent: { id: agentId, name } };
  await tx.log.append(call.conversationId, SYSTEM, body, 'all');
}

async function joinAsAgent(
  platform: Platform,
  tx: Transaction,
  call: CallRecord,
  agent: { readonly id: string; readonly name: string },
  wantedId: string | null = null,
): Promise<CallRecord> {
  if (call.parties.some(({ agentId, role, state }) => agentId === agent.id && role === 'agent' && state !== 'left'))
    return call;
  const isFree = wantedId !== null && !call.parties.some(({ id }) => id === wantedId);
  const joined = await tx.calls.addParty(call.id, {
    id: isFree ? wantedId : platform.random.uuid(),
    role: 'agent',
    device: 'browser',
    state: 'joining',
    name: agent.name,
    agentId: agent.id,
    number: null,
  });
  return joined ?? call;
}

/** The contact waits again. A call that is its contact waits with it, the customer on hold; another one ends. */
export async function releaseCall(
  tx: Transaction,
  { callId, previousAgentId }: ContactChange,
  why: { readonly reason: CallEndReason; readonly missed: MissedReason },
): Promise<void> {
  if (callId === null) return;
  const call = await tx.calls.get(callId);
  if (!call) return;
  const keeps = call.ownsContact || why.reason === 'transferred';
  const waits = !keeps
    ? null
    : (previousAgentId && (await tx.calls.release(callId, previousAgentId))) ||
      (call.ownsContact && (await tx.calls.unring(callId, why.missed)));
  if (waits) tellCall(tx, waits);
  else if (!call.ownsContact) await closeCall(tx, callId, { by: 'system', reason: why.reason, missed: why.missed });
}

/** The contact has another owner, without waiting between. */
export async function handCallOver(
  platform: Platform,
  tx: Transaction,
  { callId, previousAgentId }: ContactChange,
  to: { readonly id: string; readonly name: string },
): Promise<void> {
  if (callId === null || previousAgentId === null) return;
  const handed = await tx.calls.handOver(callId, previousAgentId, to.id);
  if (handed) tellCall(tx, await joinAsAgent(platform, tx, handed, to));
}

export const gone = (call: CallRecord | null): CallRecord => {
  if (call === null) throw new Refused('call_gone');
  return call;
};
