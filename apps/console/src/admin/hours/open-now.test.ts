import { expect, test } from 'vitest';
import { dayOf, endOf, openNow, toField, upsideDown, wallTime } from './open-now.ts';

const hours = {
  timeZone: 'Europe/Istanbul',
  week: [
    { day: 1, from: '09:00', to: '12:00' },
    { day: 1, from: '13:00', to: '24:00' },
  ],
  holidays: [{ date: '2026-11-30', name: 'Feast', open: [] }],
};
// Monday 23 November 2026, three hours behind Istanbul.
const utc = (time: string, date = '2026-11-23') => Date.parse(`${date}T${time}:00Z`);

test('open and shut go by the clock of the time zone, a span without its last minute', () => {
  expect(openNow(hours, utc('06:00'))).toEqual({ open: true, time: '09:00', until: '12:00', holiday: null });
  expect(openNow(hours, utc('09:00'))).toEqual({ open: false, time: '12:00', until: null, holiday: null });
  expect(openNow(hours, utc('20:59'))?.open).toBe(true);
  expect(openNow(hours, utc('21:00'))?.open).toBe(false);
});

test('a holiday stands in place of its week day', () => {
  expect(openNow(hours, utc('07:00', '2026-11-30'))).toMatchObject({ open: false, holiday: 'Feast' });
});

test('an unknown time zone has no time', () => {
  expect(wallTime(0, 'Europe/Nowhere')).toBeNull();
  expect(openNow({ ...hours, timeZone: '' }, 0)).toBeNull();
});

test('weeks begin on Monday', () => {
  expect(dayOf('2026-11-23')).toBe(1);
  expect(dayOf('2026-11-29')).toBe(7);
});

test('a span ends after it begins; midnight is the end of a day', () => {
  expect(upsideDown([{ from: '09:00', to: '24:00' }])).toBeNull();
  expect(
    upsideDown([
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '13:00' },
    ]),
  ).toBe(1);
  expect(endOf(toField('24:00'))).toBe('24:00');
});
