import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, removeEmbeddedPostgres, startEmbeddedPostgres } from '@alongside/store/embedded';
import pg from 'pg';

/** Address of the shared server; set it to run the suites on a PostgreSQL of your own (its role needs CREATEDB). */
export const urlVariable = 'ALONGSIDE_TEST_DATABASE_URL';
/** A folder with `initdb` and `postgres` to start in place of the packaged ones. */
const binVariable = 'ALONGSIDE_TEST_POSTGRES_BIN';
/** Part of every database name of one run, so that runs that share a server do not meet. */
export const runVariable = 'ALONGSIDE_TEST_RUN';
const folderPrefix = 'alongside-test-postgres-';

export type TestServer = { stop(): Promise<void> };

/** Starts (or reaches) the PostgreSQL of a test run and tells the workers by environment variables. */
export async function startTestServer(): Promise<TestServer> {
  process.env[runVariable] = randomBytes(4).toString('hex');
  if (process.env[urlVariable] !== undefined) return { stop: dropDatabasesOfRun };
  await removeAbandonedServers();
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  const bin = process.env[binVariable];
  const server = await startEmbeddedPostgres({ dataDir: folder, ...(bin === undefined ? {} : { bin }) });
  await allowDatabaseCreation(server.adminUrl);
  process.env[urlVariable] = server.url;
  // A run that ends without its teardown must not leave a server behind.
  const endWithRun = (): void => {
    process.kill(server.pid, 'SIGINT');
  };
  process.once('exit', endWithRun);
  return {
    async stop() {
      process.off('exit', endWithRun);
      delete process.env[urlVariable];
      await server.stop();
      await removeEmbeddedPostgres(folder);
    },
  };
}

/** The address of this run's PostgreSQL. Its role owns what it creates and is no superuser. */
export function testPostgres(): { url: string; run: string } {
  const url = process.env[urlVariable];
  if (url === undefined) {
    throw new Error(
      `There is no test PostgreSQL: name the file *.pg.test.ts (or *.e2e.test.ts) so that the run starts one, or set ${urlVariable}.`,
    );
  }
  return { url, run: process.env[runVariable] ?? 'alone' };
}

async function allowDatabaseCreation(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query('ALTER ROLE alongside CREATEDB');
  await client.end();
}

/** Servers of runs that were killed: their folders are no longer locked. */
async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    try {
      await removeEmbeddedPostgres(join(tmpdir(), name));
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError)) throw error;
    }
  }
}

async function dropDatabasesOfRun(): Promise<void> {
  const { url, run } = testPostgres();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const left = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'test\\_' || $1 || '\\_%'`,
    [run],
  );
  for (const { name } of left.rows) {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  }
  await client.end();
}
