import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { isAlive } from './processes.ts';
import { removeEmbeddedPostgres } from './remove.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './start.ts';
import { buildWriter, WriterProcess } from './testing/writer-process.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;
let started: EmbeddedPostgres[];

beforeEach(() => {
  started = [];
  folder = mkdtempSync(join(tmpdir(), 'alongside-start-'));
});

afterEach(async () => {
  for (const server of started) await server.stop();
  await removeEmbeddedPostgres(folder);
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: folder, ...options });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a new server is durable, checks its pages and listens on this machine only', async () => {
  const server = await start();
  const [row] = await query(
    server.adminUrl,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
            current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
            current_setting('server_encoding') AS encoding, 'a' < 'B' AS by_language`,
  );
  expect(row).toEqual({
    fsync: 'on',
    commit: 'on',
    pages: 'on',
    checksums: 'on',
    addresses: '127.0.0.1',
    sockets: '',
    encoding: 'UTF8',
    by_language: false,
  });
});

test('only the generated passwords open it, and only their owner can read them', async () => {
  const server = await start();
  const wrong = new URL(server.url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(folder, 'credentials.json')).mode & 0o777).toBe(0o600);
  expect(existsSync(join(folder, 'initial-password'))).toBe(false);
  const [role] = await query(server.url, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user');
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
});

test('what was stored is there after a stop and a start, which begins a new server', async () => {
  const first = await startEmbeddedPostgres({ dataDir: folder });
  await query(first.url, 'CREATE TABLE thing AS SELECT 42 AS answer');
  await first.stop();
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT answer FROM thing')).toEqual([{ answer: 42 }]);
});

test('a second start on a folder in use is refused in one sentence, and works once the first has stopped', async () => {
  const first = await startEmbeddedPostgres({ dataDir: folder });
  await expect(startEmbeddedPostgres({ dataDir: folder })).rejects.toMatchObject({
    code: 'folder_locked',
    message: `The data folder ${folder} is in use by process ${process.pid}; stop that one first, or choose another folder.`,
  });
  expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await first.stop();
  await start();
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(startEmbeddedPostgres({ dataDir: folder, port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
  });
});

test('data of another major version is refused untouched', async () => {
  mkdirSync(join(folder, 'cluster'));
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '14\n');
  writeFileSync(join(folder, 'credentials.json'), '{"superuserPassword":"a","applicationPassword":"b"}');
  await expect(startEmbeddedPostgres({ dataDir: folder })).rejects.toMatchObject({
    code: 'version_mismatch',
    message: expect.stringContaining('written by PostgreSQL 14'),
  });
});

test('data without its passwords is refused rather than made anew', async () => {
  const server = await startEmbeddedPostgres({ dataDir: folder });
  await server.stop();
  rmSync(join(folder, 'credentials.json'));
  await expect(startEmbeddedPostgres({ dataDir: folder })).rejects.toMatchObject({ code: 'credentials_missing' });
});

test('a left-over process id that now belongs to a stranger does not keep the folder', async () => {
  const first = await startEmbeddedPostgres({ dataDir: folder });
  await query(first.url, 'CREATE TABLE thing AS SELECT 42 AS answer');
  await first.stop();
  const cluster = join(folder, 'cluster');
  // As after a crash and a restart of the machine: the number in the file is alive again, as this test.
  writeFileSync(
    join(cluster, 'postmaster.pid'),
    `${process.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  const second = await start();
  expect(await query(second.url, 'SELECT answer FROM thing')).toEqual([{ answer: 42 }]);
});

test('the end of PostgreSQL without a stop is reported', async () => {
  const reason = new Promise<string>((resolve) => {
    void start({ onUnexpectedExit: resolve }).then((server) => process.kill(server.pid, 'SIGQUIT'));
  });
  expect(await reason).toMatch(/^(exit code|signal)/);
});

test('a folder that may not be written is named', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(startEmbeddedPostgres({ dataDir: join(file, 'below') })).rejects.toMatchObject({
    code: 'permission_denied',
    message: expect.stringContaining(file),
  });
});

test('root without user namespaces hands over to an unprivileged account, and back', async (context) => {
  if (!isRoot) context.skip('only root can hand over to another account');
  const first = await startEmbeddedPostgres({ dataDir: folder, userNamespace: false });
  await query(first.url, 'CREATE TABLE thing AS SELECT 42 AS answer');
  await first.stop();
  expect(statSync(join(folder, 'cluster')).uid).toBeGreaterThan(0);
  const second = await start();
  expect(await query(second.url, 'SELECT answer FROM thing')).toEqual([{ answer: 42 }]);
});

test.for<[who: string, uid: number]>([
  ['an ordinary user', 65_534],
  ['a number without an account, as in many containers,', 54_321],
])('%s starts it', async ([_who, uid], context) => {
  if (!isRoot) context.skip('only root can start a process as another account');
  const writerFile = await buildWriter();
  onTestFinished(writerFile.remove);
  const home = mkdtempSync(join(tmpdir(), 'alongside-user-'));
  onTestFinished(() => removeEmbeddedPostgres(home));
  chownSync(home, uid, uid);
  chmodSync(join(writerFile.file, '..'), 0o755);
  const writer = new WriterProcess(writerFile.file, home, { uid, gid: uid });
  const { url } = await writer.ready();
  await writer.commits(3);
  await writer.kill();
  expect(await query(url, 'SELECT count(*)::int > 2 AS enough FROM row_committed')).toEqual([{ enough: true }]);
});
