import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { testPostgres } from './server.ts';

export type DatabaseTemplate = {
  /** Names the template: one is built per key and run, whichever worker comes first. */
  readonly key: string;
  /** Fills the template, usually by migrating it. Must close its connections before it resolves. */
  readonly prepare: (url: string) => Promise<void>;
};

export type TestDatabase = {
  readonly name: string;
  readonly url: string;
  /** Removes it, whatever is still connected. Safe to call twice. */
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A fresh database of this run's PostgreSQL: empty, or a copy of a template (some hundredths of a second). */
export async function createTestDatabase(options: { template?: DatabaseTemplate } = {}): Promise<TestDatabase> {
  const { run } = testPostgres();
  const name = `test_${run}_${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (client) => {
    const source =
      options.template === undefined ? '' : ` TEMPLATE ${await ensureTemplate(client, run, options.template)}`;
    await client.query(`CREATE DATABASE ${name}${source}`);
  });
  let dropped: Promise<void> | undefined;
  const drop = (): Promise<void> => {
    dropped ??= asAdministrator(async (client) => {
      await dropWithForce(client, name);
    });
    return dropped;
  };
  return { name, url: urlOf(name), drop, [Symbol.asyncDispose]: drop };
}

/** FORCE ends connections, but not an autovacuum worker, which belongs to a superuser: that one is waited for. */
async function dropWithForce(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      const denied = error instanceof pg.DatabaseError && (error.code === '42501' || error.code === '55006');
      if (!denied || attempt === 50) throw error;
      await delay(100);
    }
  }
}

/** The advisory lock makes one worker build while the others wait; the rename makes a half-built one invisible. */
async function ensureTemplate(client: pg.Client, run: string, template: DatabaseTemplate): Promise<string> {
  const digest = createHash('sha256').update(template.key).digest('hex').slice(0, 12);
  const name = `test_${run}_template_${digest}`;
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount !== 0) return name;
    const unfinished = `${name}_new`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished}`);
    await template.prepare(urlOf(unfinished));
    // A connection that is still closing would make the rename, or a later copy, fail.
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [unfinished]);
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    return name;
  } finally {
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
  }
}

function urlOf(database: string): string {
  const url = new URL(testPostgres().url);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdministrator(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: testPostgres().url });
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
