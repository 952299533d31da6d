import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Coalescer } from './coalescer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first request runs at once, what comes meanwhile runs once afterwards', async () => {
  const runs: number[] = [];
  let requests = 0;
  const coalescer = new Coalescer(
    async () => void runs.push(requests),
    200,
    () => {},
  );
  const request = () => {
    requests += 1;
    coalescer.request('q', null);
  };
  request();
  expect(runs).toEqual([1]);
  for (let count = 0; count < 9; count += 1) request();
  await vi.advanceTimersByTimeAsync(199);
  expect(runs).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toEqual([1, 10]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toEqual([1, 10]);
  coalescer.close();
});

test('[DESK1] one run at a time, and the last one began after the last request', async () => {
  let running = 0;
  let most = 0;
  let state = 0;
  const seen: number[] = [];
  const coalescer = new Coalescer(
    async () => {
      running += 1;
      most = Math.max(most, running);
      const read = state;
      await new Promise((go) => setTimeout(go, 10));
      seen.push(read);
      running -= 1;
    },
    0,
    () => {},
  );
  for (let change = 1; change <= 20; change += 1) {
    state = change;
    coalescer.request('agent', null);
    await vi.advanceTimersByTimeAsync(3);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(most).toBe(1);
  expect(seen.at(-1)).toBe(20);
});

test('failed work is reported and tried again later', async () => {
  let attempts = 0;
  const errors: unknown[] = [];
  const coalescer = new Coalescer(
    async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('away');
    },
    0,
    (error) => errors.push(error),
  );
  coalescer.request('a', null);
  await vi.advanceTimersByTimeAsync(0);
  expect([attempts, errors.length]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([attempts, errors.length]).toEqual([3, 2]);
});
