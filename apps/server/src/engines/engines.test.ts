import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createPasswordHasher } from './passwords.ts';
import { systemRandom } from './random.ts';
import { createSealer } from './sealer.ts';
import { loadSecretKey } from './secret-key.ts';
import { createSigner } from './signer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alongside-engines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is sealed opens with the same key only, and not when it was changed', () => {
  const sealer = createSealer('one key of more than thirty-two characters');
  const sealed = sealer.seal('a secret, ế');
  expect(sealed).not.toContain('secret');
  expect(sealer.seal('a secret, ế')).not.toBe(sealed);
  expect(sealer.open(sealed)).toBe('a secret, ế');
  expect(() => createSealer('another key of more than 32 characters').open(sealed)).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  for (const index of [0, 5, 20, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => sealer.open(changed.toString('base64url')), String(index)).toThrow();
  }
});

test('the key is made once, for its owner alone', () => {
  const key = loadSecretKey(folder, undefined);
  expect(key.length).toBeGreaterThanOrEqual(43);
  expect(loadSecretKey(folder, undefined)).toBe(key);
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'secret.key'), 'utf8').trim()).toBe(key);
});

test('a short key, an example and a pattern are refused in words', () => {
  for (const key of [
    'short',
    'change-me-change-me-change-me-change-me',
    'x'.repeat(64),
    'my-secret-key-for-this-installation-1',
    '0123456789012345678901234567890123456789',
  ]) {
    expect(() => loadSecretKey(folder, key), key).toThrow(/ALONGSIDE_SECRET_KEY .*openssl rand/);
  }
  writeFileSync(join(folder, 'secret.key'), 'short');
  expect(() => loadSecretKey(folder, undefined)).toThrow(/secret\.key/);
});

test('passwords are hashed by argon2id with 64 MiB and three passes; nobody has every password', async () => {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash('a sentence is good');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  expect(await hasher.verify(hash, 'a sentence is good')).toBe(true);
  expect(await hasher.verify(hash, 'a sentence is bad')).toBe(false);
  expect(await hasher.verify(null, 'nobody has this password')).toBe(false);
});

test('ids are version 7, in the order of time', () => {
  let now = 1_700_000_000_000;
  const random = systemRandom({ now: () => new Date(now) });
  const ids = Array.from({ length: 50 }, () => {
    now += 1;
    return random.uuid();
  });
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});

test('no two ids are the same, nor the random part of two, however many are made in one millisecond', () => {
  const random = systemRandom({ now: () => new Date(1_700_000_000_000) });
  const parts = Array.from({ length: 1_000 }, () => random.uuid().slice(15).split('-'));
  // 12, 14 and 48 random bits; the last alone must do.
  expect(new Set(parts.map((part) => part.at(-1))).size).toBe(1_000);
  expect(new Set(parts.map((part) => part[0])).size).toBeGreaterThan(500);
});

test('a log holds what is listed and nothing else', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line: string) => void lines.push(line) });
  const error = Object.assign(new Error('broken'), { code: 'E1', detail: 'canary-1', query: 'canary-2' });
  log.warn(
    {
      requestId: 'r1',
      accessKeyId: 'ak_demo_1',
      requesterUserId: '45186',
      status: 500,
      password: 'canary-3',
      body: { text: 'canary-4' },
      tenantId: { deep: 'canary-5' },
      error,
    },
    'It broke.',
  );
  expect(JSON.parse(lines[0]!)).toMatchObject({
    requestId: 'r1',
    accessKeyId: 'ak_demo_1',
    requesterUserId: '45186',
    status: 500,
    msg: 'It broke.',
    error: { type: 'Error', message: 'broken', code: 'E1' },
  });
  expect(lines.join('')).not.toContain('canary');
});

test('a signature is good for its text and its key only, and in the one spelling that it was given', () => {
  const signer = createSigner('one key of more than thirty-two characters');
  const signature = signer.sign('an address, ế');
  expect(signer.verify('an address, ế', signature)).toBe(true);
  expect(signer.verify('another address', signature)).toBe(false);
  expect(createSigner('another key of more than 32 characters').verify('an address, ế', signature)).toBe(false);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='];
  const spellings = letters.map((letter) => signature.slice(0, -1) + letter);
  expect(spellings.filter((one) => signer.verify('an address, ế', one))).toEqual([signature]);
  expect(signer.verify('an address, ế', `${signature}=`)).toBe(false);
});
