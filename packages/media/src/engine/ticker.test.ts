import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTicker } from './ticker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a listener that throws stops neither the clock nor the others, and is told once', () => {
  const told: unknown[] = [];
  const ticker = createTicker(
    () => performance.now(),
    (error) => told.push(error),
  );
  const frames = { before: 0, after: 0 };
  ticker.onFrame(() => {
    frames.before += 1;
  });
  ticker.onFrame(() => {
    throw new Error('no such port');
  });
  ticker.onFrame(() => {
    frames.after += 1;
  });
  vi.advanceTimersByTime(200);
  expect(frames).toEqual({ before: 10, after: 10 });
  expect(told).toEqual([new Error('no such port')]);
  ticker.close();
});
