import { createTestDatabase, type TestDatabase } from '@alongside/testkit';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { createStore } from '../store.ts';
import { random, recordingBus, silent } from '../testing/fixture.ts';
import { migrations } from './all.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';

const databases: TestDatabase[] = [];
afterEach(() => Promise.all(databases.splice(0).map((database) => database.drop())));

async function empty(): Promise<string> {
  const database = await createTestDatabase();
  databases.push(database);
  return database.url;
}

async function query<R extends object>(url: string, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Every column, index, constraint, policy, function and trigger, as text. */
const schemaOf = (url: string) =>
  query(
    url,
    `SELECT table_name || '.' || column_name AS thing, data_type || is_nullable || coalesce(column_default, '') AS definition
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT tablename || '.' || policyname, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies
     UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
  );

const step = (version: number, sql: string): Migration => ({ version, name: `step ${version}`, sql });
const options = (url: string) => ({ url, bus: recordingBus(), log: silent, random });

test('an empty database gets the whole schema, and a second run finds nothing to do', async () => {
  const url = await empty();
  expect(await migrate(url)).toEqual(migrations.map((migration) => migration.name));
  const before = await schemaOf(url);
  expect(await migrate(url)).toEqual([]);
  expect(await schemaOf(url)).toEqual(before);
  const store = await createStore(options(url));
  expect(await store.setup.needed()).toBe(true);
  await store.close();
});

test('several processes that start at once migrate once', async () => {
  const url = await empty();
  const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
  expect(runs.flat().sort()).toEqual(migrations.map((migration) => migration.name).sort());
});

test('the steps are numbered upwards', () => {
  const versions = migrations.map((migration) => migration.version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test('a run that dies in a step, be it the first or the last, is finished by the next, and the schema is that of an undisturbed run', async () => {
  const undisturbed = await empty();
  await migrate(undisturbed);
  const expected = await schemaOf(undisturbed);
  for (const broken of [0, 3, migrations.length - 1]) {
    const url = await empty();
    const dying = migrations.map((migration, index) =>
      index === broken ? { ...migration, sql: `${migration.sql}; SELECT 1 / 0;` } : migration,
    );
    await expect(migrate(url, { migrations: dying })).rejects.toMatchObject({ code: 'migration_failed' });
    expect(await migrate(url)).toHaveLength(migrations.length - broken);
    expect(await schemaOf(url)).toEqual(expected);
  }
});

test('a schema newer than this binary knows is refused, by the migrations and by the store', async () => {
  const url = await empty();
  await migrate(url);
  const known = migrations.at(-1)!.version;
  await query(url, `INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, 'from the future', 'x')`, [
    known + 2,
  ]);
  const refusal = {
    code: 'schema_newer',
    message: `This database has schema ${known + 2}; this Alongside knows ${known}: install a newer one.`,
  };
  await expect(migrate(url)).rejects.toMatchObject(refusal);
  await expect(createStore(options(url))).rejects.toMatchObject(refusal);
});

test('a store does not open on a schema that is behind', async () => {
  const url = await empty();
  await expect(createStore(options(url))).rejects.toMatchObject({ code: 'schema_behind' });
  await migrate(url, { migrations: migrations.slice(0, 3) });
  await expect(createStore(options(url))).rejects.toMatchObject({
    code: 'schema_behind',
    message: expect.stringContaining(`has schema 3; this Alongside needs ${migrations.at(-1)!.version}`),
  });
});

test('a step that joined the list later, below one that ran already, runs too, and a store waits for it', async () => {
  const url = await empty();
  const [first, second, third] = [
    step(1, 'CREATE TABLE a ()'),
    step(2, 'CREATE TABLE b ()'),
    step(3, 'CREATE TABLE c ()'),
  ];
  expect(await migrate(url, { migrations: [first, third] })).toEqual(['step 1', 'step 3']);
  expect(await migrate(url, { migrations: [first, second, third] })).toEqual(['step 2']);
  expect(await migrate(url, { migrations: [first, second, third] })).toEqual([]);
  const whole = await empty();
  await migrate(whole, { migrations: migrations.filter((_, index) => index !== migrations.length - 2) });
  await expect(createStore(options(whole))).rejects.toMatchObject({ code: 'schema_behind' });
  expect(await migrate(whole)).toEqual([migrations.at(-2)!.name]);
});

test('a step that was changed after it ran is refused', async () => {
  const url = await empty();
  await migrate(url, { migrations: [step(1, 'CREATE TABLE a ()')] });
  await expect(migrate(url, { migrations: [step(1, 'CREATE TABLE b ()')] })).rejects.toMatchObject({
    code: 'schema_changed',
    message: expect.stringContaining('Step 1 (step 1)'),
  });
});

test('a step waits for a table in use without holding up those who use it, and gives up with one sentence', async () => {
  const url = await empty();
  const first = step(1, 'CREATE TABLE a (x integer)');
  await migrate(url, { migrations: [first] });
  const user = new pg.Client({ connectionString: url });
  await user.connect();
  await user.query('BEGIN; SELECT * FROM a');
  const alter = [first, step(2, 'ALTER TABLE a ADD y integer')];
  await expect(migrate(url, { migrations: alter, patience: 0 })).rejects.toMatchObject({ code: 'migration_busy' });
  const waiting = migrate(url, { migrations: alter });
  // The step's first try queues for the lock; whoever reads meanwhile is through as soon as that try has given up.
  await expect
    .poll(() => query(url, `SELECT FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass`))
    .toHaveLength(1);
  expect(await query(url, 'SELECT * FROM a')).toEqual([]);
  await user.query('COMMIT');
  expect(await waiting).toEqual(['step 2']);
  await user.end();
});

test('a server that may lose what it accepts is refused, unless told to be unsafe', async () => {
  const url = await empty();
  await migrate(url);
  const unsafe = `${url}?options=-c%20synchronous_commit%3Doff`;
  const refusal = { code: 'settings_unsafe', message: expect.stringContaining('synchronous_commit = off') };
  await expect(createStore(options(unsafe))).rejects.toMatchObject(refusal);
  await expect(migrate(unsafe)).rejects.toMatchObject(refusal);
  expect(await migrate(unsafe, { unsafe: true })).toEqual([]);
  const store = await createStore({ ...options(unsafe), unsafe: true });
  await store.ping();
  await store.close();
});

test('a database that cannot be reached is named in one sentence without its password', async () => {
  const refused = createStore(options('postgres://ada:secret@127.0.0.1:1/bank'));
  await expect(refused).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^The database at 127\.0\.0\.1:1\/bank cannot be reached: .*ECONNREFUSED/),
  });
  await expect(refused).rejects.not.toThrow(/secret/);
});
