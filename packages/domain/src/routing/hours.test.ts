import type { BusinessHours } from '@alongside/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flawOf, isOpen, nextOpening } from './hours.ts';

const at = (text: string) => Date.parse(text);
const hours = (change: Partial<BusinessHours> = {}): BusinessHours => ({
  id: '00000000-0000-0000-0000-000000000001',
  name: 'Desk',
  timeZone: 'Europe/Amsterdam',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' })),
  holidays: [],
  closedMessage: '',
  ...change,
});

test('[ROUTE6] a span holds its first minute and not its last, in the time zone of the hours', () => {
  // Friday; Amsterdam is an hour ahead in winter.
  expect(isOpen(hours(), at('2026-11-20T07:59:59Z'))).toBe(false);
  expect(isOpen(hours(), at('2026-11-20T08:00:00Z'))).toBe(true);
  expect(isOpen(hours(), at('2026-11-20T16:29:59Z'))).toBe(true);
  expect(isOpen(hours(), at('2026-11-20T16:30:00Z'))).toBe(false);
  expect(isOpen(hours(), at('2026-11-21T10:00:00Z'))).toBe(false);
  expect(isOpen(hours({ timeZone: 'Asia/Ho_Chi_Minh' }), at('2026-11-20T02:00:00Z'))).toBe(true);
});

test('[ROUTE6] 24:00 is the end of the day, so two days without a break meet', () => {
  const always = hours({ week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })) });
  for (const time of ['2026-11-20T22:59:59Z', '2026-11-20T23:00:00Z', '2026-03-29T01:30:00Z', '2026-10-25T01:30:00Z'])
    expect(isOpen(always, at(time)), time).toBe(true);
});

test('[ROUTE6] a holiday takes the place of its week day, shut or with other times, on its own date there', () => {
  const withHolidays = hours({
    holidays: [
      { date: '2026-12-25', name: 'Christmas', open: [] },
      { date: '2026-12-31', name: "New Year's Eve", open: [{ from: '10:00', to: '12:00' }] },
    ],
  });
  expect(isOpen(withHolidays, at('2026-12-25T10:00:00Z'))).toBe(false);
  expect(isOpen(withHolidays, at('2026-12-31T10:00:00Z'))).toBe(true);
  expect(isOpen(withHolidays, at('2026-12-31T11:00:00Z'))).toBe(false);
  // Thursday evening: Friday is shut, then the week-end.
  expect(nextOpening(withHolidays, at('2026-12-24T18:00:00Z'))).toBe(at('2026-12-28T08:00:00Z'));
});

test('[ROUTE6] an opening that the clock skips in spring is the moment after the gap', () => {
  const night = hours({ week: [{ day: 7, from: '02:30', to: '04:00' }] });
  // 29 March 2026: 02:00 becomes 03:00.
  expect(nextOpening(night, at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
  expect(isOpen(night, at('2026-03-29T00:59:00Z'))).toBe(false);
  expect(isOpen(night, at('2026-03-29T01:00:00Z'))).toBe(true);
});

test('[ROUTE6] an opening that the clock shows twice in autumn is the first of the two', () => {
  const night = hours({ week: [{ day: 7, from: '02:30', to: '04:00' }] });
  // 25 October 2026: 03:00 becomes 02:00.
  expect(nextOpening(night, at('2026-10-24T12:00:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
});

test('[ROUTE6] a zone with half an hour and a change of half an hour', () => {
  const lordHowe = hours({ timeZone: 'Australia/Lord_Howe', week: [{ day: 7, from: '02:15', to: '05:00' }] });
  // 4 October 2026: 02:00 becomes 02:30 there (UTC+10:30 to UTC+11).
  expect(nextOpening(lordHowe, at('2026-10-03T00:00:00Z'))).toBe(at('2026-10-03T15:30:00Z'));
});

test('hours that never open have no next opening', () => {
  expect(nextOpening(hours({ week: [] }), at('2026-11-20T10:00:00Z'))).toBeNull();
});

test('the next opening is an instant that is open while the minute before is not, in every zone', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Istanbul', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham', 'America/St_Johns'),
      fc.integer({ min: at('2026-01-01T00:00:00Z') / 60_000, max: at('2027-12-31T00:00:00Z') / 60_000 }),
      fc.integer({ min: 1, max: 22 }),
      (timeZone, minute, hour) => {
        const from = `${String(hour).padStart(2, '0')}:00`;
        const one = hours({ timeZone, week: [1, 3, 6].map((day) => ({ day, from, to: '23:00' })) });
        const opens = nextOpening(one, minute * 60_000);
        if (opens === null) throw new Error('It opens three times a week.');
        expect(opens).toBeGreaterThan(minute * 60_000);
        expect(isOpen(one, opens)).toBe(true);
        expect(isOpen(one, opens - 60_000)).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});

test('what cannot be is named with its place', () => {
  expect(flawOf(hours())).toBeNull();
  expect(flawOf(hours({ timeZone: 'Mars/Olympus' }))).toMatchObject({ field: '/body/timeZone' });
  expect(flawOf(hours({ week: [{ day: 1, from: '10:00', to: '10:00' }] }))).toMatchObject({ field: '/body/week/0' });
  const twice = [1, 2].map(() => ({ date: '2026-12-25', name: 'x', open: [] }));
  expect(flawOf(hours({ holidays: twice }))).toMatchObject({ field: '/body/holidays/1/date' });
});
