import { expect, test } from 'vitest';
import { faultOf, lastDays } from './period.ts';

test('the last days end today and count it', () => {
  expect(lastDays(1, '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  expect(lastDays(7, '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-01' });
});

test('a period that is typed half, backwards or too long is named so', () => {
  expect(faultOf({ from: '', to: '2026-03-01' })).toBe('incomplete');
  expect(faultOf({ from: '2026-03-02', to: '2026-03-01' })).toBe('backwards');
  expect(faultOf({ from: '2025-01-01', to: '2026-03-01' })).toBe('long');
  expect(faultOf({ from: '2026-01-01', to: '2026-03-01' })).toBeNull();
});
