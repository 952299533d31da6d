import { randomUUID } from 'node:crypto';
import type { Append, Appended, Store, StoredEntry } from '@alongside/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addAgent,
  addTenant,
  addWaiting,
  createFixture,
  type Fixture,
  many,
  type RecordingBus,
  type Started,
} from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const waiting = () => addWaiting(fixture.store, fixture.tenantId);

function message(to: Started, text: string, more: Partial<Append> = {}): Append {
  return {
    tenantId: fixture.tenantId,
    conversationId: to.conversationId,
    author: { kind: 'customer', id: to.customerId, name: 'Grace' },
    clientId: randomUUID(),
    body: { kind: 'text', text },
    visibility: 'all',
    ...more,
  };
}

const logOf = (conversationId: string, limit = 10_000) =>
  fixture.inTransaction((tx) => tx.log.page(conversationId, { after: 0, limit }));

const seqOf = (appended: Appended): number => {
  if (!appended.ok) throw new Error(appended.code);
  return appended.seq;
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What a bus was told of one conversation, in the order of telling. */
const told = (bus: RecordingBus, conversationId: string): StoredEntry[] =>
  bus.hints.flatMap((hint) =>
    hint.kind === 'entries' && hint.conversationId === conversationId ? [...hint.entries] : [],
  );

test('[LOG1] [LOG4] entries of one sender are numbered in the order of sending, and told in it', async () => {
  const to = await waiting();
  const seqs = await Promise.all(upTo(1000).map((n) => fixture.store.journal.append(message(to, `${n}`)).then(seqOf)));
  expect(seqs).toEqual(upTo(1000));
  const log = await logOf(to.conversationId);
  expect(log.map((entry) => entry.body)).toEqual(upTo(1000).map((n) => ({ kind: 'text', text: `${n}` })));
  expect(told(fixture.bus, to.conversationId)).toEqual(log);
});

test('[LOG1] many senders from two processes on shared conversations leave no gap, and each keeps its order', async () => {
  const conversations = await Promise.all(upTo(5).map(waiting));
  const stores: Store[] = [fixture.store, (await fixture.another()).store];
  const senders = upTo(40).map((n) => ({
    to: conversations[n % conversations.length]!,
    store: stores[n % 2]!,
    author: { kind: 'customer', id: randomUUID(), name: `sender ${n}` } as const,
  }));
  await Promise.all(
    senders.map(async ({ to, store, author }) => {
      // In bursts, so that batches of both processes meet on the same rows.
      for (let burst = 0; burst < 5; burst += 1) {
        await Promise.all(upTo(10).map((n) => store.journal.append(message(to, `${burst * 10 + n}`, { author }))));
      }
    }),
  );
  for (const { conversationId } of conversations) {
    const log = await logOf(conversationId);
    expect(log.map((entry) => entry.seq)).toEqual(upTo(8 * 50));
    for (const { author } of senders.filter(({ to }) => to.conversationId === conversationId)) {
      const own = log.filter((entry) => entry.from.id === author.id).map((entry) => entry.body);
      expect(own).toEqual(upTo(50).map((n) => ({ kind: 'text', text: `${n}` })));
    }
    expect([...log].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))).toEqual(log);
  }
});

test('[LOG3] 100 keys of which 10 copies come at once, by two processes, are stored once each', async () => {
  const to = await waiting();
  const other = (await fixture.another()).store;
  const keys = upTo(100).map(() => randomUUID());
  const answers = await Promise.all(
    keys.flatMap((clientId) =>
      upTo(10).map(async (copy) => {
        const store = copy % 2 === 0 ? fixture.store : other;
        const appended = await store.journal.append(message(to, `body of ${clientId}`, { clientId }));
        if (!appended.ok) throw new Error(appended.code);
        return { clientId, ...appended };
      }),
    ),
  );
  const log = await logOf(to.conversationId);
  expect(log.map((entry) => entry.seq)).toEqual(upTo(100));
  expect(new Set(log.map((entry) => entry.clientId))).toEqual(new Set(keys));
  for (const { seq, at, clientId } of log) {
    const same = answers.filter((answer) => answer.clientId === clientId);
    expect(same.every((answer) => answer.seq === seq && answer.at === at)).toBe(true);
    expect(same.filter((answer) => !answer.repeated)).toHaveLength(1);
  }
});

test('[LOG3] a repeat is told again: whoever stored it may have been cut off before it could tell', async () => {
  const to = await waiting();
  const one = message(to, 'one');
  await fixture.store.journal.append(one);
  expect(await fixture.store.journal.append(one)).toMatchObject({ ok: true, seq: 1, repeated: true });
  const stored = await logOf(to.conversationId);
  expect(told(fixture.bus, to.conversationId)).toEqual([...stored, ...stored]);
});

test('[LOG3] another body under a used client id is refused, in the same batch as later', async () => {
  const to = await waiting();
  const first = message(to, 'the body');
  const other = { ...first, body: { kind: 'text', text: 'another body' } } as const;
  const hidden = { ...first, visibility: 'agents' } as const;
  const append = fixture.store.journal.append;
  const conflict = { ok: false, code: 'idempotency_conflict' };
  expect(await Promise.all([append(first), append(other), append(first)])).toMatchObject([
    { ok: true, seq: 1, repeated: false },
    conflict,
    { ok: true, seq: 1, repeated: true },
  ]);
  expect(await append(other)).toEqual(conflict);
  expect(await append(hidden)).toEqual(conflict);
  expect(await logOf(to.conversationId)).toHaveLength(1);
});

test('[LOG3] a client id is the own of its sender and its conversation', async () => {
  const [to, elsewhere] = [await waiting(), await waiting()];
  const clientId = 'same';
  const somebody = { kind: 'customer', id: randomUUID(), name: 'Somebody' } as const;
  const appended = await Promise.all([
    fixture.store.journal.append(message(to, 'a', { clientId })),
    fixture.store.journal.append(message(to, 'b', { clientId, author: somebody })),
    fixture.store.journal.append(message(elsewhere, 'c', { clientId })),
  ]);
  expect(appended.map(seqOf)).toEqual([1, 2, 1]);
});

test("[LOG3] the order of a body's fields makes no other body", async () => {
  const to = await waiting();
  const first = message(to, 'x');
  await fixture.store.journal.append(first);
  const turned = { ...first, body: { text: 'x', kind: 'text' } as const };
  expect(await fixture.store.journal.append(turned)).toMatchObject({ ok: true, repeated: true });
});

test('[LOG7] nothing is accepted after the end, but what was accepted before still gets its answer', async () => {
  const to = await waiting();
  const before = message(to, 'before');
  await fixture.store.journal.append(before);
  await fixture.inTransaction((tx) => tx.contacts.cancel(to.contactId, 'cancelled_by_customer'));
  expect(await fixture.store.journal.append(message(to, 'after'))).toEqual({ ok: false, code: 'conversation_ended' });
  expect(await fixture.store.journal.append(before)).toMatchObject({ ok: true, seq: 1, repeated: true });
});

test('[LOG8] only the owner appends as agent, and not after the contact has gone back to the queue', async () => {
  const to = await waiting();
  const [owner, other] = [
    await addAgent(fixture.store, fixture.tenantId),
    await addAgent(fixture.store, fixture.tenantId),
  ];
  const say = (id: string) =>
    fixture.store.journal.append(message(to, 'hello', { author: { kind: 'agent', id, name: 'Ada' } }));
  const notOwner = { ok: false, code: 'not_owner' };
  expect(await say(owner)).toEqual(notOwner);
  await fixture.inTransaction((tx) => tx.contacts.pick(to.contactId, owner));
  expect(await Promise.all([say(owner), say(other)])).toMatchObject([{ ok: true }, notOwner]);
  await fixture.inTransaction((tx) => tx.contacts.requeue(to.contactId, owner, {}));
  expect(await say(owner)).toEqual(notOwner);
});

test('a conversation of nobody, of another tenant, or without the form of an id is not found', async () => {
  const to = await waiting();
  const { id: tenantId } = await addTenant(fixture.store);
  const notFound = { ok: false, code: 'not_found' };
  expect(await fixture.store.journal.append(message(to, 'x', { tenantId }))).toEqual(notFound);
  expect(await fixture.store.journal.append(message(to, 'x', { conversationId: randomUUID() }))).toEqual(notFound);
  expect(await fixture.store.journal.append(message(to, 'x', { conversationId: "' OR 1=1" }))).toEqual(notFound);
  expect(await logOf(to.conversationId)).toEqual([]);
});

test('one entry that cannot be stored fails alone, and its neighbours keep their order', async () => {
  const to = await waiting();
  const bad = message(to, 'x', { author: { kind: 'customer', id: 'no id at all', name: 'x' } });
  const answers = await Promise.allSettled(
    upTo(20).map((n) => fixture.store.journal.append(n === 10 ? bad : message(to, `${n}`))),
  );
  expect(answers[9]).toMatchObject({ status: 'rejected' });
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(19);
  const texts = (await logOf(to.conversationId)).map((entry) => entry.body);
  expect(texts).toEqual(
    upTo(20)
      .filter((n) => n !== 10)
      .map((n) => ({ kind: 'text', text: `${n}` })),
  );
});

test('several tenants at once each find their own entries', async () => {
  const tenants = await Promise.all(
    upTo(4).map(async () => {
      const { id } = await addTenant(fixture.store);
      return { id, to: await addWaiting(fixture.store, id) };
    }),
  );
  await Promise.all(
    tenants.flatMap(({ id, to }) =>
      upTo(50).map((n) => fixture.store.journal.append(message(to, `${n}`, { tenantId: id }))),
    ),
  );
  for (const { id, to } of tenants) {
    const log = await fixture.store.transaction(id, (tx) => tx.log.page(to.conversationId, { after: 0, limit: 100 }));
    expect(log.map((entry) => entry.seq)).toEqual(upTo(50));
    expect(await logOf(to.conversationId)).toEqual([]);
  }
});

test('a conversation that somebody holds locked does not hold up the others, and goes on in order when it is free', async () => {
  const { store } = await fixture.another({ lanes: 1 });
  const [held, free] = [await waiting(), await waiting()];
  const texts = upTo(30).map(String);
  let stored: Promise<Appended[]> | undefined;
  await fixture.inTransaction(async (tx) => {
    await tx.log.append(
      held.conversationId,
      { kind: 'system', id: null, name: '' },
      { kind: 'note', text: '0' },
      'all',
    );
    stored = Promise.all(texts.map((text) => store.journal.append(message(held, text))));
    // In the same batch as the held one, and after it.
    expect(await store.journal.append(message(free, 'one'))).toMatchObject({ ok: true, seq: 1 });
    expect(await store.journal.append(message(free, 'two'))).toMatchObject({ ok: true, seq: 2 });
  });
  expect((await stored!).map(seqOf)).toEqual(upTo(30).map((n) => n + 1));
  const log = await logOf(held.conversationId);
  expect(log.map((entry) => entry.body.kind !== 'withheld' && 'text' in entry.body && entry.body.text)).toEqual([
    '0',
    ...texts,
  ]);
});

test('closing waits for what was taken and takes nothing more', async () => {
  const to = await waiting();
  const { store } = await fixture.another();
  const taken = Promise.all(upTo(100).map((n) => store.journal.append(message(to, `${n}`))));
  const closed = store.journal.close();
  await expect(store.journal.append(message(to, 'too late'))).rejects.toMatchObject({ code: 'shutting_down' });
  expect((await taken).map(seqOf)).toEqual(upTo(100));
  await closed;
});

test('throughput, printed and not judged: 400 senders, each with one message under way', async () => {
  const conversations = await many(400, waiting);
  const until = performance.now() + 2_000;
  let stored = 0;
  await Promise.all(
    conversations.map(async (to) => {
      while (performance.now() < until) {
        await fixture.store.journal.append(message(to, 'a message of typical length, about sixty characters of text'));
        stored += 1;
      }
    }),
  );
  fixture.bus.hints.length = 0;
  console.log(`journal: ${Math.round(stored / 2)} durable messages per second`);
  expect(stored).toBeGreaterThan(0);
});
