import type { Contact } from '@alongside/protocol';
import { releaseCall } from '../../calls/follow-contact.ts';
import { authorOf, SYSTEM } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { whyNot } from '../refusals.ts';
import { tellChange } from '../telling.ts';
import { mustGet } from './take-contact.ts';

export type TransferTarget = { queueId: string } | { agentId: string };

/** Hands an active contact on: to a queue, or to ring at a colleague first. It keeps its original place [CON2]. */
export async function transferContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; to: TransferTarget; note?: string },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const { to } = input;
    if ('queueId' in to && !(await tx.queues.get(to.queueId)))
      throw new Refused('not_found', { message: 'There is no such queue.', field: '/to/queueId' });
    let colleague: { id: string; name: string } | undefined;
    if ('agentId' in to) {
      const found = (await tx.desks.colleagues()).find((c) => c.id === to.agentId);
      if (!found) throw new Refused('not_found', { message: 'There is no such colleague.', field: '/to/agentId' });
      if (to.agentId === actor.agentId || found.state !== 'available' || found.openContacts >= found.capacity)
        throw new Refused('agent_not_available', { field: '/to/agentId' });
      colleague = { id: found.id, name: found.name };
    }
    const change = await tx.contacts.requeue(input.contactId, actor.agentId, {
      ...('queueId' in to ? { queueId: to.queueId } : { targetAgentId: to.agentId }),
      fromAgentName: actor.name,
      ...(input.note ? { note: input.note } : {}),
    });
    if (!change) throw await whyNot(tx, input.contactId, 'not_owner');
    await tx.desks.freeSlot(actor.agentId, change);
    await releaseCall(tx, change, { reason: 'transferred', missed: 'missed_agent_reject' });
    if (input.note)
      await tx.log.append(change.conversationId, authorOf(actor), { kind: 'note', text: input.note }, 'agents');
    await tx.log.append(
      change.conversationId,
      SYSTEM,
      {
        kind: 'contact.requeued',
        contactId: change.contactId,
        reason: 'transferred',
        queueName: change.queueName,
        ...(colleague ? { to: colleague } : {}),
      },
      'all',
    );
    tellChange(tx, actor.tenantId, change, actor.agentId);
    return mustGet(tx, change.contactId);
  });
}
