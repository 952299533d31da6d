import type { Colleague, Contact, ContactPage, ConversationSummary, Customer, QueueView } from '@alongside/protocol';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

const PAGE = 20;

const found = <T>(value: T | null): T => {
  if (value === null) throw new Refused('not_found');
  return value;
};

const pageOf = (page: { cursor?: string; limit?: number }) => ({
  limit: page.limit ?? PAGE,
  ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
});

export async function getContact(platform: Platform, actor: AgentActor, contactId: string): Promise<Contact> {
  return found(await platform.store.transaction(actor.tenantId, (tx) => tx.contacts.get(contactId)));
}

export async function getConversation(
  platform: Platform,
  actor: AgentActor,
  conversationId: string,
): Promise<ConversationSummary> {
  return found(await platform.store.transaction(actor.tenantId, (tx) => tx.contacts.summary(conversationId)));
}

export async function getCustomer(platform: Platform, actor: AgentActor, id: string): Promise<Customer> {
  return found(await platform.store.transaction(actor.tenantId, (tx) => tx.directory.customer(id)));
}

/** Earlier contacts of one customer, newest first. */
export async function listCustomerContacts(
  platform: Platform,
  actor: AgentActor,
  customerId: string,
  page: { cursor?: string; limit?: number },
): Promise<ContactPage> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    found(await tx.directory.customer(customerId));
    return tx.contacts.listEnded({ customerId }, pageOf(page));
  });
}

/** Ended contacts: an agent's own, a supervisor's everybody's; newest first. */
export async function listContacts(
  platform: Platform,
  actor: AgentActor,
  page: { cursor?: string; limit?: number },
): Promise<ContactPage> {
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.contacts.listEnded(actor.role === 'agent' ? { ownerId: actor.agentId } : {}, pageOf(page)),
  );
}

export async function listColleagues(platform: Platform, actor: AgentActor): Promise<{ agents: Colleague[] }> {
  return { agents: await platform.store.transaction(actor.tenantId, (tx) => tx.desks.colleagues()) };
}

export async function listQueues(platform: Platform, tenantId: string): Promise<{ queues: QueueView[] }> {
  return { queues: await platform.store.transaction(tenantId, (tx) => tx.queues.views()) };
}
