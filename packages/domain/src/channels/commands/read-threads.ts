import type { QueueStanding } from '@alongside/protocol';
import { standingOf } from '../../contacts/commands/standings.ts';
import type { StoredEntry } from '../../conversations/ports.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import type { ChannelActor, ChannelAgent, Thread } from '../ports.ts';

/** So many threads of one customer are listed: those with the newest activity. */
const LISTED = 500;

/** A customer's threads on a channel, newest activity first. */
export async function readThreads(platform: Platform, actor: ChannelActor, limit = LISTED): Promise<Thread[]> {
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.channels.threads(actor.channelId, actor.customerId, limit),
  );
}

/** One of this customer's threads by the app's id; without an id the newest. null: none such. */
export async function readThread(
  platform: Platform,
  actor: ChannelActor,
  externalId: string | null,
): Promise<Thread | null> {
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.channels.thread(actor.channelId, actor.customerId, externalId),
  );
}

/** By our own id. null: not this customer's, or not of this channel. */
export async function readThreadById(
  platform: Platform,
  actor: ChannelActor,
  conversationId: string,
): Promise<Thread | null> {
  return platform.store.transaction(actor.tenantId, (tx) => ownThread(tx, actor, conversationId));
}

/** Newest first, what customers may see but for read marks, below `before`. Refuses `not_found`. */
export async function readThreadHistory(
  platform: Platform,
  actor: ChannelActor,
  { conversationId, before, limit }: { conversationId: string; before: number | null; limit: number },
): Promise<StoredEntry[]> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await ownThread(tx, actor, conversationId))) throw new Refused('not_found');
    return tx.channels.history(conversationId, before, limit);
  });
}

/** Where this customer stands in the queue; null: does not wait. Refuses `not_found`. */
export async function readThreadStanding(
  platform: Platform,
  actor: ChannelActor,
  conversationId: string,
): Promise<QueueStanding | null> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await ownThread(tx, actor, conversationId);
    if (!thread) throw new Refused('not_found');
    return standingOf(tx, thread.contact);
  });
}

/** People of the company as customers see them. */
export async function readChannelAgents(
  platform: Platform,
  tenantId: string,
  ids: readonly string[],
): Promise<ChannelAgent[]> {
  return ids.length === 0 ? [] : platform.store.transaction(tenantId, (tx) => tx.channels.agentsByIds(ids));
}

async function ownThread(tx: Transaction, actor: ChannelActor, conversationId: string): Promise<Thread | null> {
  const thread = await tx.channels.threadById(conversationId);
  return thread?.customerId === actor.customerId && thread.channelId === actor.channelId ? thread : null;
}
