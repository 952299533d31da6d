import { type ConversationRow, type Log, Refused, type StoredEntry } from '@alongside/domain';
import type { Author, EntryBody } from '@alongside/protocol';
import { isUniqueViolation } from '../connection/failure.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type EntryRow, entryColumns, storableBody, systemId, toEntry } from './entry-rows.ts';

// The UPDATE takes the row's lock and gives the seq; the INSERT reads its clock after that, so that times rise with the seq.
const appendOne = `
WITH head AS (
  UPDATE conversations SET
    last_seq = last_seq + 1,
    unread = unread + CASE WHEN $3 = 'customer' AND $6::jsonb->>'kind' IN ('text', 'file') THEN 1 ELSE 0 END,
    last_message_at = CASE WHEN message_preview($6::jsonb) IS NULL THEN last_message_at ELSE clock_timestamp() END,
    last_message_from = CASE WHEN message_preview($6::jsonb) IS NULL THEN last_message_from ELSE $3 END,
    last_message_preview = coalesce(message_preview($6::jsonb), last_message_preview)
  WHERE tenant_id = $1 AND id = $2
  RETURNING last_seq
)
INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
SELECT $1, $2, head.last_seq, $3, $4::uuid, $5, $8, $7, $6::jsonb, clock_timestamp() FROM head
RETURNING seq, created_at`;

const conversationColumns = `id, tenant_id AS "tenantId", customer_id AS "customerId", contact_id AS "contactId", last_seq AS "lastSeq", open,
  owner_id AS "ownerId", customer_read_up_to AS "customerReadUpTo", customer_delivered_up_to AS "customerDeliveredUpTo",
  agent_read_up_to AS "agentReadUpTo", agent_delivered_up_to AS "agentDeliveredUpTo"`;

/** What was read has also been delivered. */
const markRead = {
  customer: `UPDATE conversations SET customer_read_up_to = $3, customer_delivered_up_to = greatest(customer_delivered_up_to, $3)
    WHERE tenant_id = $1 AND id = $2 AND customer_read_up_to < $3 AND last_seq >= $3 RETURNING id`,
  agent: `UPDATE conversations SET agent_read_up_to = $3, agent_delivered_up_to = greatest(agent_delivered_up_to, $3)
    WHERE tenant_id = $1 AND id = $2 AND agent_read_up_to < $3 AND last_seq >= $3 RETURNING id`,
};

const markDelivered = {
  customer: `UPDATE conversations SET customer_delivered_up_to = $3
    WHERE tenant_id = $1 AND id = $2 AND customer_delivered_up_to < $3 AND last_seq >= $3 RETURNING id`,
  agent: `UPDATE conversations SET agent_delivered_up_to = $3
    WHERE tenant_id = $1 AND id = $2 AND agent_delivered_up_to < $3 AND last_seq >= $3 RETURNING id`,
};

// A statement of its own, after the one that locked the row: so it counts everything that was committed before.
const recount = `UPDATE conversations SET unread = (
    SELECT count(*) FROM entries WHERE tenant_id = $1 AND conversation_id = $2 AND seq > agent_read_up_to AND seq <= last_seq
      AND author_kind = 'customer' AND body->>'kind' IN ('text', 'file'))
  WHERE tenant_id = $1 AND id = $2`;

const pageAfter = `SELECT ${entryColumns} FROM entries WHERE tenant_id = $1 AND conversation_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`;
const pageBefore = `SELECT ${entryColumns} FROM entries WHERE tenant_id = $1 AND conversation_id = $2 AND seq < $3
  ORDER BY seq DESC LIMIT $4`;
const lastSeqPossible = 2_147_483_647;

/** Its transaction is lost with it, and says why. */
async function onceOnly<T>(appending: Promise<T>): Promise<T> {
  try {
    return await appending;
  } catch (error) {
    throw isUniqueViolation(error) ? new Refused('idempotency_conflict') : error;
  }
}

export function createLog(scope: TransactionScope): Log {
  const { tenantId } = scope;

  async function append(
    conversationId: string,
    author: Author,
    given: EntryBody,
    visibility: 'all' | 'agents',
    clientId: string | null = null,
  ): Promise<StoredEntry> {
    const { body, json } = storableBody(given);
    const values = [
      tenantId,
      conversationId,
      author.kind,
      author.id ?? systemId,
      author.name,
      json,
      visibility,
      clientId,
    ];
    const row = await onceOnly(scope.one<{ seq: number; created_at: string }>(appendOne, values));
    if (row === null) throw new Refused('not_found');
    const entry = { seq: row.seq, at: row.created_at, from: author, clientId, body, visibility };
    scope.tellEntry(conversationId, entry);
    return entry;
  }

  async function conversation(conversationId: string): Promise<ConversationRow | null> {
    return scope.one<ConversationRow>(
      `SELECT ${conversationColumns} FROM conversations WHERE tenant_id = $1 AND id = $2`,
      [tenantId, conversationId],
    );
  }

  return {
    append,
    conversation,
    heads: (conversationIds) =>
      scope.query(
        'SELECT id, last_seq AS "lastSeq" FROM conversations WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
        [tenantId, [...conversationIds]],
      ),

    async page(conversationId, { after, before, limit }) {
      if (after !== undefined) {
        const rows = await scope.query<EntryRow>(pageAfter, [tenantId, conversationId, after, limit]);
        return rows.map(toEntry);
      }
      const until = before ?? lastSeqPossible;
      const rows = await scope.query<EntryRow>(pageBefore, [tenantId, conversationId, until, limit]);
      return rows.map(toEntry).reverse();
    },

    async markRead(conversationId, side, author, upTo) {
      const moved = await scope.one(markRead[side], [tenantId, conversationId, upTo]);
      if (moved === null) {
        const row = await conversation(conversationId);
        if (row === null) throw new Refused('not_found');
        if (upTo > row.lastSeq) throw new Refused('cursor_ahead');
        return null;
      }
      if (side === 'agent') await scope.query(recount, [tenantId, conversationId]);
      return append(conversationId, author, { kind: 'read', upTo }, 'all');
    },

    async markDelivered(conversationId, side, upTo) {
      return (await scope.one(markDelivered[side], [tenantId, conversationId, upTo])) !== null;
    },
  };
}
