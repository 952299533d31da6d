import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertTakesPart } from '../policy.ts';

/** Everything up to here has reached a device of this side. Kept as the side's highest mark, told to the other [SIG1]. */
export async function signalDelivered(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; upTo: number },
): Promise<void> {
  await platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(input.conversationId);
    if (!conversation) throw new Refused('not_found');
    assertTakesPart(actor, conversation);
    const moved = await tx.log.markDelivered(conversation.id, actor.kind, input.upTo);
    if (moved)
      tx.tell({
        kind: 'delivered',
        tenantId: actor.tenantId,
        conversationId: conversation.id,
        by: actor.kind,
        upTo: input.upTo,
      });
  });
}

/** The person writes, or stopped. Stored nowhere [SIG1]. */
export async function signalTyping(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; on: boolean },
): Promise<void> {
  const conversation = await platform.store.transaction(actor.tenantId, (tx) =>
    tx.log.conversation(input.conversationId),
  );
  if (!conversation) throw new Refused('not_found');
  assertTakesPart(actor, conversation);
  if (!conversation.open) return;
  platform.bus.publish({
    kind: 'typing',
    tenantId: actor.tenantId,
    conversationId: conversation.id,
    from: actor.kind,
    name: actor.name,
    on: input.on,
    senderSessionId: actor.sessionId,
  });
}
