import { audit, type AuditedBy } from '../../audit/audit.ts';
import { endWithContact } from '../../contacts/end-with-contact.ts';
import { tellChange } from '../../contacts/telling.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { Platform } from '../../kernel/platform.ts';

/** Ends the chat of exactly this customer with exactly this person of the company. False: there is none such. */
export async function finishHelp(
  platform: Platform,
  tenantId: string,
  by: AuditedBy,
  input: { customerId: string; staffId: string },
): Promise<boolean> {
  return platform.store.transaction(tenantId, async (tx) => {
    const staff = await tx.company.staff(input.staffId);
    const customer = await tx.directory.customerByNumber(input.customerId);
    const contact = customer && (await tx.contacts.openContactOf(customer.id));
    if (!staff || !contact || contact.owner?.id !== staff.id) return false;
    const change = await tx.contacts.endByOwner(contact.id, staff.id, 'ended_by_system');
    if (!change) return false;
    await endWithContact(tx, tenantId, change, { by: 'system', reason: 'contact_ended' });
    await tx.log.append(
      change.conversationId,
      SYSTEM,
      {
        kind: 'contact.ended',
        contactId: change.contactId,
        reason: 'ended_by_system',
        ...(change.asksSurvey ? { survey: true } : {}),
      },
      'all',
    );
    await tx.desks.freeSlot(staff.id, change, change.queueId);
    tellChange(tx, tenantId, change, staff.id);
    audit(tx, by, { action: 'contact.finished', target: { kind: 'contact', id: change.contactId } });
    return true;
  });
}
