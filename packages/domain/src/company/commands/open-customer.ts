import type { Contact } from '@alongside/protocol';
import { pickContact } from '../../contacts/commands/take-contact.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/**
 * Starts the help of a customer whom the company's call system has put through to this agent. One that is this agent's already is only
 * shown. A customer who gave up meanwhile is not there: `not_found`.
 */
export async function openCustomer(platform: Platform, actor: AgentActor, customerId: string): Promise<Contact> {
  const contact = await platform.store.transaction(actor.tenantId, async (tx) => {
    const customer = await tx.directory.customerByNumber(customerId);
    return customer && tx.contacts.openContactOf(customer.id);
  });
  if (!contact) throw new Refused('not_found', { message: 'This customer does not wait any more.' });
  if (contact.owner?.id === actor.agentId) return contact;
  return pickContact(platform, actor, { contactId: contact.id });
}
