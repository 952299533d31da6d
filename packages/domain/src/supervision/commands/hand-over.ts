import type { Contact } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { handCallOver, releaseCall } from '../../calls/follow-contact.ts';
import { mustGet } from '../../contacts/commands/take-contact.ts';
import { whyNot } from '../../contacts/refusals.ts';
import { tellChange } from '../../contacts/telling.ts';
import { authorOf, SYSTEM } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { recordAssignment } from '../../routing/record.ts';

/** The supervisor goes on in place of the agent who has the contact. One conditional UPDATE: of two at once, one wins [SUP3]. */
export async function takeOverContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; ownerId: string },
): Promise<Contact> {
  if (input.ownerId === actor.agentId)
    throw new Refused('invalid_request', { field: '/ownerId', message: 'You have this contact already.' });
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const before = await tx.contacts.get(input.contactId);
    const change = await tx.supervision.handOver(input.contactId, input.ownerId, actor.agentId);
    if (!change || !before?.owner) throw await whyNot(tx, input.contactId, 'not_owner');
    if (!(await tx.desks.takeSlot(actor.agentId, change))) throw new Refused('at_capacity');
    await tx.desks.freeSlot(input.ownerId, change);
    const to = { id: actor.agentId, name: actor.name };
    await handCallOver(platform, tx, change, to);
    await recordAssignment(platform, tx, actor, change, to);
    const from = change.previousAgentId === before.owner.id ? before.owner : { id: input.ownerId, name: '' };
    await tx.log.append(
      change.conversationId,
      SYSTEM,
      { kind: 'contact.handed_over', contactId: change.contactId, from, to, by: to },
      'all',
    );
    const target = { kind: 'contact', id: change.contactId };
    audit(tx, actor, { action: 'contact.taken_over', target, before: { owner: from }, after: { owner: to } });
    tellChange(tx, actor.tenantId, change, input.ownerId, actor.agentId);
    return mustGet(tx, change.contactId);
  });
}

/** Sends a contact that is not over to a queue or to an agent; whoever had it or was rung loses it [SUP3]. */
export async function reassignContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; to: { queueId: string } | { agentId: string }; note?: string },
): Promise<Contact> {
  const { to, note } = input;
  return platform.store.transaction(actor.tenantId, async (tx) => {
    if ('queueId' in to && !(await tx.queues.get(to.queueId)))
      throw new Refused('not_found', { message: 'There is no such queue.', field: '/to/queueId' });
    let agent: { id: string; name: string } | undefined;
    if ('agentId' in to) {
      const found = await tx.supervision.boardAgent(to.agentId);
      if (!found) throw new Refused('not_found', { message: 'There is no such agent.', field: '/to/agentId' });
      if (found.state !== 'available') throw new Refused('agent_not_available', { field: '/to/agentId' });
      agent = { id: found.id, name: found.name };
    }
    const before = await tx.contacts.get(input.contactId);
    const change = await tx.supervision.sendBack(input.contactId, {
      ...('queueId' in to ? { queueId: to.queueId } : { targetAgentId: to.agentId }),
      fromAgentName: actor.name,
      ...(note ? { note } : {}),
    });
    if (!change) throw await whyNot(tx, input.contactId, 'contact_ended');
    if (change.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change);
    await releaseCall(tx, change, { reason: 'transferred', missed: 'missed_agent_timeout' });
    if (note) await tx.log.append(change.conversationId, authorOf(actor), { kind: 'note', text: note }, 'agents');
    // Who has not been answered yet sees no event: to them nothing happened.
    if (before?.state === 'active')
      await tx.log.append(
        change.conversationId,
        SYSTEM,
        {
          kind: 'contact.requeued',
          contactId: change.contactId,
          reason: 'transferred',
          queueName: change.queueName,
          ...(agent ? { to: agent } : {}),
        },
        'all',
      );
    audit(tx, actor, {
      action: 'contact.reassigned',
      target: { kind: 'contact', id: change.contactId },
      before: { state: before?.state, queueId: before?.queueId, owner: before?.owner ?? null },
      after: { state: 'waiting', queueId: change.queueId, to: agent ?? null },
    });
    if (before && before.queueId !== change.queueId)
      tx.tell({ kind: 'queue', tenantId: actor.tenantId, queueId: before.queueId });
    tellChange(tx, actor.tenantId, change);
    return mustGet(tx, change.contactId);
  });
}
