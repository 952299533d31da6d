import type { Contact } from '@alongside/protocol';
import { authorOf } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { endWithContact } from '../end-with-contact.ts';
import { whyNot } from '../refusals.ts';
import { tellChange } from '../telling.ts';
import { mustGet } from './take-contact.ts';

/** The owner ends the contact; with a wrap-up it leaves the desk at once. Repeating it on one's own ended contact is harmless. */
export async function endContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; wrapUp?: string },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await endForAgent(tx, actor, input.contactId))) {
      const refusal = await whyNot(tx, input.contactId, 'not_owner');
      if (refusal.code !== 'contact_ended') throw refusal;
    }
    if (input.wrapUp !== undefined) return saveWrapUp(tx, actor, input.contactId, input.wrapUp);
    return mustGet(tx, input.contactId);
  });
}

/** The owner is done, and a call that is its contact or belongs to it ends. False: it had ended, or is not theirs. */
export async function endForAgent(tx: Transaction, actor: AgentActor, contactId: string): Promise<boolean> {
  const change = await tx.contacts.endByOwner(contactId, actor.agentId, 'ended_by_agent');
  if (!change) return false;
  await endWithContact(tx, actor.tenantId, change, { by: 'agent', reason: 'hung_up' }, authorOf(actor));
  await tx.log.append(
    change.conversationId,
    authorOf(actor),
    { kind: 'contact.ended', contactId, reason: 'ended_by_agent', ...(change.asksSurvey ? { survey: true } : {}) },
    'all',
  );
  await tx.desks.freeSlot(actor.agentId, change, change.queueId);
  tellChange(tx, actor.tenantId, change, actor.agentId);
  return true;
}

/** Writes the wrap-up of an ended contact of one's own and clears it from the desk. */
export async function wrapUpContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; text: string },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, (tx) => saveWrapUp(tx, actor, input.contactId, input.text));
}

async function saveWrapUp(tx: Transaction, actor: AgentActor, contactId: string, text: string): Promise<Contact> {
  const change = await tx.contacts.wrapUp(contactId, actor.agentId, text);
  if (!change) throw new Refused((await tx.contacts.get(contactId)) ? 'not_owner' : 'not_found');
  if (text.trim().length > 0)
    await tx.log.append(change.conversationId, authorOf(actor), { kind: 'wrap_up', contactId, text }, 'agents');
  await tx.desks.endAfterContact(actor.agentId);
  tx.tell({ kind: 'desk', tenantId: actor.tenantId, agentId: actor.agentId });
  return mustGet(tx, contactId);
}
