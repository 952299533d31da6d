import pg from 'pg';

/** What a restored database says of itself. */
export interface RestoredFacts {
  readonly conversations: number;
  readonly entries: number;
  /** By the database's clock; null: there are none. */
  readonly lastEntry: Date | null;
  /** Keys of the blobs that something names: those that must be there. */
  readonly blobs: readonly string[];
}

/** What names blobs, by table: an older database may lack one. */
const NAMING: Readonly<Record<string, string>> = {
  files: `SELECT key FROM files WHERE scan <> 'infected'`,
  call_recordings: 'SELECT key FROM call_recordings',
  cobrowse_recording_chunks: `SELECT format('cobrowse/%s/%s/%s', tenant_id, recording_id, n) AS key FROM cobrowse_recording_chunks`,
  large_events: `SELECT format('large-events/%s/%s', tenant_id, id) AS key FROM large_events WHERE expires_at > clock_timestamp()`,
};

/** @param adminUrl of the superuser, who sees all tenants */
export async function readRestoredFacts(adminUrl: string): Promise<RestoredFacts> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const blobs: string[] = [];
    for (const [table, sql] of Object.entries(NAMING)) {
      const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
      if (rows[0]?.there !== true) continue;
      for (const { key } of (await client.query<{ key: string }>(sql)).rows) blobs.push(key);
    }
    // From the heads of the logs: the entries themselves may be many millions.
    const { rows } = await client.query<{ conversations: number; entries: number; last: Date | null }>(
      `SELECT count(*)::int AS conversations, coalesce(sum(last_seq), 0)::float8 AS entries, max(last_message_at) AS last FROM conversations`,
    );
    const { conversations = 0, entries = 0, last = null } = rows[0] ?? {};
    return { conversations, entries, lastEntry: last, blobs };
  } finally {
    await client.end();
  }
}
