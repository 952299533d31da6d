import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBlobs, keysOfBlobs } from '@alongside/blobs';
import { migrate } from '@alongside/store';
import { type EmbeddedPostgres, removeEmbeddedPostgres, startEmbeddedPostgres } from '@alongside/store/embedded';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCommand } from './arguments.ts';
import { runBackup } from './backup.ts';
import { runRestore } from './restore.ts';
import { StartRefused } from './start-refused.ts';

let folder: string;
let data: string;
let archive: string;
let postgres: EmbeddedPostgres;
let said: string[];
const say = (line: string) => void said.push(line);

const settingsOf = (...words: string[]) => {
  const command = readCommand(words, {});
  if (!('settings' in command)) throw new Error(`No settings in ${words.join(' ')}`);
  return command.settings;
};
const backup = (...more: string[]) =>
  runBackup(settingsOf('backup', '--data', data, '--archive', archive, ...more), say);
const restore = (to: string, ...more: string[]) =>
  runRestore(settingsOf('restore', '--data', join(folder, to), '--archive', archive, ...more), say);

beforeEach(async () => {
  said = [];
  folder = mkdtempSync(join(tmpdir(), 'alongside-backup-'));
  data = join(folder, 'data');
  archive = join(folder, 'archive');
  postgres = await startEmbeddedPostgres({ dataDir: join(data, 'postgres'), archive });
  await migrate(postgres.url);
});
afterEach(async () => {
  await postgres.stop();
  await removeEmbeddedPostgres(join(data, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
});

test('a backup keeps what lies beside the database; older ones go with what only they needed, and the last one is restored', async () => {
  const blobs = await createFolderBlobs(join(data, 'files'));
  for (const key of ['files/t/stays', 'files/t/goes']) await blobs.put(key, Buffer.from(key));
  writeFileSync(join(data, 'secret.key'), 'a key\n');
  writeFileSync(join(data, 'server.log'), 'no part of it\n');
  expect(await backup()).toBe(0);
  expect(said.at(-1)).toContain('Every later moment');
  await blobs.delete('files/t/goes');
  await backup();
  // Somebody may still want to go back to the moment of the first.
  expect((await keysOfBlobs(join(archive, 'files'))).sort()).toEqual(['files/t/goes', 'files/t/stays']);
  expect(await backup('--keep', '1')).toBe(0);
  expect(readdirSync(join(archive, 'backups'))).toHaveLength(1);
  expect(await keysOfBlobs(join(archive, 'files'))).toEqual(['files/t/stays']);
  expect(said.some((line) => line.startsWith('Removed 2 older backups'))).toBe(true);

  await postgres.stop();
  expect(await restore('new')).toBe(0);
  expect(readFileSync(join(folder, 'new', 'secret.key'), 'utf8')).toBe('a key\n');
  expect(existsSync(join(folder, 'new', 'server.log'))).toBe(false);
  await expect(restore('new')).rejects.toThrow(/There is a database in/);
  await expect(restore('old', '--until', '2001-01-01T00:00:00Z')).rejects.toThrow(/nothing before that/);
});

test('what cannot be done is said in a sentence', async () => {
  await expect(backup()).rejects.toThrow(/files is not there/);
  await expect(runBackup(settingsOf('backup', '--data', data), say)).rejects.toThrow(/--archive/);
  await expect(
    runBackup(settingsOf('backup', '--database-url', postgres.url, '--archive', archive), say),
  ).rejects.toThrow(/its own tools/);
  await expect(restore('new')).rejects.toThrow(/There is no backup in/);
  for (const words of [
    ['backup', '--keep', '0'],
    ['restore', '--until', '2026-03-09 14:05'],
    ['restore', '--until', '2026-13-09T14:05:00Z'],
  ])
    expect(() => readCommand(words, {}), words.join(' ')).toThrow(StartRefused);
});
