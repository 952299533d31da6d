import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import { isOpen, nextOpening } from './hours.ts';

/**
 * Whether a queue takes a new contact now, by the database's clock and its own hours and further ones, and at whom it rings first because this customer was there lately.
 * Refuses `unknown_reference` and `outside_hours`, which says when it opens [ROUTE6]; `whileClosed`: what comes may wait until then.
 */
export async function takeIn(
  tx: Transaction,
  queueId: string,
  customerId: string,
  { whileClosed = false, hoursId = null }: { whileClosed?: boolean; hoursId?: string | null } = {},
): Promise<{ lastAgentId: string | null }> {
  const intake = await tx.routing.intake(queueId, customerId);
  if (!intake) throw new Refused('unknown_reference', { field: '/queueId', message: 'There is no such queue.' });
  if (whileClosed) return { lastAgentId: intake.lastAgentId };
  for (const id of new Set([hoursId, intake.hoursId])) {
    const hours = id === null ? null : await tx.routingSettings.hoursOf(id);
    if (!hours || isOpen(hours, intake.now)) continue;
    const opens = nextOpening(hours, intake.now);
    const closed = hours.closedMessage.trim() || 'We are closed now.';
    throw new Refused('outside_hours', {
      message: opens === null ? closed : `${closed} (opens ${new Date(opens).toISOString()})`,
      ...(opens === null ? {} : { retryAfterSeconds: Math.ceil((opens - intake.now) / 1000) }),
    });
  }
  return { lastAgentId: intake.lastAgentId };
}
