import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, type DatabaseTemplate } from './database.ts';
import { testPostgres } from './server.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a template is built once however many ask at the same time, and its copies are apart', async () => {
  let built = 0;
  const template: DatabaseTemplate = {
    key: 'apart',
    async prepare(url) {
      built += 1;
      await query(url, 'CREATE TABLE thing (name text); INSERT INTO thing VALUES ($$from the template$$)');
    },
  };
  const databases = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase({ template })));
  expect(built).toBe(1);
  const [first, second] = databases;
  await query(first!.url, 'DELETE FROM thing');
  expect(await query(first!.url, 'SELECT name FROM thing')).toEqual([]);
  expect(await query(second!.url, 'SELECT name FROM thing')).toEqual([{ name: 'from the template' }]);
  await Promise.all(databases.map((database) => database.drop()));
});

test('a template whose preparation fails is built again by the next who asks', async () => {
  let attempts = 0;
  const template: DatabaseTemplate = {
    key: 'fails once',
    async prepare() {
      attempts += 1;
      if (attempts === 1) throw new Error('first attempt');
    },
  };
  await expect(createTestDatabase({ template })).rejects.toThrow('first attempt');
  await using database = await createTestDatabase({ template });
  expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a dropped database is gone even while someone is connected', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  await database.drop();
  await database.drop();
  const names = await query(testPostgres().url, 'SELECT datname FROM pg_database');
  expect(names).not.toContainEqual({ datname: database.name });
  await client.end().catch(() => {});
});

test('the test role is no superuser, so that row-level security binds it', async () => {
  await using database = await createTestDatabase();
  const rows = await query(database.url, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user');
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
});
