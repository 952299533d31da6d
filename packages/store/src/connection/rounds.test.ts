import { expect, test, vi } from 'vitest';
import { createRounds } from './rounds.ts';

/** Rounds whose answers come when the test says so. */
function open(most = 100, patience = 60_000) {
  const started: { tenantId: string; asks: readonly number[]; end: PromiseWithResolvers<readonly string[]> }[] = [];
  const ask = createRounds<number, string>({
    most,
    patience,
    run(tenantId, asks) {
      const end = withResolvers<readonly string[]>();
      started.push({ tenantId, asks, end });
      return end.promise;
    },
  });
  return { ask, started, begun: (count: number) => vi.waitUntil(() => started.length >= count, { interval: 1 }) };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test('those who ask in one turn share a round, and each gets their own answer', async () => {
  const { ask, started, begun } = open();
  const answers = Promise.all([1, 2, 3].map((n) => ask('t', n)));
  await begun(1);
  expect(started.map(({ asks }) => asks)).toEqual([[1, 2, 3]]);
  started[0]?.end.resolve(['a', 'b', 'c']);
  expect(await answers).toEqual(['a', 'b', 'c']);
});

test('while one round of a tenant is under way the next gathers, and other tenants do not wait for it', async () => {
  const { ask, started, begun } = open(2);
  const first = ask('t', 1);
  await begun(1);
  const later = Promise.all([2, 3, 4].map((n) => ask('t', n)));
  const other = ask('u', 9);
  await begun(2);
  expect(started.map(({ tenantId, asks }) => [tenantId, ...asks])).toEqual([
    ['t', 1],
    ['u', 9],
  ]);
  started[1]?.end.resolve(['nine']);
  expect(await other).toBe('nine');
  started[0]?.end.resolve(['one']);
  expect(await first).toBe('one');
  await begun(3);
  started[2]?.end.resolve(['two', 'three']);
  await begun(4);
  started[3]?.end.resolve(['four']);
  expect(await later).toEqual(['two', 'three', 'four']);
  expect(started.map(({ asks }) => asks.length)).toEqual([1, 1, 2, 1]);
});

test('a round that fails is told to those who were in it, and the next one is asked all the same', async () => {
  const { ask, started, begun } = open();
  const lost = expect(Promise.all([ask('t', 1), ask('t', 2)])).rejects.toThrow('away');
  await begun(1);
  started[0]?.end.reject(new Error('away'));
  await lost;
  const after = ask('t', 3);
  await begun(2);
  started[1]?.end.resolve(['three']);
  expect(await after).toBe('three');
});

test('whoever waits too long, in a round or for one, is told that the store does not answer', async () => {
  const { ask, started, begun } = open(1, 300);
  const both = Promise.allSettled([ask('t', 1), ask('t', 2)]);
  await begun(1);
  const unavailable = { status: 'rejected', reason: expect.objectContaining({ code: 'store_unavailable' }) };
  expect(await both).toEqual([unavailable, unavailable]);
  started[0]?.end.resolve(['late']);
  const after = ask('t', 3);
  await begun(2);
  // Nobody asks for 2 any more.
  expect(started[1]?.asks).toEqual([3]);
  started[1]?.end.resolve(['three']);
  expect(await after).toBe('three');
});

test('in a crowd that comes drop by drop there is at most one round every five milliseconds', async () => {
  let rounds = 0;
  const ask = createRounds<number, number>({
    most: 100,
    patience: 60_000,
    async run(_tenantId, asks) {
      rounds += 1;
      return asks;
    },
  });
  const started = performance.now();
  const answers: Promise<number>[] = [];
  for (let n = 0; n < 300; n += 1) {
    answers.push(ask('t', n));
    await new Promise((next) => setImmediate(next));
  }
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  // Sixteen at once, then one every five milliseconds.
  expect(rounds).toBeLessThanOrEqual(18 + (performance.now() - started) / 5);
});
