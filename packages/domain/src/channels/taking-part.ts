import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import type { ChannelActor, Thread, ThreadParticipant } from './ports.ts';

/** The place of this customer in another one's thread; null: they have none there now. */
export const placeIn = (thread: Thread, { customerId }: Pick<ChannelActor, 'customerId'>): ThreadParticipant | null =>
  thread.participants.find((one) => one.customerId === customerId && one.isHere) ?? null;

export const isOwn = (thread: Thread, { customerId }: Pick<ChannelActor, 'customerId'>): boolean =>
  thread.customerId === customerId;

/** A thread of this customer's, or one of another's that they take part in now; without a name the newest of both. null: neither. */
export async function threadFor(
  tx: Transaction,
  actor: ChannelActor,
  externalId: string | null,
): Promise<Thread | null> {
  const own = await tx.channels.thread(actor.channelId, actor.customerId, externalId);
  if (own && externalId !== null) return own;
  const joined = await tx.channels.joined(actor.channelId, actor.customerId);
  const key = externalId?.toLowerCase();
  const fitting = joined.filter((thread) => key === undefined || thread.externalId.toLowerCase() === key);
  return [...(own ? [own] : []), ...fitting].sort(byNewest)[0] ?? null;
}

/** Refuses `not_found`: a foreign thread looks like none at all. */
export async function mustTakePart(tx: Transaction, actor: ChannelActor, externalId: string | null): Promise<Thread> {
  const thread = await threadFor(tx, actor, externalId);
  if (!thread) throw new Refused('not_found', { message: 'There is no such thread of this customer.' });
  return thread;
}

export const byNewest = (one: Thread, other: Thread): number => Date.parse(other.updatedAt) - Date.parse(one.updatedAt);
