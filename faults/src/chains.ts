import { asPlainClient } from './schema.ts';

/** How far each conversation is. */
export type Heads = ReadonlyMap<string, number>;

/** Of all tenants, read by the superuser. */
export function readHeads(adminUrl: string): Promise<Heads> {
  return asPlainClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; last: number }>('SELECT id, last_seq AS last FROM conversations');
    return new Map(rows.map(({ id, last }) => [id, last]));
  });
}

/** One hash of each conversation's entries up to a place, over every column, in their order; with their number. */
export function readChains(adminUrl: string, upTo: Heads): Promise<ReadonlyMap<string, string>> {
  return asPlainClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; chain: string }>(
      `SELECT w.id, count(e.seq) || ' ' || coalesce(md5(string_agg(md5(e::text), '' ORDER BY e.seq)), '') AS chain
       FROM unnest($1::uuid[], $2::int[]) AS w (id, last) LEFT JOIN entries e ON e.conversation_id = w.id AND e.seq <= w.last GROUP BY w.id`,
      [[...upTo.keys()], [...upTo.values()]],
    );
    return new Map(rows.map(({ id, chain }) => [id, chain]));
  });
}

/** Conversations of which the two tell different things, or the second nothing. */
export const differing = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...one].filter(([id, chain]) => other.get(id) !== chain).map(([id]) => id);

/** What of `source` is not in a copy that ends at `kept`. */
export function readTail(
  adminUrl: string,
  kept: Heads,
): Promise<{ readonly entries: number; readonly oldest: Date | null }> {
  return asPlainClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ entries: number; oldest: Date | null }>(
      `SELECT count(*)::int AS entries, min(e.created_at) AS oldest FROM entries e
       LEFT JOIN unnest($1::uuid[], $2::int[]) AS w (id, last) ON w.id = e.conversation_id WHERE e.seq > coalesce(w.last, 0)`,
      [[...kept.keys()], [...kept.values()]],
    );
    return rows[0] ?? { entries: 0, oldest: null };
  });
}

/** So many messages in each of these conversations, written past the server: for size. Nobody else may write to them. */
export function writeMessages(adminUrl: string, conversations: readonly string[], each: number): Promise<unknown> {
  return asPlainClient(adminUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
       SELECT c.tenant_id, c.id, c.last_seq + n, 'customer', c.customer_id, 'Many', 'many-' || (c.last_seq + n), 'all',
         jsonb_build_object('kind', 'text', 'text', 'Message ' || n || ' of many: ' || repeat(md5(c.id::text || n), 3)), clock_timestamp()
       FROM conversations c CROSS JOIN generate_series(1, $2::int) AS n WHERE c.id = ANY ($1::uuid[])`,
      [conversations, each],
    );
    await client.query('UPDATE conversations SET last_seq = last_seq + $2 WHERE id = ANY ($1::uuid[])', [
      conversations,
      each,
    ]);
    await client.query('COMMIT');
  });
}
