import type { Transaction } from '../kernel/store.ts';
import type { ContactChange } from './ports.ts';

/** Who must hear of a contact's change: its queue, and the desks of those who had it or have it. */
export function tellChange(
  tx: Transaction,
  tenantId: string,
  change: ContactChange,
  ...agentIds: (string | null)[]
): void {
  tx.tell({ kind: 'queue', tenantId, queueId: change.queueId });
  for (const agentId of new Set([change.previousAgentId, change.ownerId, ...agentIds])) {
    if (agentId) tx.tell({ kind: 'desk', tenantId, agentId });
  }
}
