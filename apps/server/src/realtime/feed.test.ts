import type { StoredEntry } from '@alongside/domain';
import type { Entries } from '@alongside/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { EntryBatch, framesOf } from './entry-batch.ts';
import { Feed } from './feed.ts';

const CONVERSATION = 'c';
const entry = (seq: number): StoredEntry => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  from: { kind: 'agent', id: null, name: 'A' },
  clientId: `id-${seq}`,
  body: seq % 5 === 0 ? { kind: 'note', text: 'secret' } : { kind: 'text', text: `text ${seq}` },
  visibility: seq % 5 === 0 ? 'agents' : 'all',
});
const turn = () => new Promise<void>((go) => setImmediate(go));

/** A log that grows, and a socket that keeps what it is sent. */
function scene(side: 'customer' | 'agent') {
  let stored = 0;
  const sent: number[] = [];
  const texts: string[] = [];
  const keep = (text: string) => {
    texts.push(text);
    for (const { seq } of (JSON.parse(text) as Entries).entries) sent.push(seq);
  };
  const connection = {
    actor: { kind: side },
    open: true,
    sendText: keep,
    sendPaced: async (text: string) => {
      keep(text);
      await turn();
    },
  } as unknown as Connection;
  const readPage = async (after: number) => {
    const lastSeq = stored;
    const last = Math.min(after + 7, lastSeq);
    await turn();
    const entries = Array.from({ length: Math.max(0, last - after) }, (_, index) => entry(after + 1 + index));
    return { entries, lastSeq, hasMore: last < lastSeq };
  };
  const feed = new Feed(connection, CONVERSATION, 0, { readPage, onLost: (error) => Promise.reject(error) });
  return {
    feed,
    sent,
    texts,
    readPage,
    store: (count: number) => Array.from({ length: count }, () => entry(++stored)),
    stored: () => stored,
  };
}

const step = fc.record({
  store: fc.integer({ min: 1, max: 4 }),
  hint: fc.constantFrom('told', 'lost', 'late', 'twice', 'without entries'),
  turns: fc.integer({ min: 0, max: 3 }),
});

test('[SUB1] [SUB2] whatever happens to the hints, entries come once each, in order, without a gap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 40 }),
      fc.nat(20),
      fc.boolean(),
      async (steps, before, whole) => {
        const { feed, sent, readPage, store, stored } = scene('agent');
        store(before);
        const first = readPage(0);
        const late: EntryBatch[] = [];
        let started = false;
        for (const { store: count, hint, turns } of steps) {
          const batch = new EntryBatch(CONVERSATION, store(count));
          if (hint === 'told' || hint === 'twice') feed.offer(batch);
          if (hint === 'twice') feed.offer(batch);
          if (hint === 'late') late.push(batch);
          if (hint === 'without entries') feed.offer(new EntryBatch(CONVERSATION, []));
          if (!started) {
            feed.start(await first);
            started = true;
          }
          for (let count = 0; count < turns; count += 1) await turn();
          if (late.length > 2) feed.offer(late.shift()!);
        }
        for (const batch of late) feed.offer(batch);
        // The last hint comes through: a hint that is lost for ever tells nobody.
        const last = store(1);
        feed.offer(new EntryBatch(CONVERSATION, whole ? last : []));
        for (let count = 0; count < 200 && sent.length < stored(); count += 1) await turn();
        expect(sent).toEqual(Array.from({ length: stored() }, (_, index) => index + 1));
      },
    ),
    { numRuns: 300 },
  );
});

test('after it was stopped nothing more is sent', async () => {
  const { feed, sent, readPage, store } = scene('agent');
  store(30);
  feed.start(await readPage(0));
  await turn();
  feed.stop();
  const before = sent.length;
  feed.offer(new EntryBatch(CONVERSATION, store(1)));
  for (let count = 0; count < 20; count += 1) await turn();
  expect(sent.length).toBe(before);
  expect(before).toBeLessThan(30);
});

test("[LOG5] a batch is written once for each side, and the customer's holds no note", () => {
  const batch = new EntryBatch(CONVERSATION, [4, 5, 6].map(entry));
  expect(batch.frameFor('agent', 3)).toBe(batch.frameFor('agent', 3));
  expect(batch.frameFor('agent', 3)).toContain('secret');
  expect(batch.frameFor('customer', 3)).not.toContain('secret');
  const rest = JSON.parse(String(batch.frameFor('customer', 4))) as Entries;
  expect(rest.entries.map(({ seq, body }) => [seq, body.kind])).toEqual([
    [5, 'withheld'],
    [6, 'text'],
  ]);
});

test('a page of long texts goes out in frames that leave room in the budget', () => {
  const long = Array.from({ length: 100 }, (_, index) => ({
    ...entry(index + 1),
    body: { kind: 'text' as const, text: 'ế'.repeat(8_000) },
  }));
  const frames = [...framesOf(CONVERSATION, long, 100)];
  expect(Math.max(...frames.map(({ text }) => Buffer.byteLength(text)))).toBeLessThan(200_000);
  expect(frames.flatMap(({ text }) => (JSON.parse(text) as Entries).entries.map(({ seq }) => seq))).toEqual(
    long.map(({ seq }) => seq),
  );
});
