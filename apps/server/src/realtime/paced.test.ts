import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

function paced(gap: number) {
  const done: string[] = [];
  return { done, work: new Paced<string>((key) => done.push(key), gap, Date.now) };
}

test('what is asked for is done soon, once however often it was asked for, and again after the gap', () => {
  const { done, work } = paced(300);
  for (let times = 0; times < 10; times += 1) work.request('a', 'a');
  vi.advanceTimersByTime(50);
  expect(done).toEqual(['a']);
  work.request('a', 'a');
  vi.advanceTimersByTime(200);
  expect(done).toEqual(['a']);
  vi.advanceTimersByTime(200);
  expect(done).toEqual(['a', 'a']);
  vi.advanceTimersByTime(10_000);
  expect(done).toEqual(['a', 'a']);
  work.close();
});

test('however many keys there are, no more than a hundred a second are worked on, and all get their turn', () => {
  const { done, work } = paced(100);
  for (let time = 0; time < 5_000; time += 50) {
    for (let key = 0; key < 200; key += 1) work.request(`${key}`, `${key}`);
    vi.advanceTimersByTime(50);
  }
  expect(done.length).toBeLessThanOrEqual(500);
  expect(new Set(done).size).toBe(200);
  work.close();
  vi.advanceTimersByTime(10_000);
  expect(done.length).toBeLessThanOrEqual(500);
});
