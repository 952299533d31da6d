import { randomUUID } from 'node:crypto';
import type { Append, Store } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStore } from '../store.ts';
import { createFaultProxy, type FaultProxy } from '../testing/fault-proxy.ts';
import {
  addWaiting,
  createFixture,
  type Fixture,
  type RecordingBus,
  random,
  type Started,
  silent,
} from '../testing/fixture.ts';

let fixture: Fixture;
let proxy: FaultProxy;
/** Reaches the database by way of the proxy. */
let store: Store;
let bus: RecordingBus;
let to: Started;

beforeAll(async () => {
  fixture = await createFixture();
  proxy = await createFaultProxy(fixture.url);
  ({ store, bus } = await fixture.another({ url: proxy.url }));
});
beforeEach(async () => {
  to = await addWaiting(fixture.store, fixture.tenantId);
  await store.ping();
});
afterAll(async () => {
  await proxy.heal();
  await fixture[Symbol.asyncDispose]();
  await proxy.close();
});

const unavailable = { code: 'store_unavailable' };
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const message = (text: string): Append => ({
  tenantId: fixture.tenantId,
  conversationId: to.conversationId,
  author: { kind: 'customer', id: to.customerId, name: 'Grace' },
  clientId: randomUUID(),
  body: { kind: 'text', text },
  visibility: 'all',
});

const log = () => fixture.inTransaction((tx) => tx.log.page(to.conversationId, { after: 0, limit: 10_000 }));

/** How long something takes to settle, milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work.catch(() => undefined);
  return performance.now() - from;
}

test('while the database refuses, everything answers store_unavailable within two seconds; when it is back, all works at once', async () => {
  await proxy.refuse();
  const [transaction, ping, append] = [
    store.transaction(fixture.tenantId, (tx) => tx.queues.views()),
    store.ping(),
    store.journal.append(message('lost')),
  ];
  const times = Promise.all([transaction, ping, append].map(timeOf));
  await expect(transaction).rejects.toMatchObject(unavailable);
  await expect(ping).rejects.toMatchObject(unavailable);
  await expect(append).rejects.toMatchObject(unavailable);
  for (const time of await times) expect(time).toBeLessThan(5_000);
  await proxy.heal();
  await store.ping();
  expect(await store.transaction(fixture.tenantId, (tx) => tx.queues.views())).toHaveLength(1);
  expect(await store.journal.append(message('first'))).toMatchObject({ ok: true, seq: 1 });
});

test('while the database hangs, nothing that begins then hangs longer than two seconds; when it is back, all works', async () => {
  proxy.hang();
  const transaction = store.transaction(fixture.tenantId, (tx) => tx.queues.views());
  const opening = createStore({ url: proxy.url, bus, log: silent, random });
  const [ping, append] = [store.ping(), store.journal.append(message('unknown'))];
  // The second of them waits for a round that hangs.
  const round = store.catchUp.help(fixture.tenantId, to.contactId);
  await new Promise((next) => setImmediate(next));
  const behind = store.catchUp.help(fixture.tenantId, to.contactId);
  const times = Promise.all([transaction, ping, append, opening, round, behind].map(timeOf));
  await expect(ping).rejects.toMatchObject(unavailable);
  await expect(append).rejects.toMatchObject(unavailable);
  await expect(transaction).rejects.toMatchObject(unavailable);
  await expect(opening).rejects.toMatchObject({ code: 'unreachable' });
  await expect(round).rejects.toMatchObject(unavailable);
  await expect(behind).rejects.toMatchObject(unavailable);
  for (const time of await times) expect(time).toBeLessThan(5_000);
  await proxy.heal();
  await store.ping();
  expect(await store.journal.append(message('after'))).toMatchObject({ ok: true });
});

test('[LOG2] a batch whose answer was lost after its commit is stored once, acknowledged, and told', async () => {
  await store.journal.append(message('warm'));
  bus.hints.length = 0;
  const messages = upTo(50).map((n) => message(`${n}`));
  proxy.cutAfterNextRequest();
  const appended = await Promise.all(messages.map((one) => store.journal.append(one)));
  // `repeated` shows that the first try had been committed.
  expect(appended).toMatchObject(upTo(50).map((n) => ({ ok: true, seq: n + 1, repeated: true })));
  expect((await log()).map((entry) => entry.clientId).slice(1)).toEqual(messages.map((one) => one.clientId));
  const told = bus.hints.flatMap((hint) => (hint.kind === 'entries' ? hint.entries.map((entry) => entry.seq) : []));
  expect(told).toEqual(upTo(50).map((n) => n + 1));
});

test('a transaction on a connection that died while idle takes another, unnoticed', async () => {
  await Promise.all(upTo(8).map(() => store.ping()));
  proxy.cut();
  expect(await store.transaction(fixture.tenantId, (tx) => tx.queues.views())).toHaveLength(1);
});

test('a transaction whose connection is lost in the middle is refused and leaves nothing behind', async () => {
  await expect(
    store.transaction(fixture.tenantId, async (tx) => {
      await tx.log.append(
        to.conversationId,
        { kind: 'system', id: null, name: '' },
        { kind: 'note', text: 'x' },
        'all',
      );
      proxy.cut();
      await tx.queues.views();
    }),
  ).rejects.toMatchObject(unavailable);
  expect(await log()).toEqual([]);
  expect(bus.hints.some((hint) => hint.kind === 'entries' && hint.conversationId === to.conversationId)).toBe(false);
});

test('what a COMMIT without an answer may have stored is looked for once the database answers again', async () => {
  const agentId = randomUUID();
  const commit = store.transaction(fixture.tenantId, async (tx) => {
    await tx.log.append(to.conversationId, { kind: 'system', id: null, name: '' }, { kind: 'note', text: 'x' }, 'all');
    tx.tell({ kind: 'desk', tenantId: fixture.tenantId, agentId });
    tx.tell({ kind: 'session-ended', tenantId: fixture.tenantId, sessionId: agentId });
    bus.hints.length = 0;
    // All statements are answered; the next word is the COMMIT.
    proxy.cutAfterNextRequest();
  });
  await expect(commit).rejects.toMatchObject(unavailable);
  await expect.poll(async () => (await log()).length).toBe(1);
  await expect
    .poll(async () => {
      await store.transaction(fixture.tenantId, (tx) => tx.queues.views());
      return bus.hints;
    })
    .toEqual([
      { kind: 'entries', tenantId: fixture.tenantId, conversationId: to.conversationId, entries: [] },
      { kind: 'desk', tenantId: fixture.tenantId, agentId },
    ]);
});

test('statements of one transaction that nobody waits for in between still run one after the other, before its commit', async () => {
  const system = { kind: 'system', id: null, name: '' } as const;
  await store.transaction(fixture.tenantId, async (tx) => {
    await Promise.all(
      upTo(10).map((n) => tx.log.append(to.conversationId, system, { kind: 'note', text: `${n}` }, 'all')),
    );
    void tx.log.append(to.conversationId, system, { kind: 'note', text: 'last' }, 'all');
  });
  expect((await log()).map((entry) => entry.body)).toEqual(
    [...upTo(10).map(String), 'last'].map((text) => ({ kind: 'note', text })),
  );
});

test('a transaction cannot be used after its end', async () => {
  const tx = await store.transaction(fixture.tenantId, async (own) => own);
  await expect(tx.queues.views()).rejects.toThrow('after its end');
});

test('a transaction that ignores a failed statement is not taken for committed', async () => {
  const work = store.transaction(fixture.tenantId, async (tx) => {
    await tx.log.append(to.conversationId, { kind: 'system', id: null, name: '' }, { kind: 'note', text: 'x' }, 'all');
    await tx.contacts.get('no id').catch(() => undefined);
  });
  await expect(work).rejects.toThrow('rolled back');
  expect(await log()).toEqual([]);
});

test('[LOG1] [LOG3] [LOG4] backends are killed again and again under load: nothing acknowledged is lost, doubled or out of order', async () => {
  const conversations = await Promise.all(upTo(6).map(() => addWaiting(fixture.store, fixture.tenantId)));
  const killer = new pg.Client({ connectionString: fixture.url });
  await killer.connect();
  let running = true;
  const acknowledged = new Map<string, string[]>();
  const senders = conversations.map(async (conversation) => {
    const own: string[] = [];
    acknowledged.set(conversation.conversationId, own);
    for (let n = 0; running; n += 1) {
      const { conversationId } = conversation;
      const author = { kind: 'customer', id: conversation.customerId, name: 'Grace' } as const;
      const one = { ...message(`${n}`), conversationId, author };
      // As a client does: the same again, with the same client id, until there is an answer.
      for (;;) {
        const appended = await store.journal.append(one).catch(() => null);
        if (appended === null) continue;
        expect(appended).toMatchObject({ ok: true });
        own.push(one.clientId);
        break;
      }
    }
  });
  let killed = 0;
  while (killed < 20) {
    const { rows } = await killer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND application_name = 'alongside journal'`,
    );
    killed += rows.length;
    const before = [...acknowledged.values()].reduce((sum, own) => sum + own.length, 0);
    // Wait for work, not for time: each kill interrupts messages that are under way.
    while ([...acknowledged.values()].reduce((sum, own) => sum + own.length, 0) < before + 20) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  running = false;
  await Promise.all(senders);
  await killer.end();
  for (const [conversationId, own] of acknowledged) {
    const entries = await fixture.inTransaction((tx) => tx.log.page(conversationId, { after: 0, limit: 100_000 }));
    expect(entries.map((entry) => entry.clientId)).toEqual(own);
    expect(entries.map((entry) => entry.seq)).toEqual(own.map((_, index) => index + 1));
  }
});
