import pg from 'pg';
import type { TestServer } from './start-test-server.ts';

/** One statement on a test server's database, as its demo company: for what only time brings about. */
export async function inDatabase({ demo }: TestServer, text: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: demo.database });
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.tenant', $1, false)`, [demo.tenant.id]);
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}
