import type { Contact } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import { mustGet } from '../../contacts/commands/take-contact.ts';
import { SYSTEM } from '../../conversations/view.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

/** Watches, joins or leaves a contact of somebody else. Only joining and leaving after it are seen by the customer [SUP4]. */
export async function attendContact(
  platform: Platform,
  actor: AgentActor,
  input: { contactId: string; as: 'monitor' | 'joined' | 'none' },
): Promise<Contact> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const contact = await mustGet(tx, input.contactId);
    if (contact.state === 'ended' && input.as !== 'none') throw new Refused('contact_ended');
    if (contact.owner?.id === actor.agentId && input.as !== 'none')
      throw new Refused('invalid_request', { field: '/as', message: 'This contact is yours already.' });
    const { conversationId } = contact;
    const as = input.as === 'none' ? null : input.as;
    const before = await tx.supervision.attend(conversationId, actor.agentId, as);
    if (as !== before)
      audit(tx, actor, {
        action: as === null ? 'contact.monitoring_ended' : as === 'joined' ? 'contact.joined' : 'contact.monitored',
        target: { kind: 'contact', id: input.contactId },
      });
    const agent = { id: actor.agentId, name: actor.name };
    // Who has taken it over has not left.
    if (contact.state !== 'ended' && contact.owner?.id !== actor.agentId) {
      if (as === 'joined' && before !== 'joined')
        await tx.log.append(conversationId, SYSTEM, { kind: 'agent.joined', agent }, 'all');
      if (as !== 'joined' && before === 'joined')
        await tx.log.append(conversationId, SYSTEM, { kind: 'agent.left', agent }, 'all');
    }
    return contact;
  });
}
