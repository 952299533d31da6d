import { Refused } from '../kernel/refused.ts';
import type { Transaction } from '../kernel/store.ts';
import { isOpen, nextOpening } from './hours.ts';

/**
 * Whether a queue takes a new contact now, by the database's clock, and at whom it rings first because this customer was there lately.
 * Refuses `unknown_reference` and `outside_hours`, which says when it opens [ROUTE6].
 */
export async function takeIn(
  tx: Transaction,
  queueId: string,
  customerId: string,
): Promise<{ lastAgentId: string | null }> {
  const intake = await tx.routing.intake(queueId, customerId);
  if (!intake) throw new Refused('unknown_reference', { field: '/queueId', message: 'There is no such queue.' });
  const hours = intake.hoursId === null ? null : await tx.routingSettings.hoursOf(intake.hoursId);
  if (hours && !isOpen(hours, intake.now)) {
    const opens = nextOpening(hours, intake.now);
    const closed = hours.closedMessage.trim() || 'We are closed now.';
    throw new Refused('outside_hours', {
      message: opens === null ? closed : `${closed} (opens ${new Date(opens).toISOString()})`,
      ...(opens === null ? {} : { retryAfterSeconds: Math.ceil((opens - intake.now) / 1000) }),
    });
  }
  return { lastAgentId: intake.lastAgentId };
}
