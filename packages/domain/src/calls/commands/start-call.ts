import type { CallView } from '@alongside/protocol';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { newCallCode } from '../call-code.ts';
import type { NewParty } from '../ports.ts';
import { changed } from './find-call.ts';

/**
 * A call in a conversation in which an agent helps: it rings at the other side. Where the contact is a call itself, which broke, the
 * new one takes its place. Refuses `call_busy` while there is one, `not_owner`, `conversation_ended`.
 */
export async function startCall(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; kind: 'voice' | 'video' },
): Promise<CallView> {
  const { conversationId, kind } = input;
  if (actor.kind === 'customer' && actor.conversationId !== conversationId) throw new Refused('not_found');
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(conversationId);
    const contact = conversation && (await tx.contacts.get(conversation.contactId));
    if (!conversation || !contact) throw new Refused('not_found');
    if (contact.state === 'ended') throw new Refused('conversation_ended');
    const { owner } = contact;
    if (contact.state !== 'active' || !owner)
      throw new Refused('not_owner', { message: 'No agent is in this conversation now.' });
    if (actor.kind === 'agent' && owner.id !== actor.agentId) throw new Refused('not_owner');
    const asks = actor.kind;
    const party = (role: 'customer' | 'agent', name: string, agentId: string | null): NewParty => ({
      id: platform.random.uuid(),
      role,
      device: 'browser',
      state: role === asks ? 'joining' : 'ringing',
      name,
      agentId,
      number: null,
    });
    const call = await tx.calls.create(
      {
        id: platform.random.uuid(),
        callCode: newCallCode(platform.clock, platform.random),
        conversationId,
        contactId: contact.id,
        kind,
        direction: asks === 'customer' ? 'inbound' : 'outbound',
        state: 'ringing',
        ownsContact: contact.helpType !== 'CHAT',
        agentId: owner.id,
        queueId: contact.queueId,
        customerNumber: null,
        companyNumber: null,
        tempId: null,
        trunkId: null,
        callUseType: kind === 'video' ? 'video_help' : 'online_help',
      },
      [party('customer', contact.customer.name, null), party('agent', owner.name, owner.id)],
    );
    return changed(tx, actor, call);
  });
}
