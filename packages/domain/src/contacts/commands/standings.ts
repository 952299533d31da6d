import type { QueueStanding } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import type { Transaction } from '../../kernel/store.ts';
import { factsOf, type QueueFacts, standingAt } from '../wait-estimate.ts';

export interface Standing {
  readonly conversationId: string;
  readonly contactId: string;
  readonly standing: QueueStanding;
}

/** Where those in a queue stand whom somebody here wants to know of, in order: what is pushed to those who wait [QUE1]. */
export async function readStandings(
  platform: Platform,
  tenantId: string,
  queueId: string,
  wanted: (conversationId: string) => boolean = () => true,
): Promise<Standing[]> {
  const { line, facts } = await platform.store.transaction(tenantId, async (tx) => ({
    line: await tx.queues.line(queueId),
    facts: await queueFacts(tx, queueId),
  }));
  if (!facts) return [];
  const standings: Standing[] = [];
  let waitingAhead = 0;
  for (const [index, place] of line.entries()) {
    const { conversationId, contactId, ringing, waitingSince } = place;
    if (wanted(conversationId)) {
      const standing = standingAt({ position: index + 1, waitingAhead, ringing, waitingSince }, facts);
      standings.push({ conversationId, contactId, standing });
    }
    if (!ringing) waitingAhead += 1;
  }
  return standings;
}

/** The queues in which any of these contacts wait. */
export async function waitingIn(
  platform: Platform,
  tenantId: string,
  contactIds: readonly string[],
): Promise<string[]> {
  return platform.store.transaction(tenantId, (tx) => tx.queues.queuesOf(contactIds));
}

/** One contact's standing; null: it does not wait. */
export async function standingOf(
  tx: Transaction,
  contact: { id: string; queueId: string },
): Promise<QueueStanding | null> {
  const place = await tx.queues.placeOf(contact.id);
  const facts = place && (await queueFacts(tx, contact.queueId));
  return place && facts ? standingAt(place, facts) : null;
}

async function queueFacts(tx: Transaction, queueId: string): Promise<QueueFacts | null> {
  const queues = await tx.queues.lengths();
  const queue = queues.find(({ id }) => id === queueId);
  return queue ? factsOf(queue, queues, await tx.routing.agents()) : null;
}
