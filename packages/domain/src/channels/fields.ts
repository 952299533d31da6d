import type { FieldValue } from '@alongside/protocol';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import { customerAuthor } from './on-thread.ts';
import type { ChannelActor, Thread } from './ports.ts';

const MOST = { fields: 50, value: 1024 };
const IDENT = /^[A-Za-z0-9_.-]{1,64}$/;

/** What an app says of a contact or a customer. Refuses `invalid_request`. */
export function assertFields(fields: readonly FieldValue[]): void {
  if (fields.length > MOST.fields)
    throw new Refused('invalid_request', { field: '/fields', rule: `at most ${MOST.fields}` });
  for (const [index, { ident, value, updatedAt }] of fields.entries()) {
    if (IDENT.test(ident) && value.length <= MOST.value && !Number.isNaN(Date.parse(updatedAt))) continue;
    const rule = `an ident of 1 to 64 letters, digits, ., - and _, a value of at most ${MOST.value} characters, and a time`;
    throw new Refused('invalid_request', { field: `/fields/${index}`, rule });
  }
}

/** Those that stand now as they were not known before. */
const news = (before: readonly FieldValue[], now: readonly FieldValue[]): FieldValue[] =>
  now.filter(({ ident, value }) => !before.some((known) => known.ident === ident && known.value === value));

/** Stores what is said of a contact, and what is new of it says the log. */
export async function sayOfContact(
  tx: Transaction,
  actor: ChannelActor,
  contact: { conversationId: string; contactId: string },
  said: readonly FieldValue[],
): Promise<void> {
  if (said.length === 0) return;
  const thread = await tx.channels.threadById(contact.conversationId);
  const before = thread?.contact.fields ?? [];
  const fields = news(before, await tx.channels.setContactFields(contact.contactId, said));
  if (fields.length === 0) return;
  const body = { kind: 'fields.changed', of: 'contact', fields } as const;
  await tx.log.append(contact.conversationId, customerAuthor(actor), body, 'all');
  tellOwner(tx, actor, thread);
}

/** Their desk shows it. */
function tellOwner(tx: Transaction, { tenantId }: ChannelActor, thread: Thread | null): void {
  const { owner, status } = thread?.contact ?? { owner: null, status: 'closed' };
  if (owner && status === 'open') tx.tell({ kind: 'desk', tenantId, agentId: owner.id });
}

/** Stores what is said of the customer, and what is new of them say these threads' logs. */
export async function sayOfCustomer(
  tx: Transaction,
  actor: ChannelActor,
  conversationIds: readonly string[],
  said: readonly FieldValue[],
): Promise<void> {
  if (said.length === 0) return;
  const before = (await tx.channels.person(actor.channelId, actor.customerId))?.fields ?? [];
  const fields = news(before, await tx.channels.setCustomerFields(actor.customerId, said));
  if (fields.length === 0) return;
  const body = { kind: 'fields.changed', of: 'customer', fields } as const;
  for (const id of conversationIds) {
    await tx.log.append(id, customerAuthor(actor), body, 'all');
    tellOwner(tx, actor, await tx.channels.threadById(id));
  }
}
