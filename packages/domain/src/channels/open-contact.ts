import type { ContactChange } from '../contacts/ports.ts';
import { tellChange } from '../contacts/telling.ts';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import { takeIn } from '../routing/take-in.ts';
import { customerAuthor, tellThread } from './on-thread.ts';
import type { ChannelActor, Thread } from './ports.ts';

/** Somebody else made the thread or its contact first: nothing is done, and the caller looks again. */
export class Overtaken extends Error {}

/**
 * Makes a thread with its first contact, or the next contact of one whose last has ended. Unique indexes and one conditional UPDATE
 * decide among several at once. Throws Overtaken; refuses `outside_hours` for a live chat, `already_in_help` while another live chat is open,
 * `invalid_request` for a second thread where there is to be one.
 */
export async function openContact(
  platform: Platform,
  tx: Transaction,
  actor: ChannelActor,
  {
    thread,
    externalId,
    name,
    offline = false,
  }: { thread: Thread | null; externalId: string; name: string; offline?: boolean },
): Promise<ContactChange> {
  const channel = await tx.channels.channel(actor.channelId);
  if (!channel) throw new Refused('not_found', { message: 'There is no such channel.' });
  const { tenantId, customerId, channelId } = actor;
  const conversationId = thread?.id ?? platform.random.uuid();
  const contactId = platform.random.uuid();
  if (!thread) {
    const made = { id: conversationId, channelId, customerId, contactId, externalId, name, locale: null };
    if (!(await tx.channels.createThread(made))) {
      if (channel.mode !== 'single' || (await tx.channels.thread(channelId, customerId, externalId)))
        throw new Overtaken();
      throw new Refused('invalid_request', {
        field: '/thread',
        message: 'There is one thread for each customer here.',
      });
    }
  }
  const chosen = channel.queueId === null ? null : await tx.queues.get(channel.queueId);
  const queueId = chosen?.id ?? (await tx.company.externalQueueId()) ?? (await tx.queues.defaultQueueId());
  // What is no live chat may wait for its answer, and so for the morning.
  const whileClosed = offline || channel.mode !== 'live';
  const { lastAgentId } = await takeIn(tx, queueId, customerId, { whileClosed, hoursId: channel.hoursId });
  const wanted = { id: contactId, conversationId, customerId, queueId, helpType: 'CHAT' as const, channelId, offline };
  const change = await tx.contacts.create({ ...wanted, targetAgentId: lastAgentId }).catch((error: unknown) => {
    const first = thread && error instanceof Refused && error.code === 'already_in_help';
    throw first ? new Overtaken() : error;
  });
  if (thread && !(await tx.channels.reopenThread(conversationId, contactId))) throw new Overtaken();
  // Before the entries: whoever hears of them must know where they belong.
  tellThread(tx, actor, conversationId);
  const { queueName } = change;
  await tx.log.append(
    conversationId,
    customerAuthor(actor),
    { kind: 'contact.requested', contactId, queueName, helpType: 'CHAT' },
    'all',
  );
  tellChange(tx, tenantId, change);
  return change;
}

/** Refuses for good after so many rounds in which somebody was always first. */
const ROUNDS = 5;

export async function untilDecided<T>(round: () => Promise<T>): Promise<T> {
  for (let left = ROUNDS; ; left -= 1) {
    try {
      return await round();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (left <= 1)
        throw new Refused('store_unavailable', { message: 'This thread changes too fast; send it again.' });
    }
  }
}
