import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingAt } from './wait-estimate.ts';

const facts = (slots: number, averageHandleSeconds: number | null = 240) => ({
  slots,
  availableAgents: slots,
  averageHandleSeconds,
});

test('with nobody there to answer no wait is promised', () => {
  expect(standingAt(3, facts(0))).toEqual({ position: 3, wait: null, agentsAvailable: false });
});

test('the range is in half minutes, never empty, and grows with the position', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 3600 }),
      (position, slots, handle) => {
        const here = standingAt(position, facts(slots, handle)).wait;
        const behind = standingAt(position + 1, facts(slots, handle)).wait;
        if (!here || !behind) throw new Error('a wait was expected');
        expect(here.lowSeconds % 30).toBe(0);
        expect(here.highSeconds).toBeGreaterThan(here.lowSeconds);
        expect(behind.lowSeconds).toBeGreaterThanOrEqual(here.lowSeconds);
        expect(behind.highSeconds).toBeGreaterThanOrEqual(here.highSeconds);
      },
    ),
  );
});

test('the range covers at least 80 of 100 simulated waits', () => {
  let seed = 42;
  const random = () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return (seed + 1) / 4294967297;
  };
  for (const [position, slots] of [
    [1, 2],
    [4, 3],
    [20, 6],
  ] as const) {
    const { wait } = standingAt(position, facts(slots));
    if (!wait) throw new Error('a wait was expected');
    let covered = 0;
    for (let run = 0; run < 2000; run += 1) {
      let waited = 0;
      for (let release = 0; release < position; release += 1) waited += (-Math.log(random()) * 240) / slots;
      if (waited >= wait.lowSeconds && waited <= wait.highSeconds) covered += 1;
    }
    expect(covered / 2000, `position ${position}, ${slots} slots`).toBeGreaterThanOrEqual(0.8);
  }
});
