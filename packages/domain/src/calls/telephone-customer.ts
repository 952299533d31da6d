import type { ContactChange } from '../contacts/ports.ts';
import { SYSTEM } from '../conversations/view.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Transaction } from '../kernel/store.ts';

/**
 * The customer whom a number stands for, with a conversation and a contact of its own. A number proves nobody: it is a customer by itself, never
 * one whom the company knows by another id. Two calls from one number at once (an office) are two customers.
 */
export async function telephoneCustomer(
  platform: Platform,
  tx: Transaction,
  { number, queueId, outbound, name = number }: { number: string; queueId: string; outbound: boolean; name?: string },
): Promise<ContactChange> {
  const { random } = platform;
  const person = { name, phone: number, email: null, idNumber: null, isLoggedIn: false, telephone: true };
  let customer = await tx.directory.upsertCustomer({ id: random.uuid(), customerId: number, ...person });
  if (await tx.contacts.openContactOf(customer.id))
    customer = await tx.directory.upsertCustomer({
      id: random.uuid(),
      customerId: `${number} ${random.uuid().slice(-12)}`,
      ...person,
    });
  const [conversationId, contactId] = [random.uuid(), random.uuid()];
  await tx.directory.createConversation({ id: conversationId, customerId: customer.id, contactId, locale: null });
  const change = await tx.contacts.create({
    id: contactId,
    conversationId,
    customerId: customer.id,
    queueId,
    helpType: 'VOICE_CALL',
    outbound,
  });
  const { queueName } = change;
  await tx.log.append(
    conversationId,
    outbound ? SYSTEM : { kind: 'customer', id: customer.id, name },
    { kind: 'contact.requested', contactId, queueName, helpType: 'VOICE_CALL' },
    'all',
  );
  return change;
}
