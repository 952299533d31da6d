import type { Platform } from '../../kernel/platform.ts';
import { consentChanges } from '../log.ts';
import type { CobrowseConsents } from '../ports.ts';

/** Keeps the consents as the customer's page enforces them, and tells the conversation's log what was given, refused or revoked. */
export async function noteConsents(
  platform: Platform,
  tenantId: string,
  cid: string,
  now: CobrowseConsents,
): Promise<void> {
  await platform.store.transaction(tenantId, async (tx) => {
    const before = await tx.cobrowse.keepConsents(cid, now);
    if (before === null) return;
    const changes = consentChanges(before, now);
    const session = changes.length === 0 ? null : await tx.cobrowse.attended(cid);
    if (session === null || session.conversationId === null) return;
    for (const change of changes) {
      const body = { kind: 'cobrowse.consent', cid, ...change, agentName: session.agentName } as const;
      await tx.log.append(session.conversationId, session.customer, body, 'all');
    }
  });
}
