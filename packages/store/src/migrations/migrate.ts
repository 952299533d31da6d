import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { withCheckedServer } from '../connection/check-server.ts';
import { errorCode } from '../connection/failure.ts';
import { StoreError } from '../store-error.ts';
import { migrations as ownMigrations } from './all.ts';
import { grantToAppRole, prepareAppRole } from './app-role.ts';
import type { Migration } from './migration.ts';

/** Any number will do, as long as it stays: whoever migrates holds this lock. */
const lockKey = 7_305_114;
const lockTimeout = '2s';

export interface MigrateOptions {
  /** Lets a server with fsync, full_page_writes or synchronous_commit off pass. */
  readonly unsafe?: boolean;
  /** For tests: another list than this binary's own. */
  readonly migrations?: readonly Migration[];
  /** Milliseconds to wait for another process that migrates, and for tables in use. */
  readonly patience?: number;
}

/**
 * Brings a database to the schema of this binary, each step in a transaction of its own. Doing it twice, or from two processes at once,
 * is harmless. Returns the names of the steps that ran.
 *
 * @throws StoreError
 */
export function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = options.migrations ?? ownMigrations;
  const until = performance.now() + (options.patience ?? 60_000);
  // A step may take its time on a large table; it is only the waiting for locks that must be short.
  const settings = { statement_timeout: 0, idle_in_transaction_session_timeout: 0, lock_timeout: lockTimeout };
  return withCheckedServer(url, { unsafe: options.unsafe ?? false, settings }, async (client) => {
    await lock(client, until);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
      applied_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`);
    const applied = checkApplied(await readApplied(client), migrations);
    await prepareAppRole(client);
    const names: string[] = [];
    // Not only what is above the newest: of two lines of work that were joined, the one with the smaller number may have come later.
    for (const migration of migrations.filter(({ version }) => !applied.has(version))) {
      await apply(client, migration, until);
      names.push(migration.name);
    }
    await grantToAppRole(client);
    return names;
  });
}

/**
 * Whether the database has exactly the schema of this binary.
 *
 * @throws StoreError `schema_behind`, `schema_newer`, `schema_changed`
 */
export async function checkSchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('schema_migrations') IS NOT NULL AS present`,
  );
  const applied =
    rows[0]?.present === true ? checkApplied(await readApplied(client), ownMigrations) : new Set<number>();
  const missing = ownMigrations.filter(({ version }) => !applied.has(version));
  if (missing.length > 0) {
    throw new StoreError(
      'schema_behind',
      `This database has schema ${Math.max(0, ...applied)}; this Alongside needs ${newest(ownMigrations)}: run its migrations first.`,
    );
  }
}

interface Applied {
  version: number;
  name: string;
  checksum: string;
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'SELECT version, name, checksum FROM schema_migrations ORDER BY version',
  );
  return rows;
}

const newest = (migrations: readonly Migration[]): number => Math.max(0, ...migrations.map(({ version }) => version));

/** The versions that ran. */
function checkApplied(applied: readonly Applied[], migrations: readonly Migration[]): ReadonlySet<number> {
  const last = applied.at(-1)?.version ?? 0;
  const known = newest(migrations);
  if (last > known) {
    throw new StoreError(
      'schema_newer',
      `This database has schema ${last}; this Alongside knows ${known}: install a newer one.`,
    );
  }
  for (const { version, name, checksum } of applied) {
    const own = migrations.find((one) => one.version === version);
    if (own === undefined || checksumOf(own) !== checksum) {
      throw new StoreError(
        'schema_changed',
        `Step ${version} (${name}) of this database's schema is not the one that this Alongside knows: it was made by another build; restore a backup or start with an empty database.`,
      );
    }
  }
  return new Set(applied.map(({ version }) => version));
}

const checksumOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

async function lock(client: pg.Client, until: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [lockKey]);
    if (rows[0]?.got === true) return;
    if (performance.now() > until) {
      throw new StoreError('migration_busy', 'Another process migrates this database; wait for it and start again.');
    }
    await delay(50);
  }
}

async function apply(client: pg.Client, migration: Migration, until: number): Promise<void> {
  for (;;) {
    try {
      await client.query('BEGIN');
      await client.query(migration.sql);
      await client.query('INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)', [
        migration.version,
        migration.name,
        checksumOf(migration),
      ]);
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      // A table in use: step back, so that the queue behind our lock dissolves, and try again.
      if (errorCode(error) === '55P03' && performance.now() < until) {
        await delay(200);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        errorCode(error) === '55P03' ? 'migration_busy' : 'migration_failed',
        `Step ${migration.version} (${migration.name}) of the schema failed and was undone: ${reason}.`,
        { cause: error },
      );
    }
  }
}
