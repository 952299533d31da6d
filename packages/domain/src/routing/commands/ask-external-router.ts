import type { Platform } from '../../kernel/platform.ts';
import { askWebhook } from '../../webhooks/commands/ask-webhook.ts';
import type { Candidate } from '../decide.ts';
import type { QueueRules } from '../ports.ts';

/** What came of a question. */
type Answer = { state: 'named' | 'yours' | 'failed'; agentId: string | null; note: string | null };

const failed = (note: string): Answer => ({ state: 'failed', agentId: null, note });

/**
 * Asks a queue's external router about one contact and notes its answer; a hint then lets our router look again. Never rejects: whatever
 * goes wrong, the deadline passes by the database's clock and ours decides [ROUTE9].
 */
export async function askExternalRouter(
  platform: Platform,
  tenantId: string,
  queueId: string,
  candidate: Candidate,
  { externalRouter }: QueueRules,
): Promise<void> {
  if (!externalRouter) return;
  const { contactId, epoch } = candidate;
  const milliseconds = externalRouter.deadlineMilliseconds;
  try {
    const mine = await platform.store.transaction(tenantId, (tx) => tx.routing.ask({ contactId, epoch, milliseconds }));
    // Another process was asked to ask.
    if (!mine) return;
    const answer = await question(platform, tenantId, queueId, candidate, externalRouter);
    await platform.store.transaction(tenantId, async (tx) => {
      await tx.routing.answer(contactId, epoch, answer);
      tx.tell({ kind: 'queue', tenantId, queueId });
    });
  } catch (error) {
    platform.log.warn({ error, contactId }, 'The external router could not be asked.');
  }
}

async function question(
  platform: Platform,
  tenantId: string,
  queueId: string,
  candidate: Candidate,
  { webhookId, deadlineMilliseconds }: NonNullable<QueueRules['externalRouter']>,
): Promise<Answer> {
  const { contactId, conversationId, helpType, priority, placeAt, epoch } = candidate;
  const answer = await askWebhook(platform, tenantId, webhookId, {
    type: 'routing.asked',
    data: { contactId, conversationId, queueId, helpType, priority, requestedAt: placeAt, round: epoch + 1 },
    milliseconds: deadlineMilliseconds,
  });
  if (!answer) return failed('The external router is switched off.');
  if (!answer.ok) return failed(`The external router could not be asked (${answer.error}).`);
  if (answer.status !== 200) return failed(`The external router answered with status ${answer.status}.`);
  return read(new TextDecoder().decode(answer.body));
}

/** `{"agentId": "…"}` names an agent, `{"decide": "yours"}` leaves it to us; everything else is wrong. */
function read(text: string): Answer {
  try {
    const body = JSON.parse(text) as { agentId?: unknown; decide?: unknown } | null;
    if (body?.decide === 'yours') return { state: 'yours', agentId: null, note: null };
    if (typeof body?.agentId === 'string' && UUID.test(body.agentId))
      return { state: 'named', agentId: body.agentId, note: null };
  } catch {
    // Falls through to the one sentence for both.
  }
  return failed('The external router gave an answer that cannot be understood.');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
