import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertMayRead, assertTakesPart } from '../policy.ts';

/** Everything up to here has reached a device of this side. Kept as the side's highest mark, told to the other [SIG1]. */
export async function signalDelivered(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; upTo: number },
): Promise<void> {
  const { conversationId, upTo } = input;
  assertMayRead(actor, conversationId);
  const by = { side: actor.kind, id: actor.kind === 'agent' ? actor.agentId : actor.customerId };
  const outcome = await platform.store.catchUp.markDelivered(actor.tenantId, conversationId, by, upTo);
  if (outcome === 'not_found' || outcome === 'not_owner') throw new Refused(outcome);
  if (outcome === 'moved')
    platform.bus.publish({ kind: 'delivered', tenantId: actor.tenantId, conversationId, by: actor.kind, upTo });
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
