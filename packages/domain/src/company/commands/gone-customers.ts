import { endWithContact } from '../../contacts/end-with-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { Platform } from '../../kernel/platform.ts';

const BATCH = 100;

/** Ends the helps of customers whose app is gone for longer than their tenant allows. Returns how many were looked at. */
export async function endGoneCustomers(platform: Platform): Promise<number> {
  const gone = await platform.store.sweeps.goneCustomers(BATCH);
  for (const { tenantId, contactId } of gone) {
    await platform.store.transaction(tenantId, async (tx) => {
      if (!(await tx.company.takeGone(contactId))) return;
      const change = await tx.contacts.endAnyhow(contactId, 'customer_gone');
      if (!change) return;
      await endWithContact(tx, tenantId, change, { by: 'customer', reason: 'customer_gone' });
      await tx.log.append(
        change.conversationId,
        SYSTEM,
        { kind: 'contact.ended', contactId, reason: 'customer_gone' },
        'all',
      );
      if (change.previousAgentId) await tx.desks.freeSlot(change.previousAgentId, change, change.queueId);
      tellChange(tx, tenantId, change);
    });
  }
  return gone.length;
}
