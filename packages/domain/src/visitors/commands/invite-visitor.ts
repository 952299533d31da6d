import type { Invitation } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertVisitorId } from '../visitor-id.ts';

/**
 * Invites whoever is on the site to a chat. The hint `visitor` goes to whatever transport reaches the device; an app that only sends events finds the
 * invitation in its answer.
 */
export async function inviteVisitor(
  platform: Platform,
  actor: AgentActor,
  input: { readonly visitorId: string; readonly text: string },
): Promise<Invitation> {
  const { tenantId, name: agentName } = actor;
  const visitorId = assertVisitorId(input.visitorId);
  return platform.store.transaction(tenantId, async (tx) => {
    const id = platform.random.uuid();
    const invited = await tx.visitors.invite(visitorId, { id, text: input.text, agentName });
    if (invited === null) throw new Refused((await tx.visitors.get(visitorId)) === null ? 'not_found' : 'visitor_gone');
    const { invitation, channelId, customerId } = invited;
    audit(tx, actor, {
      action: 'visitor.invited',
      target: { kind: 'visitor', id: visitorId, name: '' },
      after: { id },
    });
    tx.tell({ kind: 'visitor', tenantId, visitorId, channelId, customerId, invitation });
    tx.tell({ kind: 'visitors', tenantId, visitorIds: [visitorId] });
    return invitation;
  });
}
