import type { OutgoingAnswer } from '../../kernel/outgoing.ts';
import type { Platform } from '../../kernel/platform.ts';
import { sendSigned } from '../send.ts';
import { messageIdOf } from './deliver.ts';

/**
 * Asks a webhook's receiver a question and waits for its answer, at most so many milliseconds: signed as events are, never repeated, not in
 * the delivery log. null: there is no such webhook, or it is switched off.
 */
export async function askWebhook(
  platform: Platform,
  tenantId: string,
  webhookId: string,
  question: { type: string; data: object; milliseconds: number },
): Promise<OutgoingAnswer | null> {
  const target = await platform.store.transaction(tenantId, async (tx) =>
    (await tx.webhooks.get(webhookId))?.enabled ? tx.webhooks.target(webhookId) : null,
  );
  if (!target) return null;
  const at = platform.clock.now();
  const body = JSON.stringify({ type: question.type, timestamp: at.toISOString(), data: question.data });
  const id = messageIdOf(platform.random.uuid());
  return sendSigned(platform, target, { id, at, body, milliseconds: question.milliseconds });
}
