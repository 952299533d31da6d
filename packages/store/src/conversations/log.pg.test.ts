import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const system = { kind: 'system', id: null, name: '' } as const;

test('an entry of a transaction is told after its commit, and one of a rolled back transaction never', async () => {
  const { conversationId } = await addWaiting(fixture.store, fixture.tenantId);
  fixture.bus.hints.length = 0;
  await fixture.inTransaction(async (tx) => {
    await tx.log.append(conversationId, system, { kind: 'note', text: 'one' }, 'agents');
    tx.tell({ kind: 'desk', tenantId: fixture.tenantId, agentId: 'a' });
    await tx.log.append(conversationId, system, { kind: 'note', text: 'two' }, 'agents');
    expect(fixture.bus.hints).toEqual([]);
  });
  expect(fixture.bus.hints).toMatchObject([
    { kind: 'entries', conversationId, entries: [{ seq: 1 }, { seq: 2 }] },
    { kind: 'desk', agentId: 'a' },
  ]);
  fixture.bus.hints.length = 0;
  await expect(
    fixture.inTransaction(async (tx) => {
      await tx.log.append(conversationId, system, { kind: 'note', text: 'three' }, 'agents');
      throw new Error('the command fails');
    }),
  ).rejects.toThrow('the command fails');
  expect(fixture.bus.hints).toEqual([]);
  expect(await fixture.inTransaction((tx) => tx.log.conversation(conversationId))).toMatchObject({ lastSeq: 2 });
});

test('pages run upwards from a cursor, backwards to one, and end with the last', async () => {
  const { conversationId } = await addWaiting(fixture.store, fixture.tenantId);
  await fixture.inTransaction(async (tx) => {
    for (let i = 1; i <= 10; i += 1) await tx.log.append(conversationId, system, { kind: 'note', text: `${i}` }, 'all');
  });
  const seqs = (range: { after?: number; before?: number; limit: number }) =>
    fixture.inTransaction(async (tx) => (await tx.log.page(conversationId, range)).map((entry) => entry.seq));
  expect(await seqs({ after: 0, limit: 4 })).toEqual([1, 2, 3, 4]);
  expect(await seqs({ after: 8, limit: 4 })).toEqual([9, 10]);
  expect(await seqs({ before: 4, limit: 2 })).toEqual([2, 3]);
  expect(await seqs({ limit: 3 })).toEqual([8, 9, 10]);
  expect(await seqs({ after: 10, limit: 3 })).toEqual([]);
});

test('what is read back is what was written, whatever characters it holds', async () => {
  const { conversationId } = await addWaiting(fixture.store, fixture.tenantId);
  const author = { kind: 'customer', id: randomUUID(), name: 'Ağa "}{\\' } as const;
  const written = await fixture.inTransaction((tx) =>
    tx.log.append(conversationId, author, { kind: 'text', text: 'a\u0001 \\u0000 🙂 "}\n' }, 'all'),
  );
  const [read] = await fixture.inTransaction((tx) => tx.log.page(conversationId, { limit: 1 }));
  expect(read).toEqual(written);
  expect(read).toMatchObject({ from: author, body: { text: 'a\u0001 \\u0000 🙂 "}\n' } });
});

test('characters that PostgreSQL cannot store are replaced, in what is told too', async () => {
  const { conversationId } = await addWaiting(fixture.store, fixture.tenantId);
  const written = await fixture.inTransaction((tx) =>
    tx.log.append(conversationId, system, { kind: 'text', text: 'nul \0 half \ud83d end' }, 'all'),
  );
  expect(written.body).toEqual({ kind: 'text', text: 'nul \uFFFD half \uFFFD end' });
  expect(await fixture.inTransaction((tx) => tx.log.page(conversationId, { limit: 1 }))).toEqual([written]);
});

test('[LOG6] a read mark is an entry; one at or below an earlier one changes nothing; one beyond the log is refused', async () => {
  const { conversationId, customerId } = await addWaiting(fixture.store, fixture.tenantId);
  const author = { kind: 'customer', id: customerId, name: 'Grace' } as const;
  await fixture.inTransaction((tx) => tx.log.append(conversationId, system, { kind: 'text', text: 'x' }, 'all'));
  const mark = (upTo: number) =>
    fixture.inTransaction((tx) => tx.log.markRead(conversationId, 'customer', author, upTo));
  expect(await mark(1)).toMatchObject({ seq: 2, body: { kind: 'read', upTo: 1 }, from: author });
  expect(await mark(1)).toBeNull();
  await expect(mark(3)).rejects.toMatchObject({ code: 'cursor_ahead' });
  expect(await fixture.inTransaction((tx) => tx.log.conversation(conversationId))).toMatchObject({
    lastSeq: 2,
    customerReadUpTo: 1,
    customerDeliveredUpTo: 1,
    agentReadUpTo: 0,
  });
});

test('[LOG6] of many equal read marks at once one becomes an entry', async () => {
  const { conversationId, customerId } = await addWaiting(fixture.store, fixture.tenantId);
  const author = { kind: 'customer', id: customerId, name: 'Grace' } as const;
  await fixture.inTransaction((tx) => tx.log.append(conversationId, system, { kind: 'text', text: 'x' }, 'all'));
  const marks = await Promise.all(
    Array.from({ length: 20 }, () =>
      fixture.inTransaction((tx) => tx.log.markRead(conversationId, 'customer', author, 1)),
    ),
  );
  expect(marks.filter((entry) => entry !== null)).toHaveLength(1);
});

test('[SIG1] a delivered mark only moves forward and never beyond the log', async () => {
  const { conversationId } = await addWaiting(fixture.store, fixture.tenantId);
  await fixture.inTransaction((tx) => tx.log.append(conversationId, system, { kind: 'text', text: 'x' }, 'all'));
  const mark = (upTo: number) => fixture.inTransaction((tx) => tx.log.markDelivered(conversationId, 'agent', upTo));
  expect(await mark(1)).toBe(true);
  expect(await mark(1)).toBe(false);
  expect(await mark(2)).toBe(false);
});

test('the unread count and the last message follow the log', async () => {
  const { store, tenantId } = fixture;
  const { conversationId, contactId, customerId } = await addWaiting(store, tenantId);
  const agentId = await addAgent(store, tenantId);
  await fixture.inTransaction((tx) => tx.contacts.pick(contactId, agentId));
  const customer = { kind: 'customer', id: customerId, name: 'Grace' } as const;
  const agent = { kind: 'agent', id: agentId, name: 'Ada' } as const;
  const say = (author: typeof customer | typeof agent, text: string) =>
    store.journal.append({
      tenantId,
      conversationId,
      author,
      clientId: randomUUID(),
      body: { kind: 'text', text },
      visibility: 'all',
    });
  const summary = () => fixture.inTransaction((tx) => tx.contacts.summary(conversationId));

  expect(await summary()).toMatchObject({ unread: 0, lastMessage: null });
  await say(customer, 'one');
  await fixture.inTransaction((tx) => tx.log.append(conversationId, customer, { kind: 'text', text: 'two' }, 'all'));
  await say(customer, 'x'.repeat(500));
  expect(await summary()).toMatchObject({ unread: 3, lastMessage: { from: 'customer', preview: 'x'.repeat(140) } });
  await say(agent, 'answer');
  expect(await summary()).toMatchObject({ unread: 3, lastMessage: { from: 'agent', preview: 'answer' } });
  await fixture.inTransaction((tx) => tx.log.markRead(conversationId, 'agent', agent, 2));
  expect(await summary()).toMatchObject({ unread: 1, agentReadUpTo: 2, lastMessage: { preview: 'answer' } });
  await fixture.inTransaction((tx) => tx.log.markRead(conversationId, 'agent', agent, 4));
  expect(await summary()).toMatchObject({ unread: 0, lastSeq: 6 });
});

test('what is no conversation is not found', async () => {
  const append = (id: string) =>
    fixture.inTransaction((tx) => tx.log.append(id, system, { kind: 'text', text: 'x' }, 'all'));
  await expect(append(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  await expect(append('no id')).rejects.toMatchObject({ code: 'not_found' });
  expect(await fixture.inTransaction((tx) => tx.log.conversation(randomUUID()))).toBeNull();
});
