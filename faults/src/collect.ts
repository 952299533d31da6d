import type { ContactAtEnd, History, StoredRow } from '@alongside/testkit';
import pg from 'pg';
import type { Client } from './client.ts';
import type { Demo } from './server-process.ts';

type Stored = Pick<History, 'rows' | 'lastSeqs' | 'contacts'> & { readonly customers: ReadonlyMap<string, string> };

/** One connection that sees the demo tenant's rows, for the length of some work. */
export async function inDatabase<T>(
  { database, tenant }: Pick<Demo, 'database' | 'tenant'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: database });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [tenant.id]);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What the database holds, read past the server. */
export function readStore(where: Pick<Demo, 'database' | 'tenant'>): Promise<Stored> {
  return inDatabase(where, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const entries = await client.query<StoredRow>(
      `SELECT conversation_id AS "conversationId", seq, author_kind AS side, author_id AS "senderId", client_id AS "clientId",
         body->>'kind' AS kind, CASE WHEN body->>'kind' IN ('text', 'note') THEN body->>'text' END AS text,
         body->'agent'->>'id' AS "agentId"
       FROM entries ORDER BY conversation_id, seq`,
    );
    const heads = await client.query<{ id: string; last: number; customer: string }>(
      'SELECT id, last_seq AS last, customer_id AS customer FROM conversations',
    );
    const contacts = await client.query<ContactAtEnd>(
      `SELECT id AS "contactId", conversation_id AS "conversationId", state, owner_id AS "ownerId", offered_to AS "offeredTo",
         queue_id AS "queueId" FROM contacts`,
    );
    await client.query('COMMIT');
    return {
      rows: entries.rows,
      lastSeqs: new Map(heads.rows.map(({ id, last }) => [id, last])),
      contacts: contacts.rows,
      customers: new Map(heads.rows.map(({ id, customer }) => [id, customer])),
    };
  });
}

/** All of a run in one: what was meant and told, what was shown, what is stored. */
export function historyOf(stored: Stored, clients: readonly Client[], agentIds: ReadonlyMap<string, string>): History {
  const logs = clients.flatMap((client) => [...client.logs.values()]);
  const rowsOf = new Map<string, StoredRow[]>();
  for (const row of stored.rows) {
    const known = rowsOf.get(row.conversationId);
    if (known === undefined) rowsOf.set(row.conversationId, [row]);
    else known.push(row);
  }
  return {
    ...stored,
    operations: logs.flatMap(({ operations }) =>
      operations.map((operation) => ({
        ...operation,
        senderId:
          (operation.side === 'agent'
            ? agentIds.get(operation.client)
            : stored.customers.get(operation.conversationId)) ?? '',
      })),
    ),
    transcripts: logs.map((log) => {
      const transcript = log.transcript();
      if (!log.messagesOnly) return transcript;
      // What is no message was not drawn: it is taken as shown in its place.
      const others = (rowsOf.get(log.conversationId) ?? []).filter(({ kind }) => kind !== 'text');
      const delivered = [...transcript.delivered];
      for (const { seq, clientId } of others) {
        const at = delivered.findIndex((shown) => shown.seq > seq);
        delivered.splice(at < 0 ? delivered.length : at, 0, { seq, clientId, text: null });
      }
      return { ...transcript, delivered };
    }),
  };
}
