import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyBinaries, linkLibraries } from './binaries.ts';
import { lockFolder } from './folder-lock.ts';
import { parsePostmasterFile } from './postmaster-file.ts';
import { commandLine, isAlive, startMark } from './processes.ts';
import { serverSettings, sharedBuffersMegabytes } from './settings.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alongside-parts-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the process file of a running server is read', () => {
  const text = '4711\n/data/cluster\n1700000000\n5433\n\n127.0.0.1\n  1234   5\nready   \n';
  expect(parsePostmasterFile(text)).toEqual({ pid: 4711, dataDirectory: '/data/cluster', port: 5433, status: 'ready' });
});

test.each(['', 'x\n', '-3\n/data\n'])('a process file that is half written or damaged is no server (%j)', (text) => {
  expect(parsePostmasterFile(text)).toBeUndefined();
});

test('a process file of a server that only begins has neither port nor state', () => {
  expect(parsePostmasterFile('12\n/data\n17000\n')).toMatchObject({ pid: 12, port: undefined, status: undefined });
});

test('durability is set on the command line of every version, where no file can switch it off', () => {
  for (const major of [15, 18]) {
    expect(serverSettings(5432, major, {})).toEqual(
      expect.arrayContaining([
        'fsync=on',
        'synchronous_commit=on',
        'full_page_writes=on',
        'listen_addresses=127.0.0.1',
      ]),
    );
  }
  expect(serverSettings(5432, 15, {}).join(' ')).not.toContain('io_method');
});

test('shared memory follows the machine within bounds', () => {
  const gigabyte = 1024 ** 3;
  expect([0.25, 2, 64].map((size) => sharedBuffersMegabytes(size * gigabyte))).toEqual([64, 256, 512]);
});

test('a folder has one owner at a time, and is free again after a release', () => {
  const file = join(folder, 'owner.lock');
  const lock = lockFolder(folder, file);
  expect(() => lockFolder(folder, file)).toThrow(`in use by process ${process.pid}`);
  lock.release();
  lock.release();
  lockFolder(folder, file).release();
});

test('a lock left by a process that is gone is taken over', () => {
  const file = join(folder, 'owner.lock');
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, mark: '1' }));
  lockFolder(folder, file).release();
});

test('this process is alive and says how it was started; a number that no process has is not', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(2 ** 22 + 1)).toBe(false);
  expect(startMark(process.pid)).not.toBe('');
  expect(commandLine(process.pid)).toMatch(/node/);
});

test('missing library links are made, in place or in a copy', () => {
  const native = join(folder, 'package', 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'lib', 'libicuuc.so.60.2'), 'library');
  writeFileSync(join(native, 'lib', 'libpq.a'), 'not needed to run');
  writeFileSync(join(folder, 'package', 'package.json'), '{"version":"18.4.0"}');
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    '[{"source":"native/lib/libicuuc.so.60.2","target":"native/lib/libicuuc.so.60"}]',
  );
  const copy = copyBinaries(native, join(folder, 'data'));
  expect(readlinkSync(join(copy, 'lib', 'libicuuc.so.60'))).toBe('libicuuc.so.60.2');
  expect(existsSync(join(copy, 'lib', 'libpq.a'))).toBe(false);
  expect(linkLibraries(native)).toBe(true);
  expect(linkLibraries(native)).toBe(true);
  expect(readlinkSync(join(native, 'lib', 'libicuuc.so.60'))).toBe('libicuuc.so.60.2');
});
