import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPressure, type Pressure } from './pressure.ts';

let now: number;
let heap: number;
let pressure: Pressure;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  heap = 0.5;
  pressure = createPressure(
    () => now,
    () => heap,
  );
});
afterEach(() => {
  pressure.close();
  vi.useRealTimers();
});

function pass(milliseconds: number): void {
  for (let n = 0; n < milliseconds; n += 250) {
    now += 250;
    vi.advanceTimersByTime(250);
  }
}

test('an event loop in time is no pressure, nor one that is a little late', () => {
  pass(2_000);
  now += 900;
  vi.advanceTimersByTime(250);
  expect(() => pressure.assertNone()).not.toThrow();
});

test('an event loop that was a second late is pressure for two seconds', () => {
  now += 1_400;
  expect(() => pressure.assertNone()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  vi.advanceTimersByTime(250);
  pass(1_750);
  expect(() => pressure.assertNone()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  pass(500);
  expect(() => pressure.assertNone()).not.toThrow();
});

test('a heap that stays nearly full is pressure, one that is collected is none', () => {
  heap = 0.95;
  pass(1_500);
  expect(() => pressure.assertNone()).not.toThrow();
  pass(1_000);
  expect(() => pressure.assertNone()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  heap = 0.6;
  pass(250);
  expect(() => pressure.assertNone()).not.toThrow();
});
