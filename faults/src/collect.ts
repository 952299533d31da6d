import type { ContactAtEnd, History, StoredRow } from '@alongside/testkit';
import pg from 'pg';
import type { Log } from './client.ts';
import type { Demo } from './server-process.ts';

export type Stored = Pick<History, 'rows' | 'lastSeqs' | 'contacts'> & {
  readonly customers: ReadonlyMap<string, string>;
};

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

const ENTRIES = `SELECT conversation_id AS "conversationId", seq, author_kind AS side, author_id AS "senderId", client_id AS "clientId",
    body->>'kind' AS kind, CASE WHEN body->>'kind' IN ('text', 'note') THEN body->>'text' END AS text,
    body->'agent'->>'id' AS "agentId" FROM entries`;
const CONTACTS = `SELECT id AS "contactId", conversation_id AS "conversationId", state, owner_id AS "ownerId", offered_to AS "offeredTo",
    queue_id AS "queueId" FROM contacts`;
/** Entries that are held at a time. */
const PART = 50_000;

type Head = { id: string; last: number; customer: string };

/** One conversation's end: its last entry, and the last that is a message. */
export interface End {
  readonly last: number;
  readonly lastMessage: number;
}

/** How far each conversation is, without reading it. */
export function readEnds(where: Pick<Demo, 'database' | 'tenant'>): Promise<ReadonlyMap<string, End>> {
  return inDatabase(where, async (client) => {
    const { rows } = await client.query<End & { id: string }>(
      `SELECT c.id, c.last_seq AS last, coalesce(m.seq, 0) AS "lastMessage" FROM conversations c LEFT JOIN LATERAL (
         SELECT e.seq FROM entries e WHERE e.tenant_id = c.tenant_id AND e.conversation_id = c.id AND e.body->>'kind' = 'text'
         ORDER BY e.seq DESC LIMIT 1) m ON true`,
    );
    return new Map(rows.map(({ id, last, lastMessage }) => [id, { last, lastMessage }]));
  });
}

/** What the database holds, read past the server. */
export async function readStore(where: Pick<Demo, 'database' | 'tenant'>): Promise<Stored> {
  const parts: Stored[] = [];
  await readParts(where, (part) => parts.push(part), Number.POSITIVE_INFINITY);
  return parts[0] ?? storedOf([], [], []);
}

/** The same in parts of whole conversations, all of one moment: a million entries are not held at once. */
export function readParts(
  where: Pick<Demo, 'database' | 'tenant'>,
  take: (part: Stored) => void,
  entriesAtOnce = PART,
): Promise<void> {
  return inDatabase(where, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const all = await client.query<Head>('SELECT id, last_seq AS last, customer_id AS customer FROM conversations');
    for (const heads of parted(all.rows, entriesAtOnce)) {
      const ids = [heads.map(({ id }) => id)];
      const some = 'WHERE conversation_id = ANY($1)';
      const entries = await client.query<StoredRow>(`${ENTRIES} ${some} ORDER BY conversation_id, seq`, ids);
      const contacts = await client.query<ContactAtEnd>(`${CONTACTS} ${some}`, ids);
      take(storedOf(heads, entries.rows, contacts.rows));
    }
    await client.query('COMMIT');
  });
}

function parted(heads: readonly Head[], entriesAtOnce: number): Head[][] {
  const parts: Head[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const head of heads) {
    if (parts.length === 0 || held + head.last > entriesAtOnce) {
      parts.push([]);
      held = 0;
    }
    parts.at(-1)?.push(head);
    held += head.last;
  }
  return parts;
}

const storedOf = (heads: readonly Head[], rows: StoredRow[], contacts: ContactAtEnd[]): Stored => ({
  rows,
  contacts,
  lastSeqs: new Map(heads.map(({ id, last }) => [id, last])),
  customers: new Map(heads.map(({ id, customer }) => [id, customer])),
});

/** All in one: what was meant and told, what was shown, what is stored. */
export function historyOf(stored: Stored, logs: readonly Log[], agentIds: ReadonlyMap<string, string>): History {
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
