import { createHash } from 'node:crypto';
import type { Actor } from '../kernel/actor.ts';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { CallRecord } from './ports.ts';
import { onlookerOf, partyOf } from './view.ts';

/**
 * The party that an agent will be if they accept this offer of a call. Known before the party is there, so that the agent's connections may
 * be made while it rings; nothing is routed to or from it until then.
 */
export function standbyPartyId(callId: string, agentId: string, offerEpoch: number): string {
  const bytes = createHash('sha256').update(`standby ${callId} ${agentId} ${offerEpoch}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * As which party this person joins an open call: theirs, also one that still rings, or the one they would be of the call that is offered to
 * them. Refuses `not_found` where the call is not for them, `call_gone`.
 */
export async function partyToJoin(platform: Platform, actor: Actor, callId: string): Promise<string> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await tx.calls.get(callId);
    const foreign = actor.kind === 'customer' && call?.conversationId !== actor.conversationId;
    if (!call || foreign) throw new Refused('not_found');
    if (call.state === 'ended') throw new Refused('call_gone');
    const party = partyOf(call, onlookerOf(actor));
    if (party) return party.id;
    if (actor.kind !== 'agent' || !mayStandBy(call)) throw new Refused('call_gone');
    const held = await tx.desks.held(actor.agentId);
    const offer = held.find(({ contactId, state }) => contactId === call.contactId && state === 'offered');
    if (!offer) throw new Refused('call_gone');
    return standbyPartyId(call.id, actor.agentId, offer.epoch);
  });
}

/** It rings at an agent who is no party of it yet. */
export const mayStandBy = ({ state, ownsContact }: Pick<CallRecord, 'state' | 'ownsContact'>): boolean =>
  state === 'ringing' && ownsContact;
