import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { archiveLayout } from './archive.ts';
import { readArchiving } from './archiving.ts';
import { type ClusterCopy, copyCluster, readCredentialsFile } from './backup.ts';
import { removeEmbeddedPostgres } from './remove.ts';
import { restoreCluster, type RestoreOptions } from './restore.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

let folder: string;
let server: EmbeddedPostgres;
let data: string;
let archive: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "alongside backup's 100% "));
  data = join(folder, 'data');
  archive = join(folder, 'archive');
  server = await startEmbeddedPostgres({ dataDir: data, archive });
  await ask(server.url, 'CREATE TABLE said (n integer PRIMARY KEY)');
});
afterEach(async () => {
  await server.stop();
  await removeEmbeddedPostgres(data);
  rmSync(folder, { recursive: true, force: true });
});

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const say = (n: number) => ask(server.url, `INSERT INTO said VALUES (${n})`);

/** Everything until now is archived. */
async function archived(): Promise<void> {
  const [row] = await ask<{ name: string }>(server.adminUrl, 'SELECT pg_walfile_name(pg_switch_wal()) AS name');
  await expect
    .poll(async () => readdirSync(join(archive, 'wal')).includes(`${row?.name}.gz`), { timeout: 20_000, interval: 50 })
    .toBe(true);
}

const copyTo = (name: string): Promise<ClusterCopy> =>
  copyCluster({ dataDir: data, adminUrl: server.adminUrl, to: join(folder, name) });

async function restored(name: string, copy: ClusterCopy, more: Partial<RestoreOptions> = {}): Promise<number[]> {
  const credentials = await readCredentialsFile(data);
  const options = { dataDir: join(folder, name), from: join(folder, 'copy'), copy, credentials, until: null };
  const found = await restoreCluster({ ...options, wal: archiveLayout(archive).wal, ...more }, ({ adminUrl }) =>
    ask<{ n: number }>(adminUrl, 'SELECT n FROM said ORDER BY n'),
  );
  return found.map(({ n }) => n);
}

test('a copy of a running database and its archived log bring back everything, or a moment between', async () => {
  await say(1);
  const copy = await copyTo('copy');
  await say(2);
  const [between] = await ask<{ now: Date }>(server.adminUrl, 'SELECT clock_timestamp() AS now');
  await new Promise((go) => setTimeout(go, 20));
  await say(3);
  await archived();
  expect(await restored('whole', copy)).toEqual([1, 2, 3]);
  expect(await restored('then', copy, { until: between!.now })).toEqual([1, 2]);
  // By itself, without any archive, the copy is what was there at its end.
  expect(await restored('alone', copy, { wal: join(folder, 'none') })).toEqual([1]);
  // What was restored starts as any other, and archives elsewhere.
  const again = await startEmbeddedPostgres({ dataDir: join(folder, 'whole'), archive: join(folder, 'archive 2') });
  await ask(again.url, 'INSERT INTO said VALUES (4)');
  await again.stop();
  await expect(startEmbeddedPostgres({ dataDir: join(folder, 'then'), archive })).rejects.toMatchObject({
    code: 'archive_taken',
    message: expect.stringContaining('give a new, empty folder'),
  });
});

test('an archive with a gap, a damaged segment, or an end before the wanted moment is refused, and says what is missing', async () => {
  const copy = await copyTo('copy');
  for (const n of [1, 2, 3]) {
    await say(n);
    await archived();
  }
  const wal = join(archive, 'wal');
  const [last = '', middle = ''] = readdirSync(wal)
    .filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
    .sort()
    .reverse();
  const whole = readFileSync(join(wal, middle));
  rmSync(join(wal, middle));
  const lacks = (name: string) => ({
    code: 'restore_failed',
    message: expect.stringContaining(`lacks ${name.slice(0, 24)}`),
  });
  await expect(restored('gap', copy)).rejects.toMatchObject(lacks(middle));
  writeFileSync(join(wal, middle), whole.subarray(0, whole.length / 2));
  await expect(restored('damaged', copy)).rejects.toMatchObject(lacks(middle));
  writeFileSync(join(wal, middle), whole);
  const good = readFileSync(join(wal, last));
  writeFileSync(join(wal, last), good.subarray(0, good.length / 2));
  await expect(restored('damaged', copy)).rejects.toMatchObject(lacks(last));
  writeFileSync(join(wal, last), good);
  await expect(restored('later', copy, { until: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
    code: 'restore_failed',
    message: expect.stringContaining('ends before'),
  });
  // What failed has left nothing that looks like data; the next try works.
  expect(await restored('damaged', copy)).toEqual([1, 2, 3]);
  await expect(restored('damaged', copy)).rejects.toMatchObject({ code: 'restore_failed' });
});

test('whoever backs up is told whether every later moment can be brought back', async () => {
  expect((await readArchiving(data, server.adminUrl, archive)).archiving).toBe('here');
  const other = join(folder, 'other');
  expect((await readArchiving(data, server.adminUrl, other)).archiving).toBe('elsewhere');
  const stranger = join(folder, 'stranger');
  mkdirSync(stranger);
  writeFileSync(join(stranger, 'owner'), 'somebody else\n');
  await expect(readArchiving(data, server.adminUrl, stranger)).rejects.toMatchObject({ code: 'archive_taken' });
  await server.stop();
  server = await startEmbeddedPostgres({ dataDir: data });
  expect((await readArchiving(data, server.adminUrl, archive)).archiving).toBe('off');
});
