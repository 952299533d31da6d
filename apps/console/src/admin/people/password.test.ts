import { expect, test } from 'vitest';
import { firstPassword } from './password.ts';

test('a first password is long enough for the server, legible, and another one each time', () => {
  const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const made = new Set(Array.from({ length: 50 }, () => firstPassword(fill)));
  expect(made.size).toBe(50);
  for (const password of made) expect(password).toMatch(/^([b-df-hj-kmnp-tv-xz2-9]{5}-){3}[b-df-hj-kmnp-tv-xz2-9]{5}$/);
});

test('bytes that would favour some signs are left out', () => {
  let turn = 0;
  const password = firstPassword((bytes) => bytes.fill(turn++ === 0 ? 255 : 0));
  expect(password).toBe('bbbbb-bbbbb-bbbbb-bbbbb');
  expect(turn).toBeGreaterThan(1);
});
