import type { Hint, StoredEntry } from '@alongside/domain';
import type { Outcome } from './lane.ts';
import type { Pending } from './pending.ts';

/**
 * Answers the callers of a batch that was committed. Returns what is to be told, one hint per conversation with its entries in the order
 * of the log, and the entries that were passed over because their conversation was locked.
 */
export function settle(
  batch: readonly Pending[],
  outcomes: readonly (Outcome | undefined)[],
): { hints: Hint[]; busy: Pending[] } {
  const busy: Pending[] = [];
  const told = new Map<string, { tenantId: string; entries: StoredEntry[] }>();
  for (const [index, pending] of batch.entries()) {
    const result = outcomes[index];
    if (result === undefined) {
      pending.reject(new Error('The journal gave no outcome for an entry.'));
      continue;
    }
    const { outcome, seq, at } = result;
    if (outcome === 'busy') {
      busy.push(pending);
      continue;
    }
    if (outcome !== 'stored' && outcome !== 'repeated') {
      pending.resolve({ ok: false, code: outcome });
      continue;
    }
    pending.resolve({ ok: true, seq, at, repeated: outcome === 'repeated' });
    // A repeat too: whoever stored it may have been cut off before it could tell, and those who know it already pass it over.
    const { tenantId, author, clientId, visibility, conversationId } = pending.append;
    const entry: StoredEntry = { seq, at, from: author, clientId, body: pending.body, visibility };
    const place = told.get(conversationId);
    if (place === undefined) told.set(conversationId, { tenantId, entries: [entry] });
    else place.entries.push(entry);
  }
  const hints = [...told].map(([conversationId, { tenantId, entries }]): Hint => {
    return { kind: 'entries', tenantId, conversationId, entries: entries.sort((a, b) => a.seq - b.seq) };
  });
  return { hints, busy };
}
