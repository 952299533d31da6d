import { expect, test } from 'vitest';
import { pauseAfter, retryAfter, SCHEDULE } from './schedule.ts';

const random = (byte: number) => ({ bytes: () => Uint8Array.of(byte), uuid: () => '' });
const HOUR = 3600;

test('[HOOK4] eleven attempts in three days and some hours, each pause up to a fifth longer than the one written down', () => {
  const shortest = SCHEDULE.map((_, index) => pauseAfter(index + 1, random(0))!);
  const longest = SCHEDULE.map((_, index) => pauseAfter(index + 1, random(255))!);
  expect(shortest).toEqual(SCHEDULE);
  const hours = (pauses: readonly number[]) => pauses.reduce((sum, pause) => sum + pause, 0) / HOUR;
  expect(hours(shortest)).toBeGreaterThan(72);
  expect(hours(longest)).toBeLessThanOrEqual(hours(shortest) * 1.2);
  expect(longest.every((pause, index) => pause > shortest[index]!)).toBe(true);
  expect(pauseAfter(SCHEDULE.length + 1, random(0))).toBeNull();
});

const now = new Date('2026-11-21T10:00:00Z');
test.each([
  ['120', 120],
  [' 5 ', 5],
  ['Sat, 21 Nov 2026 10:01:00 GMT', 60],
  ['999999999', 24 * HOUR],
  ['Sat, 21 Nov 2026 09:00:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
  ['1e3', null],
  [undefined, null],
])('[HOOK5] Retry-After "%s" asks for %s seconds', (header, seconds) => {
  expect(retryAfter(header, now)).toBe(seconds);
});
