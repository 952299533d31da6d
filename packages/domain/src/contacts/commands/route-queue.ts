import type { Platform } from '../../kernel/platform.ts';
import { tellChange } from '../telling.ts';

/** Contacts that one decision looks at. */
const BATCH = 50;

/**
 * Offers the oldest waiting contacts of a queue to the agents who can take them [CON2]. One decider per queue: whoever finds the lock taken
 * leaves it to the holder. Returns how many were offered; the same call again goes on where this one stopped.
 */
export async function routeQueue(platform: Platform, tenantId: string, queueId: string): Promise<number> {
  return platform.store.transaction(tenantId, async (tx) => {
    if (!(await tx.queues.tryDecide(queueId))) return 0;
    const seconds = await tx.queues.offerSeconds();
    let offered = 0;
    for (const candidate of await tx.queues.waiting(queueId, BATCH)) {
      const { contactId, targetAgentId } = candidate;
      const aimed = targetAgentId ? await tx.queues.bestAgent(queueId, contactId, targetAgentId) : null;
      if (targetAgentId && !aimed) await tx.queues.clearTarget(contactId);
      const agentId = aimed ?? (await tx.queues.bestAgent(queueId, contactId, null));
      if (!agentId) continue;
      const change = await tx.contacts.offer(contactId, agentId, seconds);
      if (!change) continue;
      if (!(await tx.desks.takeSlot(agentId))) {
        await tx.contacts.withdrawOffer(contactId, change.offerEpoch, 0);
        continue;
      }
      tellChange(tx, tenantId, change, agentId);
      offered += 1;
    }
    return offered;
  });
}
