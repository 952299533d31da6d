import { type EntryPage, LIMITS } from '@alongside/protocol';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { assertMayRead } from '../policy.ts';
import { viewFor } from '../view.ts';

/** A page of the log as this reader may see it, ascending: behind `after`, before `before`, or the last one. */
export async function listEntries(
  platform: Platform,
  actor: Actor,
  input: { conversationId: string; after?: number; before?: number; limit?: number },
): Promise<EntryPage> {
  const { conversationId, after, before, limit = LIMITS.pageEntries } = input;
  if (after !== undefined && before !== undefined)
    throw new Refused('invalid_request', { message: 'Give after or before, not both.', field: '/before' });
  assertMayRead(actor, conversationId);
  if (after !== undefined) {
    const page = await platform.store.catchUp.page(actor.tenantId, conversationId, { after, limit });
    if (!page) throw new Refused('not_found');
    const { entries, lastSeq } = page;
    if (after > lastSeq) throw new Refused('cursor_ahead', { field: '/after' });
    const hasMore = (entries.at(-1)?.seq ?? after) < lastSeq;
    return { entries: entries.map((entry) => viewFor(actor.kind, entry)), lastSeq, hasMore };
  }
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const conversation = await tx.log.conversation(conversationId);
    if (!conversation) throw new Refused('not_found');
    const entries = await tx.log.page(conversationId, { limit, ...(before === undefined ? {} : { before }) });
    return {
      entries: entries.map((entry) => viewFor(actor.kind, entry)),
      lastSeq: Math.max(conversation.lastSeq, entries.at(-1)?.seq ?? 0),
      hasMore: (entries[0]?.seq ?? 1) > 1,
    };
  });
}
