import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive, waitUntil } from './processes.ts';
import { removeEmbeddedPostgres } from './remove.ts';
import { startEmbeddedPostgres } from './start.ts';
import { buildWriter, WriterProcess } from './testing/writer-process.ts';

let writerFile: Awaited<ReturnType<typeof buildWriter>>;
let dataDir: string;

beforeAll(async () => {
  writerFile = await buildWriter();
  dataDir = mkdtempSync(join(tmpdir(), 'alongside-kill-'));
});

afterAll(async () => {
  writerFile.remove();
  await removeEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function missing(url: string, acknowledged: readonly number[]): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query<{ id: string }>(
    'SELECT id FROM unnest($1::bigint[]) AS id EXCEPT SELECT id FROM row_committed',
    [acknowledged],
  );
  await client.end();
  return result.rows.map((row) => Number(row.id));
}

test('twenty kills of the server lose no committed row, and every next start is usable', {
  timeout: 180_000,
}, async () => {
  const acknowledged: number[] = [];
  let adoptions = 0;
  for (let round = 0; round < 20; round += 1) {
    const writer = new WriterProcess(writerFile.file, dataDir);
    // Every fifth is killed while it starts, at ever later moments; the others after a varying number of commits.
    const duringStart = round % 5 === 4;
    if (duringStart) {
      await delay(20 + round * 15);
      await writer.kill();
    } else {
      const { url, adopted, postmaster } = await writer.ready();
      if (adopted) adoptions += 1;
      expect(await missing(url, acknowledged)).toEqual([]);
      await writer.commits(5 + ((round * 37) % 200));
      // Now and then PostgreSQL dies with its owner, as in a power cut or when memory runs out.
      if (round % 7 === 6) process.kill(postmaster, 'SIGKILL');
      await writer.kill();
    }
    acknowledged.push(...writer.committed);
  }
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    expect(await missing(server.url, acknowledged)).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(1_000);
    expect(adoptions).toBeGreaterThan(5);
  } finally {
    await server.stop();
  }
  expect(isAlive(server.pid)).toBe(false);
});

test('a PostgreSQL that its owner left behind is ended and its folder removed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-left-'));
  const writer = new WriterProcess(writerFile.file, folder);
  const { postmaster } = await writer.ready();
  await writer.kill();
  expect(isAlive(postmaster)).toBe(true);
  await removeEmbeddedPostgres(folder);
  expect(await waitUntil(() => !isAlive(postmaster), 1_000)).toBe(true);
});

test('a folder that was renamed while its PostgreSQL lived on is not opened twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-moved-'));
  const writer = new WriterProcess(writerFile.file, join(folder, 'before'));
  const { postmaster } = await writer.ready();
  await writer.commits(20);
  await writer.kill();
  renameSync(join(folder, 'before'), join(folder, 'after'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'after') });
  try {
    expect(server.adopted).toBe(false);
    expect(isAlive(postmaster)).toBe(false);
    expect(await missing(server.url, writer.committed)).toEqual([]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
