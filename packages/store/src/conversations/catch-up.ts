import type { CatchUp, HelpState, StoredEntry } from '@alongside/domain';
import { TIMES } from '../connection/client-settings.ts';
import type { Database } from '../connection/database.ts';
import { createRounds } from '../connection/rounds.ts';
import { isUuid } from '../connection/uuid.ts';
import { type EntryRow, toEntry } from './entry-rows.ts';

const settings = { most: 200, patience: TIMES.connect };
/** Pages may be long: fewer in one answer. */
const pagesAtOnce = 50;
const lastSeqPossible = 2_147_483_647;
// Committed, but the disk is not waited for: the next message's commit takes it along. Nobody misses a mark that is lost [SIG1], and clients only let it rise.
const markDelivered = `SELECT place, outcome FROM set_config('synchronous_commit', 'off', true), mark_delivered($1, $2, $3, $4, $5)`;

type Page = NonNullable<Awaited<ReturnType<CatchUp['page']>>>;
type Marked = Awaited<ReturnType<CatchUp['markDelivered']>>;
type PageRow = Omit<EntryRow, 'seq'> & { place: number; last_seq: number; seq: number | null };

/** What those who come back ask, for a round of askers at once: see migration 8. What is no id never gets into a round: it would break it. */
export function createCatchUp(database: Database): CatchUp {
  const pages = createRounds<{ conversationId: string; after: number; limit: number }, Page | null>({
    ...settings,
    most: pagesAtOnce,
    async run(tenantId, asks) {
      const rows = await database.statement<PageRow>('SELECT * FROM pages_after($1, $2, $3, $4)', [
        tenantId,
        asks.map(({ conversationId }) => conversationId),
        asks.map(({ after }) => Math.min(after, lastSeqPossible)),
        asks.map(({ limit }) => limit),
      ]);
      const found = new Array<{ lastSeq: number; entries: StoredEntry[] } | null>(asks.length).fill(null);
      for (const { place, last_seq, seq, ...row } of rows) {
        const page = found[place - 1] ?? { lastSeq: last_seq, entries: [] };
        found[place - 1] = page;
        if (seq !== null) page.entries.push(toEntry({ ...row, seq }));
      }
      for (const page of found) page?.entries.sort((a, b) => a.seq - b.seq);
      return found;
    },
  });

  const states = createRounds<string, HelpState | null>({
    ...settings,
    async run(tenantId, contacts) {
      const rows = await database.statement<HelpState & { place: number }>(
        `SELECT place, state, end_reason AS "endReason", conversation AS "conversationId", last_seq AS "lastSeq",
           customer_read AS "customerReadUpTo", agent_delivered AS "agentDeliveredUpTo", agent_read AS "agentReadUpTo"
         FROM help_states($1, $2)`,
        [tenantId, contacts],
      );
      const answers = new Array<HelpState | null>(contacts.length).fill(null);
      for (const { place, ...state } of rows) answers[place - 1] = state;
      return answers;
    },
  });

  const marks = createRounds<{ conversationId: string; side: string; id: string; upTo: number }, Marked>({
    ...settings,
    async run(tenantId, asks) {
      const rows = await database.statement<{ place: number; outcome: Marked }>(markDelivered, [
        tenantId,
        asks.map(({ conversationId }) => conversationId),
        asks.map(({ side }) => side),
        asks.map(({ id }) => id),
        asks.map(({ upTo }) => Math.min(upTo, lastSeqPossible)),
      ]);
      const answers = new Array<Marked>(asks.length).fill('not_found');
      for (const { place, outcome } of rows) answers[place - 1] = outcome;
      return answers;
    },
  });

  return {
    page: async (tenantId, conversationId, { after, limit }) =>
      isUuid(conversationId) ? pages(tenantId, { conversationId, after, limit }) : null,
    help: async (tenantId, contactId) => (isUuid(contactId) ? states(tenantId, contactId) : null),
    markDelivered: async (tenantId, conversationId, { side, id }, upTo) =>
      isUuid(conversationId) ? marks(tenantId, { conversationId, side, id, upTo }) : 'not_found',
  };
}
