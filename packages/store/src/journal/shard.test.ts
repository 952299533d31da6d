import type { Hint } from '@alongside/domain';
import { expect, test } from 'vitest';
import { random, silent } from '../testing/fixture.ts';
import type { Lane } from './lane.ts';
import { Pending } from './pending.ts';
import { Shard } from './shard.ts';

const entryOf = (conversationId: string, patience: number) => {
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<unknown>((resolve) => {
    failed = resolve;
  });
  const pending = new Pending(
    {
      tenantId: 'tenant',
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
