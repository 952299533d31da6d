import type { Author } from '@alongside/protocol';
import type { Transaction } from '../kernel/store.ts';
import { endWithContact } from './end-with-contact.ts';
import type { ContactChange } from './ports.ts';
import { tellChange } from './telling.ts';

/** The customer is done, waiting or talking. null: it had ended. */
export async function endForCustomer(
  tx: Transaction,
  tenantId: string,
  contactId: string,
  author: Author,
): Promise<ContactChange | null> {
  const waiting = await tx.contacts.cancel(contactId, 'cancelled_by_customer');
  const change = waiting ?? (await tx.contacts.endAnyhow(contactId, 'ended_by_customer'));
  if (!change) return null;
  await endWithContact(
    tx,
    tenantId,
    change,
    waiting ? { by: 'customer', reason: 'cancelled' } : { by: 'customer', reason: 'hung_up' },
    author,
  );
  const reason = waiting ? 'cancelled_by_customer' : 'ended_by_customer';
  await tx.log.append(
    change.conversationId,
    author,
    {
      kind: 'contact.ended',
      contactId: change.contactId,
      reason,
      ...(!waiting && change.asksSurvey ? { survey: true } : {}),
    },
    'all',
  );
  if (change.previousAgentId)
    await tx.desks.freeSlot(change.previousAgentId, change, waiting ? undefined : change.queueId);
  tellChange(tx, tenantId, change);
  return change;
}
