import pg from 'pg';
import { startEmbeddedPostgres } from '../start.ts';

/**
 * A process to be killed: starts PostgreSQL on a folder, says where, then commits rows as fast as it can and prints
 * the number of each one after its COMMIT.
 */
const dataDir = process.argv[2] ?? '';
const server = await startEmbeddedPostgres({ dataDir });
const client = new pg.Client({ connectionString: server.url });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS row_committed (id bigint GENERATED ALWAYS AS IDENTITY, mark text)');
process.stdout.write(`${JSON.stringify({ url: server.url, adopted: server.adopted, postmaster: server.pid })}\n`);
for (;;) {
  const result = await client.query<{ id: string }>('INSERT INTO row_committed (mark) VALUES ($1) RETURNING id', ['x']);
  process.stdout.write(`${result.rows[0]?.id}\n`);
}
