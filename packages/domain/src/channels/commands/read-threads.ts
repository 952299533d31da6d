import type { QueueStanding } from '@alongside/protocol';
import { standingOf } from '../../contacts/commands/standings.ts';
import type { StoredEntry } from '../../conversations/ports.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import type { Transaction } from '../../kernel/store.ts';
import type { ChannelActor, ChannelAgent, Thread, ThreadContact } from '../ports.ts';
import { byNewest, isOwn, placeIn, threadFor } from '../taking-part.ts';

/** So many threads of one customer are listed: those with the newest activity. Clients ask for more of each at once, within the frames of a socket. */
const LISTED = 300;

/** A customer's threads on a channel and those that they take part in, newest activity first. */
export async function readThreads(platform: Platform, actor: ChannelActor, limit = LISTED): Promise<Thread[]> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const own = await tx.channels.threads(actor.channelId, actor.customerId, limit);
    const joined = await tx.channels.joined(actor.channelId, actor.customerId);
    return joined.length === 0 ? own : [...own, ...joined].sort(byNewest);
  });
}

/** A thread of this customer's, or one that they take part in, by the app's id; without an id the newest. null: none such. */
export async function readThread(
  platform: Platform,
  actor: ChannelActor,
  externalId: string | null,
): Promise<Thread | null> {
  return platform.store.transaction(actor.tenantId, (tx) => threadFor(tx, actor, externalId));
}

/** By our own id. null: this customer takes no part in it, or it is not of this channel. */
export async function readThreadById(
  platform: Platform,
  actor: ChannelActor,
  conversationId: string,
): Promise<Thread | null> {
  return platform.store.transaction(actor.tenantId, (tx) => threadOf(tx, actor, conversationId));
}

/** Newest first, what customers may see but for read marks, below `before`. Refuses `not_found`. */
export async function readThreadHistory(
  platform: Platform,
  actor: ChannelActor,
  { conversationId, before, limit }: { conversationId: string; before: number | null; limit: number },
): Promise<StoredEntry[]> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await threadOf(tx, actor, conversationId);
    if (!thread) throw new Refused('not_found');
    const entries = await tx.channels.history(conversationId, before, limit);
    const from = isOwn(thread, actor) ? 0 : (placeIn(thread, actor)?.fromSeq ?? 0);
    return from === 0 ? entries : entries.filter(({ seq }) => seq >= from);
  });
}

/** Where this customer stands in the queue; null: does not wait. Refuses `not_found`. */
export async function readThreadStanding(
  platform: Platform,
  actor: ChannelActor,
  conversationId: string,
): Promise<QueueStanding | null> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const thread = await threadOf(tx, actor, conversationId);
    if (!thread) throw new Refused('not_found');
    return standingOf(tx, thread.contact);
  });
}

/** Contacts of a thread, earlier ones too; what is none of it is left out. Refuses `not_found`. */
export async function readThreadContacts(
  platform: Platform,
  actor: ChannelActor,
  conversationId: string,
  contactIds: readonly string[],
): Promise<ThreadContact[]> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    if (!(await threadOf(tx, actor, conversationId))) throw new Refused('not_found');
    return tx.channels.contactsOf(conversationId, contactIds);
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

async function threadOf(tx: Transaction, actor: ChannelActor, conversationId: string): Promise<Thread | null> {
  const thread = await tx.channels.threadById(conversationId);
  if (thread?.channelId !== actor.channelId) return null;
  return isOwn(thread, actor) || placeIn(thread, actor) ? thread : null;
}
