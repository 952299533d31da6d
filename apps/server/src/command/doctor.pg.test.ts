import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@alongside/testkit';
import { expect, test } from 'vitest';
import { readCommand } from './arguments.ts';
import { diagnose, type Facts, runDoctor } from './doctor.ts';

const good: Facts = {
  server: {
    version: '18.4',
    supported: true,
    standby: false,
    durability: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' },
    dataChecksums: true,
    clockAhead: 3,
  },
  free: 50 * 1024 ** 3,
  dataDir: '/data',
  elsewhere: false,
};
const wrong = (facts: Facts) =>
  diagnose(facts)
    .filter(({ level }) => level !== 'ok')
    .map(({ level, text }) => `${level} ${text}`);

test('a sound machine has nothing to complain of', () => {
  expect(wrong(good)).toEqual([]);
});

test.each<[string, Facts]>([
  [
    'bad fsync is off',
    { ...good, server: { ...good.server, durability: { ...good.server.durability, fsync: 'off' } } },
  ],
  ['bad PostgreSQL 14.9 is too old', { ...good, server: { ...good.server, version: '14.9', supported: false } }],
  ['bad This PostgreSQL is a standby', { ...good, server: { ...good.server, standby: true } }],
  ['warn data checksums are off', { ...good, server: { ...good.server, dataChecksums: false } }],
  ["warn the database's clock is -9.0 s ahead", { ...good, server: { ...good.server, clockAhead: -9_000 } }],
  ["bad the database's clock is 120.0 s ahead", { ...good, server: { ...good.server, clockAhead: 120_000 } }],
  ['warn 1.0 GiB free', { ...good, free: 1024 ** 3 }],
  ['bad 0.1 GiB free', { ...good, free: 1024 ** 3 / 10 }],
])('it says: %s', (sentence, facts) => {
  expect(wrong(facts)).toEqual([expect.stringContaining(sentence)]);
});

test('the command looks at the real server, names the unsafe setting and ends with 1', async () => {
  const database = await createTestDatabase();
  try {
    const asked = async (url: string) => {
      const lines: string[] = [];
      const command = readCommand(['doctor', '--database-url', url, '--log', 'stderr'], {});
      if (command.name !== 'doctor') throw new Error(`It was read as ${command.name}.`);
      return { code: await runDoctor(command.settings, (line) => lines.push(line)), text: lines.join('\n') };
    };
    const unsafe = await asked(`${database.url}?options=-c%20synchronous_commit%3Doff`);
    expect(unsafe).toMatchObject({ code: 1, text: expect.stringContaining('bad   synchronous_commit is off') });
    expect(unsafe.text).toContain('the clocks of this machine and the database agree');
  } finally {
    await database.drop();
  }
});

test('a relay that browsers are told of is asked too, and named where nobody answers', async () => {
  const database = await createTestDatabase();
  try {
    const url = 'turn:127.0.0.1:9?transport=tcp';
    const environment = { ALONGSIDE_TURN_SECRET: 'a secret that nobody guesses, of forty-one' };
    const command = readCommand(['doctor', '--database-url', database.url, '--turn-url', url], environment);
    if (command.name !== 'doctor') throw new Error(`It was read as ${command.name}.`);
    const lines: string[] = [];
    expect(await runDoctor(command.settings, (line) => lines.push(line))).toBe(1);
    expect(lines.at(-1)).toContain(`bad   relay ${url}: nobody answers there`);
  } finally {
    await database.drop();
  }
});

test('without a database it says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-doctor-'));
  try {
    const command = readCommand(['doctor', '--data', folder], {});
    if (command.name !== 'doctor') throw new Error(`It was read as ${command.name}.`);
    const lines: string[] = [];
    expect(await runDoctor(command.settings, (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual([expect.stringContaining('start the server once')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
