import { expect, test } from 'vitest';
import { dayBegin, dayEnd, targetPart, valueChanges, valueText } from './audit-model.ts';

test('before and after stand side by side, also where one of them is missing', () => {
  expect(
    valueChanges({ before: { name: 'Cards', priority: 3 }, after: { name: 'Payment cards', survey: true } }),
  ).toEqual([
    { name: 'name', before: 'Cards', after: 'Payment cards' },
    { name: 'priority', before: '3', after: null },
    { name: 'survey', before: null, after: 'true' },
  ]);
  expect(valueChanges({ before: null, after: null })).toEqual([]);
});

test('values are written so that empty ones can be seen', () => {
  expect(valueText('')).toBe('""');
  expect(valueText(['a', 'b'])).toBe('a, b');
  expect(valueText([])).toBe('[]');
  expect(valueText({ seconds: 60 })).toBe('{"seconds":60}');
  expect(valueText(null)).toBe('null');
});

test('a day is the whole of it', () => {
  expect(Date.parse(dayEnd('2026-11-21')) - Date.parse(dayBegin('2026-11-21'))).toBe(86_399_999);
});

test('a record leads to what it is about, where there is a page for it', () => {
  expect(targetPart({ kind: 'business_hours', id: 'a-1', name: null })).toBe('hours/a-1');
  expect(targetPart({ kind: 'contact', id: 'a-1', name: null })).toBeNull();
  expect(targetPart({ kind: 'queue', id: '../x', name: null })).toBeNull();
  expect(targetPart(null)).toBeNull();
});
