import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawDigits, drawLetters, readCode } from './code.ts';

/** A million codes ask more than a million times for a few bytes: they are fetched many at a time. */
let pool = randomBytes(1 << 16);
let taken = 0;
const random = {
  bytes(count: number) {
    if (taken + count > pool.length) [pool, taken] = [randomBytes(1 << 16), 0];
    taken += count;
    return pool.subarray(taken - count, taken);
  },
  uuid: () => randomUUID(),
};

test('[CODE1] digits are evenly spread: chi-square over a million codes', () => {
  const codes = 1_000_000;
  const seen = Array.from({ length: 9 }, () => new Uint32Array(10));
  for (let made = 0; made < codes; made += 1) {
    const code = drawDigits(9, random);
    for (let place = 0; place < 9; place += 1) seen[place]![code.charCodeAt(place) - 48]! += 1;
  }
  for (const counts of seen) {
    const chi = counts.reduce((sum, count) => sum + (count - codes / 10) ** 2 / (codes / 10), 0);
    // Nine degrees of freedom: above this once in ten million places.
    expect(chi).toBeLessThan(50);
  }
}, 60_000);

test('a source that favours small bytes is not drawn from unevenly: bytes above the last whole ten are thrown away', () => {
  const bytes = [255, 251, 250, 249, 7];
  const scripted = { ...random, bytes: (count: number) => new Uint8Array(bytes.splice(0, count)) };
  expect(drawDigits(2, scripted)).toBe('97');
});

test('letters are read as they are heard', () => {
  const code = drawLetters(random);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(readCode(code.toLowerCase())).toEqual({ code, letters: true });
  expect(readCode('il0O-abcd')).toEqual({ code: '1100ABCD', letters: true });
  expect(readCode('482 917 305')).toEqual({ code: '482917305', letters: false });
  for (const wrong of ['', '123', '1'.repeat(13), 'ABCDEFGU', 'ÀBCDEFGH', '<script>'])
    expect(readCode(wrong)).toBeNull();
});
