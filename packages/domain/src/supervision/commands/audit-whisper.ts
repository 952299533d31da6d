import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';

/**
 * A note of somebody who attends a contact of another is an act on it, as attending is [SUP4]. Its words stand in the log; the audit log names
 * the entry. Said before the note is acknowledged: where that fails the sender sends again, and a note that was there already is not said twice.
 */
export async function auditWhisper(
  platform: Platform,
  actor: AgentActor,
  conversationId: string,
  { seq, repeated }: { readonly seq: number; readonly repeated: boolean },
): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const contactId = await tx.supervision.attended(conversationId, actor.agentId);
    if (contactId === null) return;
    const action = 'contact.whispered';
    if (repeated) {
      const { records } = await tx.audit.page({ action, actorId: actor.agentId, targetId: contactId }, 100);
      if (records.some(({ after }) => after?.seq === seq)) return;
    }
    audit(tx, actor, { action, target: { kind: 'contact', id: contactId }, after: { seq } });
  });
}
