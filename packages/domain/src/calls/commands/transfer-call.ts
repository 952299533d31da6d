import type { CallView } from '@alongside/protocol';
import { transferContact } from '../../contacts/commands/transfer-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { recordAssignment } from '../../routing/record.ts';
import { auditingRefusals, reserve, telephone } from '../dialling.ts';
import { viewOf } from '../view.ts';
import { callFor, changed, ownCall } from './find-call.ts';

export type CallTarget = { queueId: string } | { agentId: string } | { number: string } | { partyId: string };

/**
 * Hands a call on. To a queue or a colleague: its contact waits there, the customer on hold. To a party: they go on in my place. To a number:
 * that telephone is rung, the customer waits on hold and goes on with it when it answers, without me; where it does not, they are mine again.
 */
export async function transferCall(
  platform: Platform,
  actor: AgentActor,
  input: { callId: string; to: CallTarget; note?: string },
): Promise<CallView> {
  const { callId, to, note } = input;
  if ('number' in to)
    return auditingRefusals(platform, actor, to.number, () => toNumber(platform, actor, callId, to.number));
  if ('partyId' in to) return toParty(platform, actor, callId, to.partyId);
  const contactId = await platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    if (call.contactId === null) throw new Refused('call_wrong_state');
    if (call.state === 'ringing') throw new Refused('call_wrong_state');
    return call.contactId;
  });
  await transferContact(platform, actor, { contactId, to, ...(note === undefined ? {} : { note }) });
  return platform.store.transaction(actor.tenantId, async (tx) =>
    viewOf(await callFor(tx, actor, callId), { kind: 'agent', agentId: actor.agentId }),
  );
}

/** After consulting: the colleague becomes the agent of the call, and the owner of its contact, in one step. */
async function toParty(platform: Platform, actor: AgentActor, callId: string, partyId: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    const party = call.parties.find(({ id, state }) => id === partyId && state !== 'left');
    if (party?.role !== 'third_party') throw new Refused('not_found', { field: '/to/partyId' });
    if (party.agentId === null || party.state === 'ringing')
      throw new Refused('call_wrong_state', { message: 'Only a colleague who has answered can take the call.' });
    const to = { id: party.agentId, name: party.name };
    if (call.contactId !== null) {
      const change = await tx.supervision.handOver(call.contactId, actor.agentId, to.id);
      if (!change) throw new Refused('not_owner');
      if (!(await tx.desks.takeSlot(to.id, change))) throw new Refused('at_capacity');
      await tx.desks.freeSlot(actor.agentId, change);
      await recordAssignment(platform, tx, actor, change, to);
      const from = { id: actor.agentId, name: actor.name };
      await tx.log.append(
        change.conversationId,
        SYSTEM,
        { kind: 'contact.handed_over', contactId: change.contactId, from, to },
        'all',
      );
      tellChange(tx, actor.tenantId, change, actor.agentId, to.id);
    }
    return changed(tx, actor, await tx.calls.handOver(callId, actor.agentId, to.id), 'call_gone');
  });
}

/** Rung as a third party who takes the call over. */
async function toNumber(platform: Platform, actor: AgentActor, callId: string, dialled: string): Promise<CallView> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const call = await ownCall(tx, actor, callId);
    if (call.state !== 'in_progress' && call.state !== 'held') throw new Refused('call_wrong_state');
    if (call.parties.some(({ takesOver, state }) => takesOver && state === 'ringing'))
      throw new Refused('call_wrong_state');
    const { number } = await telephone(platform, tx, dialled);
    const id = platform.random.uuid();
    await reserve(tx, callId, id);
    const party = { id, role: 'third_party', device: 'telephone', state: 'ringing', agentId: null, number } as const;
    if (call.state === 'in_progress') await tx.calls.hold(callId, true);
    const taker = { ...party, name: number, takesOver: true };
    return changed(tx, actor, await tx.calls.addParty(callId, taker), 'call_gone');
  });
}
