import type { CallView } from '@alongside/protocol';
import type { Actor, AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { closeCall, tellCall } from '../close-call.ts';
import type { CallRecord, PartyRecord } from '../ports.ts';
import { onlookerOf, partyOf, viewOf } from '../view.ts';

/** A call that this person takes or took part in; a foreign one looks like none at all. `lock`: an entry will follow. */
export async function callFor(
  tx: Transaction,
  actor: Actor,
  callId: string,
  how: 'get' | 'lock' = 'get',
): Promise<CallRecord> {
  const call = await tx.calls[how](callId);
  if (!call || !isFor(call, actor)) throw new Refused('not_found');
  return call;
}

const isFor = (call: CallRecord, actor: Actor): boolean =>
  actor.kind === 'customer' ? call.conversationId !== null && call.conversationId === actor.conversationId : true;

/** An open call that this agent has: its agent, and nobody else. */
export async function ownCall(
  tx: Transaction,
  actor: AgentActor,
  callId: string,
  how: 'get' | 'lock' = 'get',
): Promise<CallRecord> {
  const call = await callFor(tx, actor, callId, how);
  if (call.state === 'ended') throw new Refused('call_gone');
  if (call.agentId !== actor.agentId) throw new Refused('not_owner');
  return call;
}

/** The party of the actor in an open call. */
export function mustTakePart(call: CallRecord, actor: Actor): PartyRecord {
  const me = partyOf(call, onlookerOf(actor));
  if (call.state === 'ended' || me === null) throw new Refused('call_gone');
  return me;
}

/** Tells everybody of a change, and answers with the picture; null: the change came too late. */
export function changed(
  tx: Transaction,
  actor: Actor,
  call: CallRecord | null,
  otherwise: 'call_gone' | 'call_wrong_state' = 'call_wrong_state',
): CallView {
  if (call === null) throw new Refused(otherwise);
  tellCall(tx, call);
  return viewOf(call, onlookerOf(actor));
}

/** Open calls of this person. */
export async function listMyCalls(platform: Platform, actor: Actor): Promise<CallView[]> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const calls =
      actor.kind === 'agent'
        ? await tx.calls.openOfAgent(actor.agentId)
        : await tx.calls.openOfConversations([actor.conversationId]);
    return calls.map((call) => viewOf(call, onlookerOf(actor)));
  });
}

/** Ends an open call and answers with the picture of what it became, by whomever. */
export async function closed(
  tx: Transaction,
  actor: Actor,
  callId: string,
  end: Parameters<typeof closeCall>[2],
  author: Parameters<typeof closeCall>[3],
): Promise<CallView> {
  await closeCall(tx, callId, end, author);
  return viewOf(await callFor(tx, actor, callId), onlookerOf(actor));
}
