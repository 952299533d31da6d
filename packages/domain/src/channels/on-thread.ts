import type { Author } from '@alongside/protocol';
import type { CustomerActor } from '../kernel/actor.ts';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import type { ChannelActor, Thread } from './ports.ts';

export const customerAuthor = ({ customerId, name }: ChannelActor): Author => ({
  kind: 'customer',
  id: customerId,
  name,
});

/** The thread of this customer's that the app names; without a name the newest. Refuses `not_found`: a foreign one looks like none at all. */
export async function mustHave(tx: Transaction, actor: ChannelActor, externalId: string | null): Promise<Thread> {
  const thread = await tx.channels.thread(actor.channelId, actor.customerId, externalId);
  if (!thread) throw new Refused('not_found', { message: 'There is no such thread of this customer.' });
  return thread;
}

/** The customer in one of their own threads; the thread was read as theirs. */
export function customerOn(actor: ChannelActor, thread: Thread): CustomerActor {
  return {
    kind: 'customer',
    tenantId: actor.tenantId,
    sessionId: actor.sessionId ?? actor.visitorId,
    customerId: actor.customerId,
    conversationId: thread.id,
    contactId: thread.contact.id,
    name: actor.name,
  };
}

/** Other sockets and processes of this customer learn of it. */
export function tellThread(tx: Transaction, actor: ChannelActor, conversationId: string): void {
  const { tenantId, channelId, customerId } = actor;
  tx.tell({ kind: 'thread', tenantId, channelId, customerId, conversationId });
}
