import type { Hint } from '@alongside/domain';
import { expect, test } from 'vitest';
import { random, silent } from '../testing/fixture.ts';
import type { Lane } from './lane.ts';
import { Pending } from './pending.ts';
import { Shard } from './shard.ts';

const entryOf = (conversationId: string, patience: number, tenantId = 'tenant') => {
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<unknown>((resolve) => {
    failed = resolve;
  });
  const pending = new Pending(
    {
      tenantId,
      conversationId,
      author: { kind: 'customer', id: 'author', name: 'Grace' },
      clientId: 'client id',
      body: { kind: 'text', text: 'Hello' },
      visibility: 'all',
    },
    performance.now() + patience,
    () => undefined,
    failed,
  );
  return { pending, failure };
};

test('readers look at the log where a sender gave up what may have been stored, at once and when the journal goes on', async () => {
  const hints: Hint[] = [];
  let cut: (error: Error) => void = () => undefined;
  const lane = {
    append: (_tenant: string, batch: readonly Pending[]) =>
      batch[0]?.append.conversationId === 'given up'
        ? new Promise((_resolve, reject) => {
            cut = reject;
          })
        : Promise.resolve(batch.map(() => ({ outcome: 'stored', seq: 1, at: 'now' }))),
    close: async () => undefined,
  } as unknown as Lane;
  const bus = { publish: (hint: Hint) => hints.push(hint), subscribe: () => () => undefined };
  const shard = new Shard(lane, { bus: bus as never, log: silent, random });
  const [given, other] = [entryOf('given up', 1), entryOf('other', 10_000)];
  const look = { kind: 'entries', tenantId: 'tenant', conversationId: 'given up', entries: [] };

  shard.add(given.pending);
  expect(await given.failure).toMatchObject({ code: 'store_unavailable' });
  expect(hints).toEqual([look]);
  cut(new Error('Connection terminated unexpectedly'));
  shard.add(other.pending);
  await expect.poll(() => hints.length).toBe(3);
  expect(hints.slice(1)).toEqual([expect.objectContaining({ conversationId: 'other' }), look]);
  await shard.drain();
  // Once.
  shard.add(entryOf('other', 10_000).pending);
  await shard.drain();
  expect(hints.slice(3)).toEqual([expect.objectContaining({ conversationId: 'other' })]);
});

test('nobody looks where an entry was given up that was never sent', async () => {
  const hints: Hint[] = [];
  let go: () => void = () => undefined;
  const lane = {
    append: (_tenant: string, batch: readonly Pending[]) =>
      new Promise((resolve) => {
        go = () => resolve(batch.map(() => ({ outcome: 'stored', seq: 1, at: 'now' })));
      }),
    close: async () => undefined,
  } as unknown as Lane;
  const bus = { publish: (hint: Hint) => hints.push(hint), subscribe: () => () => undefined };
  const shard = new Shard(lane, { bus: bus as never, log: silent, random });
  shard.add(entryOf('first', 10_000).pending);
  await new Promise((later) => setImmediate(later));
  await new Promise((later) => setImmediate(later));
  const second = entryOf('second', 1);
  shard.add(second.pending);
  expect(await second.failure).toMatchObject({ code: 'store_unavailable' });
  go();
  await shard.drain();
  expect(hints.map((hint) => 'conversationId' in hint && hint.conversationId)).toEqual(['first']);
});

test('what comes soon after a batch of its tenant gathers; others and whole batches do not wait', async () => {
  const batches: string[][] = [];
  const answers: (() => void)[] = [];
  const lane = {
    append: (_tenant: string, batch: readonly Pending[]) => {
      batches.push(batch.map(({ append }) => append.conversationId));
      return new Promise((resolve) => {
        answers.push(() => resolve(batch.map((_, index) => ({ outcome: 'stored', seq: index + 1, at: 'now' }))));
      });
    },
    close: async () => undefined,
  } as unknown as Lane;
  const bus = { publish: () => undefined, subscribe: () => () => undefined };
  const shard = new Shard(lane, { bus: bus as never, log: silent, random, gatherFor: 600 });
  const add = (conversationId: string, tenantId?: string) =>
    shard.add(entryOf(conversationId, 10_000, tenantId).pending);
  const turn = () => new Promise((later) => setImmediate(later));
  const PATIENT = { timeout: 10_000, interval: 5 };

  add('a');
  await expect.poll(() => batches, PATIENT).toEqual([['a']]);
  add('b');
  answers[0]?.();
  await turn();
  add('c');
  await expect.poll(() => batches.slice(1), PATIENT).toEqual([['b', 'c']]);

  add('d', 'another');
  const before = performance.now();
  answers[1]?.();
  await expect.poll(() => batches.slice(2), PATIENT).toEqual([['d']]);
  for (let n = 0; n < 400; n += 1) add(`e ${n}`, 'another');
  answers[2]?.();
  await expect.poll(() => batches.length, PATIENT).toBe(4);
  expect(performance.now() - before).toBeLessThan(600);
  answers[3]?.();
  await shard.drain();
});
