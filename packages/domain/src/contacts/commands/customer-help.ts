import type { OnlineHelpStatus } from '@alongside/protocol';
import { authorOf } from '../../conversations/view.ts';
import type { CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import { endForCustomer } from '../end-for-customer.ts';
import { endWithContact } from '../end-with-contact.ts';
import { tellChange } from '../telling.ts';
import { standingOf } from './standings.ts';

/** Where this customer's help stands. */
export async function getOnlineHelp(platform: Platform, actor: CustomerActor): Promise<OnlineHelpStatus> {
  return platform.store.transaction(actor.tenantId, (tx) => statusOf(tx, actor));
}

/** The customer no longer waits. An agent who was first wins: `contact_started`, and both see it started [CON7]. Repeating it is harmless. */
export async function cancelOnlineHelp(platform: Platform, actor: CustomerActor): Promise<OnlineHelpStatus> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const change = await tx.contacts.cancel(actor.contactId, 'cancelled_by_customer');
    if (change) {
      const cancelled = { by: 'customer', reason: 'cancelled' } as const;
      await endWithContact(tx, actor.tenantId, change, cancelled, authorOf(actor));
      await tx.log.append(
        change.conversationId,
        authorOf(actor),
        { kind: 'contact.ended', contactId: change.contactId, reason: 'cancelled_by_customer' },
        'all',
      );
      if (change.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change);
      tellChange(tx, actor.tenantId, change);
    }
    const status = await statusOf(tx, actor);
    if (status.state !== 'ended') throw new Refused('contact_started');
    return status;
  });
}

/** The customer is done, waiting or talking. Repeating it is harmless. */
export async function endOnlineHelp(platform: Platform, actor: CustomerActor): Promise<OnlineHelpStatus> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    await endForCustomer(tx, actor.tenantId, actor.contactId, authorOf(actor));
    return statusOf(tx, actor);
  });
}

async function statusOf(tx: Transaction, actor: CustomerActor): Promise<OnlineHelpStatus> {
  const contact = await tx.contacts.get(actor.contactId);
  const conversation = await tx.log.conversation(actor.conversationId);
  if (!contact || !conversation) throw new Refused('session_expired');
  let standing: OnlineHelpStatus['standing'] = null;
  if (contact.state === 'waiting' || contact.state === 'offered') standing = await standingOf(tx, contact);
  const { agentDeliveredUpTo, agentReadUpTo, customerReadUpTo } = conversation;
  return {
    conversationId: conversation.id,
    contactId: contact.id,
    state: contact.state,
    endReason: contact.endReason,
    lastSeq: conversation.lastSeq,
    standing,
    marks: { agentDeliveredUpTo, agentReadUpTo, customerReadUpTo },
  };
}
