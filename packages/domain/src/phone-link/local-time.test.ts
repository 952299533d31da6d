import { expect, test } from 'vitest';
import { isTimeZone, readLocalTime, writeLocalTime } from './local-time.ts';

test.each([
  ['2026-11-21 15:00:00', 'Asia/Ho_Chi_Minh', '2026-11-21T08:00:00.000Z'],
  ['2026-07-01 12:00:00', 'Europe/Amsterdam', '2026-07-01T10:00:00.000Z'],
  ['2026-12-31 23:59:59', 'UTC', '2026-12-31T23:59:59.000Z'],
  ['2026-10-25 03:30:00', 'Europe/Amsterdam', '2026-10-25T02:30:00.000Z'],
  ['2028-02-29 00:00:00', 'Asia/Kolkata', '2028-02-28T18:30:00.000Z'],
])('%s in %s is %s, and back', (text, zone, utc) => {
  expect(readLocalTime(text, zone)?.toISOString()).toBe(utc);
  expect(writeLocalTime(new Date(utc), zone)).toBe(text);
});

test.each([
  '',
  '2026-11-21',
  '2026-11-21T15:00:00',
  '2026-02-29 00:00:00',
  '2026-13-01 00:00:00',
  '2026-01-01 24:00:00',
])('"%s" is no time', (text) => {
  expect(readLocalTime(text, 'UTC')).toBeNull();
});

test('a zone is known by its name', () => {
  expect(isTimeZone('Asia/Ho_Chi_Minh')).toBe(true);
  expect(isTimeZone('Middle/Earth')).toBe(false);
});
