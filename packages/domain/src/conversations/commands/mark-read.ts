import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertMayRead } from '../policy.ts';
import { authorOf } from '../view.ts';

/** Everything up to here was seen by this side [LOG6]. An agent who is not the owner cannot mark; in an ended conversation an agent's mark changes nothing. */
export async function markRead(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; upTo: number },
): Promise<void> {
  assertMayRead(actor, input.conversationId);
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(input.conversationId);
    if (!conversation) throw new Refused('not_found');
    if (input.upTo > conversation.lastSeq) throw new Refused('cursor_ahead', { field: '/upTo' });
    if (actor.kind === 'agent' && !conversation.open) return;
    if (actor.kind === 'agent' && conversation.ownerId !== actor.agentId) throw new Refused('not_owner');
    await tx.log.markRead(input.conversationId, actor.kind, authorOf(actor), input.upTo);
  });
}
