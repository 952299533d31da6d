import { expect, test } from 'vitest';
import { EMPTY_FLOW, glimpse, noted } from './flow.ts';

test('a step that begins ends the one before it, and leaves what failed failed', () => {
  const asking = noted(EMPTY_FLOW, 'device', 'doing', 1);
  const granted = noted(asking, 'backend', 'doing', 2);
  expect([granted.device.state, granted.backend.state, granted.hash.state]).toEqual(['done', 'doing', 'todo']);
  const failed = noted(granted, 'backend', 'failed', 3, '502');
  expect(noted(failed, 'start', 'doing', 4).backend).toEqual({ state: 'failed', at: 3, detail: '502' });
});

test('a glimpse is not the secret', () => {
  expect(glimpse('0123456789abcdef')).toBe('012345…cdef');
});
