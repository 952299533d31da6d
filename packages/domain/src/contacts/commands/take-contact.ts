import type { Contact } from '@alongside/protocol';
import { SYSTEM } from '../../conversations/view.ts';
import { answerCall } from '../../calls/follow-contact.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import type { ContactChange } from '../ports.ts';
import { recordPick } from '../../routing/record.ts';
import { whyNot } from '../refusals.ts';
import { tellChange } from '../telling.ts';

/**
 * The agent takes the contact that rings at them. Of all who reach for it at once, one wins [CON3]. The slot was taken by the offer. `deskPartyId`: at
 * their own telephone, which is this party of the contact's call.
 */
export async function acceptOffer(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; epoch: number; deskPartyId?: string },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const change = await tx.contacts.accept(input.contactId, actor.agentId, input.epoch);
    if (!change) throw await whyNot(tx, input.contactId, 'offer_gone');
    await failpoint('accept.owned');
    return begin(platform, tx, actor, change, input.deskPartyId ?? null);
  });
}

/** The agent takes a waiting contact by hand. */
export async function pickContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const change = await tx.contacts.pick(input.contactId, actor.agentId);
    if (!change) throw await whyNot(tx, input.contactId, 'contact_taken');
    if (!(await tx.desks.takeSlot(actor.agentId, change))) throw new Refused('at_capacity');
    await recordPick(platform, tx, actor, change);
    return begin(platform, tx, actor, change);
  });
}

export async function begin(
  platform: Platform,
  tx: Transaction,
  actor: AgentActor,
  change: ContactChange,
  deskPartyId: string | null = null,
): Promise<Contact> {
  const agent = { id: actor.agentId, name: actor.name };
  await tx.log.append(
    change.conversationId,
    SYSTEM,
    { kind: 'contact.started', contactId: change.contactId, agent, waitedSeconds: change.waitedSeconds },
    'all',
  );
  await answerCall(platform, tx, change, agent, deskPartyId);
  await failpoint('accept.logged');
  tellChange(tx, actor.tenantId, change);
  return mustGet(tx, change.contactId);
}

/** A contact that the transaction has just changed. */
export async function mustGet(tx: Transaction, contactId: string): Promise<Contact> {
  const contact = await tx.contacts.get(contactId);
  if (!contact) throw new Refused('not_found');
  return contact;
}
