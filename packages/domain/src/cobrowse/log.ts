import type { EntryBody } from '@alongside/protocol';
import { SYSTEM } from '../conversations/view.ts';
import type { Transaction } from '../kernel/store.ts';
import type { AttendedCobrowse, CobrowseConsents, CobrowseEnd } from './ports.ts';

type ConsentChange = Pick<Extract<EntryBody, { kind: 'cobrowse.consent' }>, 'what' | 'answer'>;

/** What the log has to say of consents that changed. Who may no longer see can do nothing else either: that is said once. */
export function consentChanges(before: CobrowseConsents, now: CobrowseConsents): ConsentChange[] {
  const changes = (['view', 'control', 'recording'] as const).flatMap((what): ConsentChange[] => {
    const [was, is] = [before[what], now[what]];
    if (was === is || is === 'asked') return [];
    if (is === 'yes') return [{ what, answer: 'given' }];
    return [{ what, answer: was === 'yes' ? 'revoked' : 'refused' }];
  });
  const seenNoMore = changes.find(({ what, answer }) => what === 'view' && answer === 'revoked');
  return seenNoMore ? [seenNoMore] : changes;
}

/** Tells the log of its conversation that a session is over, if it belongs to one. In the transaction that ended it. */
export async function logEnd(tx: Transaction, id: string, reason: CobrowseEnd): Promise<void> {
  const session = await tx.cobrowse.attended(id);
  if (session === null || session.conversationId === null) return;
  const body = { kind: 'cobrowse.ended', cid: id, reason, seconds: session.seconds } as const;
  await tx.log.append(session.conversationId, enderOf(session, reason), body, 'all');
}

/** A contact is over, and what was looked at together in its conversation with it; a session that a code alone began belongs to none and goes on. */
export async function endCobrowseOf(tx: Transaction, tenantId: string, conversationId: string): Promise<void> {
  const reason = 'contact_ended';
  for (const sessionId of await tx.cobrowse.endOf(conversationId, reason)) {
    await logEnd(tx, sessionId, reason);
    tx.tell({ kind: 'cobrowse-ended', tenantId, sessionId, reason });
  }
}

function enderOf({ agentId, agentName, customer }: AttendedCobrowse, reason: CobrowseEnd) {
  if (reason === 'ended_by_agent') return { kind: 'agent', id: agentId, name: agentName } as const;
  return reason === 'ended_by_customer' || reason === 'declined' ? customer : SYSTEM;
}
