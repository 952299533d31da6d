import type { QueueStanding } from '@alongside/protocol';
import type { Platform } from '../../kernel/platform.ts';
import { standingAt } from '../wait-estimate.ts';

/** Where everybody in a queue stands, in order: what is pushed to those who wait [QUE1]. */
export async function readStandings(
  platform: Platform,
  tenantId: string,
  queueId: string,
): Promise<{ conversationId: string; contactId: string; standing: QueueStanding }[]> {
  return platform.store.transaction(tenantId, async (tx) => {
    const { order, facts } = await tx.queues.standings(queueId);
    return order.map(({ conversationId, contactId }, index) => ({
      conversationId,
      contactId,
      standing: standingAt(index + 1, facts),
    }));
  });
}
