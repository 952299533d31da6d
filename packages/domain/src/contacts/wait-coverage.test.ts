import { expect, test } from 'vitest';
import type { RoutingAgent } from '../routing/agents.ts';
import type { QueueLength } from './ports.ts';
import { factsOf, standingAt } from './wait-estimate.ts';

/** A repeatable source of chance. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return (state + 1) / 4294967297;
  };
}

interface Waiting {
  readonly arrived: number;
  readonly queued: boolean;
  readonly range: { lowSeconds: number; highSeconds: number };
}

/** A day of one queue: people come in waves, agents have room for two each, and answer some time after it rings. */
function simulate(
  seed: number,
  { agents, handle, ring }: { agents: number; handle: number; ring: number },
): { covered: number; waits: number } {
  const random = chance(seed);
  const exponential = (mean: number) => -Math.log(random()) * mean;
  const load = Array.from({ length: agents }, () => 0);
  const line: Waiting[] = [];
  const ends: { at: number; agent: number; length: number }[] = [];
  let average: number | null = null;
  let ringing: number | null = null;
  let [covered, waits] = [0, 0];
  let nextArrival = 0;
  const slots = agents * 2;
  for (let now = 0; now < 8 * 3600; ) {
    const end = ends.reduce<(typeof ends)[number] | null>(
      (first, one) => (!first || one.at < first.at ? one : first),
      null,
    );
    if (end && end.at <= nextArrival) {
      now = end.at;
      ends.splice(ends.indexOf(end), 1);
      load[end.agent] = (load[end.agent] ?? 0) - 1;
      average = average === null ? end.length : average + 0.05 * (end.length - average);
    } else {
      now = nextArrival;
      // A wave every two hours: more than there is room for, then less.
      const busy = 0.9 + 0.25 * Math.sin((now / 7200) * 2 * Math.PI);
      nextArrival = now + exponential((handle + ring) / slots / busy);
      const team: RoutingAgent[] = load.map((held, index) => ({
        id: String(index),
        available: true,
        outOfOffice: false,
        forwardTo: [],
        afterContactUntil: null,
        load: held,
        capacity: 2,
        kinds: {},
        limits: {},
        freeSince: 0,
        skills: {},
      }));
      const queue: QueueLength = {
        id: 'q',
        rings: [{ afterSeconds: 0, requirements: [] }],
        averageHandleSeconds: average,
        averageRingSeconds: ringing,
        offerSeconds: 30,
        waiting: line.length + 1,
        now: now * 1000,
      };
      const place = { position: line.length + 1, waitingAhead: line.length, ringing: false, waitingSince: now * 1000 };
      const { wait } = standingAt(place, factsOf(queue, [queue], team));
      if (!wait) throw new Error('a wait was expected');
      line.push({ arrived: now, queued: load.every((held) => held === 2), range: wait });
    }
    for (let agent = 0; agent < agents; agent += 1) {
      while ((load[agent] ?? 0) < 2 && line.length > 0) {
        const next = line.shift() as Waiting;
        const rang = ring / 3 + exponential((ring * 2) / 3);
        ringing = ringing === null ? rang : ringing + 0.05 * (rang - ringing);
        const answered = now + rang;
        const waited = answered - next.arrived;
        // Who rings at once is no proof of a forecast.
        if (next.queued) waits += 1;
        if (next.queued && waited >= next.range.lowSeconds && waited <= next.range.highSeconds) covered += 1;
        const length = exponential(handle);
        ends.push({ at: answered + length, agent, length });
        load[agent] = (load[agent] ?? 0) + 1;
      }
    }
  }
  return { covered, waits };
}

test('[QUE2] what was told at the beginning of the wait holds four times in five over simulated days', () => {
  let [covered, waits] = [0, 0];
  for (const [seed, day] of [
    [1, { agents: 4, handle: 240, ring: 6 }],
    [2, { agents: 10, handle: 300, ring: 6 }],
    [3, { agents: 25, handle: 420, ring: 6 }],
    [4, { agents: 10, handle: 600, ring: 6 }],
    [5, { agents: 60, handle: 300, ring: 6 }],
    // Where it rings for as long as people talk, or longer than they do.
    [6, { agents: 10, handle: 60, ring: 20 }],
    [7, { agents: 25, handle: 30, ring: 30 }],
    [8, { agents: 10, handle: 20, ring: 25 }],
  ] as const) {
    const one = simulate(seed, day);
    if (process.env.ALONGSIDE_FIGURES) console.log(seed, one.waits, one.covered / one.waits);
    expect.soft(one.covered / one.waits, `day ${seed}`).toBeGreaterThanOrEqual(0.75);
    covered += one.covered;
    waits += one.waits;
  }
  expect(waits).toBeGreaterThan(1_000);
  expect(covered / waits).toBeGreaterThanOrEqual(0.8);
});
