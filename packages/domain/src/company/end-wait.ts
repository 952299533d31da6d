import { endWithContact } from '../contacts/end-with-contact.ts';
import { tellChange } from '../contacts/telling.ts';
import { SYSTEM } from '../conversations/view.ts';
import type { Transaction } from '../kernel/store.ts';

/** Ends a wait from the company's side, with a word for the customer. False: they do not wait. */
export async function endWait(
  tx: Transaction,
  tenantId: string,
  contactId: string,
  message: string | undefined,
): Promise<boolean> {
  const change = await tx.contacts.cancel(contactId, 'ended_by_system');
  if (change === null) return false;
  await endWithContact(tx, tenantId, change, { by: 'system', reason: 'contact_ended', missed: 'missed_agent_timeout' });
  await tx.log.append(
    change.conversationId,
    SYSTEM,
    { kind: 'contact.ended', contactId, reason: 'ended_by_system', ...(message ? { message } : {}) },
    'all',
  );
  if (change.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change);
  tellChange(tx, tenantId, change);
  return true;
}
