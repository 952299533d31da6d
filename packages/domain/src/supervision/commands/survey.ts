import type { Survey } from '@alongside/protocol';
import { authorOf } from '../../conversations/view.ts';
import type { AgentActor, CustomerActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';

const PAGE = 50;

/** How it went, in the customer's own words; once. The same answer again is harmless [SUP5]. */
export async function answerSurvey(
  platform: Platform,
  actor: CustomerActor,
  input: { score: number; comment?: string },
): Promise<void> {
  const { contactId, conversationId, tenantId } = actor;
  const comment = input.comment?.trim() ?? '';
  await platform.store.transaction(tenantId, async (tx) => {
    const outcome = await tx.supervision.saveSurvey({ contactId, score: input.score, comment });
    if (outcome === 'not_asked') throw new Refused('survey_not_asked');
    if (outcome === 'other') throw new Refused('already_exists', { message: 'You have answered already.' });
    if (outcome === 'saved')
      await tx.log.append(
        conversationId,
        authorOf(actor),
        { kind: 'survey.answered', contactId, score: input.score, comment },
        'agents',
      );
  });
}

/** What customers said, newest first. */
export async function listSurveys(
  platform: Platform,
  actor: AgentActor,
  { agentId, cursor, limit = PAGE }: { agentId?: string; cursor?: string; limit?: number },
): Promise<{ surveys: Survey[]; nextCursor: string | null }> {
  return platform.store.transaction(actor.tenantId, (tx) =>
    tx.supervision.surveys(
      agentId === undefined ? {} : { agentId },
      cursor === undefined ? { limit } : { cursor, limit },
    ),
  );
}
