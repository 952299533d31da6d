import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoutingAgent } from '../routing/agents.ts';
import type { QueueLength } from './ports.ts';
import { factsOf, type QueueFacts, standingAt } from './wait-estimate.ts';

const now = 1_000_000;
const facts = (slots: number, averageHandleSeconds: number | null = 240, free = 0): QueueFacts => ({
  now,
  averageHandleSeconds,
  averageRingSeconds: 0,
  offerSeconds: 30,
  rings: [{ afterSeconds: 0, agents: slots, free, share: slots }],
});
const at = (position: number, waited = 0) => ({
  position,
  waitingAhead: position - 1,
  ringing: false,
  waitingSince: now - waited * 1000,
});

test('[QUE2] with nobody there to answer no wait is promised', () => {
  expect(standingAt(at(3), facts(0))).toEqual({ position: 3, wait: null, agentsAvailable: false });
});

test('[QUE2] the range is in half minutes, never empty, and grows with the position', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 3600 }),
      fc.integer({ min: 0, max: 20 }),
      (position, slots, handle, free) => {
        const here = standingAt(at(position), facts(slots, handle, free)).wait;
        const behind = standingAt(at(position + 1), facts(slots, handle, free)).wait;
        if (!here || !behind) throw new Error('a wait was expected');
        expect(here.lowSeconds % 30).toBe(0);
        expect(here.highSeconds).toBeGreaterThan(here.lowSeconds);
        expect(behind.lowSeconds).toBeGreaterThanOrEqual(here.lowSeconds);
        if (position > free) expect(behind.highSeconds).toBeGreaterThanOrEqual(here.highSeconds);
      },
    ),
  );
});

test('[QUE2] whoever finds a free slot, counting those ahead, rings at once', () => {
  expect(standingAt(at(2), facts(5, 240, 2)).wait).toEqual({ lowSeconds: 0, highSeconds: 30 });
  expect(standingAt(at(3), facts(5, 240, 2)).wait?.highSeconds).toBeGreaterThan(30);
  expect(standingAt({ ...at(9), ringing: true }, facts(5)).wait).toEqual({ lowSeconds: 0, highSeconds: 30 });
});

const agent = (id: string, skills: Record<string, number>, capacity = 2): RoutingAgent => ({
  id,
  available: true,
  outOfOffice: false,
  forwardTo: [],
  afterContactUntil: null,
  load: capacity,
  capacity,
  kinds: {},
  limits: {},
  freeSince: 0,
  skills,
});
const queue = (id: string, waiting: number, rings: QueueLength['rings']): QueueLength => ({
  id,
  rings,
  averageHandleSeconds: 300,
  averageRingSeconds: 0,
  offerSeconds: 30,
  waiting,
  now,
});
const needs = (skillId: string, afterSeconds = 0) => ({ afterSeconds, requirements: [{ skillId, level: 1 }] });

test('[QUE2] only those count who have the skills of the ring, and a ring without anybody is waited out', () => {
  const dutch = queue('a', 4, [needs('dutch'), { afterSeconds: 90, requirements: [] }]);
  const english = [agent('1', {}), agent('2', {})];
  const lonely = factsOf(dutch, [dutch], english);
  expect(lonely.rings).toMatchObject([
    { agents: 0, share: 0 },
    { agents: 2, share: 4 },
  ]);
  expect(standingAt(at(1, 30), lonely).wait?.lowSeconds).toBeGreaterThanOrEqual(60);
  const served = factsOf(dutch, [dutch], [...english, agent('3', { dutch: 2 })]);
  expect(served.rings).toMatchObject([
    { agents: 1, share: 2 },
    { agents: 3, share: 6 },
  ]);
});

test('[QUE2] people who serve two queues count for each by how many wait there', () => {
  const [a, b] = [queue('a', 3, [needs('dutch')]), queue('b', 1, [needs('loans')])];
  const both = [agent('1', { dutch: 1, loans: 1 }), agent('2', { dutch: 1 }), agent('3', { loans: 1 })];
  expect(factsOf(a, [a, b], both).rings[0]?.share).toBeCloseTo(2 * 0.75 + 2);
  expect(factsOf(b, [a, b], both).rings[0]?.share).toBeCloseTo(2 * 0.25 + 2);
});

test('[QUE2] the range covers at least 80 of 100 simulated waits', () => {
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
    const { wait } = standingAt(at(position), facts(slots));
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
