import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addAgent,
  addTenant,
  addWaiting,
  createFixture,
  type Fixture,
  many,
  type Started,
} from '../testing/fixture.ts';

let fixture: Fixture;
let agentId: string;
beforeAll(async () => {
  fixture = await createFixture();
  agentId = await addAgent(fixture.store, fixture.tenantId, { capacity: 100 });
});
afterAll(() => fixture[Symbol.asyncDispose]());

const system = { kind: 'system', id: null, name: '' } as const;

/** A conversation with so many entries; the second of them is for agents. */
async function talk(length: number): Promise<Started> {
  const to = await addWaiting(fixture.store, fixture.tenantId);
  for (let n = 1; n <= length; n += 1) {
    await fixture.inTransaction((tx) =>
      tx.log.append(to.conversationId, system, { kind: 'note', text: `${n}` }, n === 2 ? 'agents' : 'all'),
    );
  }
  return to;
}

const page = (conversationId: string, after: number, limit = 100, tenantId = fixture.tenantId) =>
  fixture.store.catchUp.page(tenantId, conversationId, { after, limit });

test('[SUB1] a page is the head and what follows the cursor, in order and as stored, for each of many who ask at once', async () => {
  const talks = await many(12, async (n) => ({ to: await talk(n % 6), length: n % 6 }));
  const pages = await Promise.all(talks.map(({ to }, n) => page(to.conversationId, n % 3)));
  for (const [n, { to, length }] of talks.entries()) {
    const stored = await fixture.inTransaction((tx) => tx.log.page(to.conversationId, { after: n % 3, limit: 100 }));
    expect(pages[n]).toEqual({ lastSeq: length, entries: stored });
  }
});

test('a page ends at its limit; a cursor beyond the log is answered with the head alone, whatever its size', async () => {
  const { conversationId } = await talk(5);
  const short = await page(conversationId, 1, 2);
  expect(short?.entries.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(short?.lastSeq).toBe(5);
  expect(await page(conversationId, Number.MAX_SAFE_INTEGER)).toEqual({ lastSeq: 5, entries: [] });
});

test("what is no conversation, or another tenant's, is null, and harms nobody in the same round", async () => {
  const { conversationId, contactId } = await talk(1);
  const { id: other } = await addTenant(fixture.store);
  const [good, ...none] = await Promise.all([
    page(conversationId, 0),
    page('no id', 0),
    page(randomUUID(), 0),
    page(conversationId, 0, 100, other),
  ]);
  expect(good?.entries).toHaveLength(1);
  expect(none).toEqual([null, null, null]);
  expect(await fixture.store.catchUp.help(other, contactId)).toBeNull();
});

test('where help stands: state, end, head and marks', async () => {
  const to = await talk(3);
  const { catchUp } = fixture.store;
  const help = () => catchUp.help(fixture.tenantId, to.contactId);
  const nothing = { customerReadUpTo: 0, agentDeliveredUpTo: 0, agentReadUpTo: 0 };
  const at = { conversationId: to.conversationId, lastSeq: 3, endReason: null };
  expect(await help()).toEqual({ ...at, ...nothing, state: 'waiting' });
  await fixture.inTransaction((tx) => tx.contacts.pick(to.contactId, agentId));
  await catchUp.markDelivered(fixture.tenantId, to.conversationId, { side: 'agent', id: agentId }, 2);
  expect(await help()).toEqual({ ...at, ...nothing, agentDeliveredUpTo: 2, state: 'active' });
  await fixture.inTransaction((tx) => tx.contacts.endAnyhow(to.contactId, 'ended_by_customer'));
  expect(await help()).toMatchObject({ state: 'ended', endReason: 'ended_by_customer' });
  expect(await catchUp.help(fixture.tenantId, 'no id')).toBeNull();
});

test('[SIG1] delivered marks only rise, stay within the log, and of an agent only the owner moves them', async () => {
  const [to, other] = [await talk(4), await talk(4)];
  const { catchUp } = fixture.store;
  const mark = (side: 'customer' | 'agent', id: string, upTo: number, { conversationId } = to) =>
    catchUp.markDelivered(fixture.tenantId, conversationId, { side, id }, upTo);
  const marks = async ({ conversationId } = to) => {
    const row = await fixture.inTransaction((tx) => tx.log.conversation(conversationId));
    return [row?.customerDeliveredUpTo, row?.agentDeliveredUpTo];
  };
  expect(await mark('agent', agentId, 1)).toBe('not_owner');
  await fixture.inTransaction((tx) => tx.contacts.pick(to.contactId, agentId));
  expect(
    await Promise.all([
      mark('customer', to.customerId, 2),
      mark('customer', to.customerId, 3),
      mark('agent', agentId, 1),
      mark('customer', other.customerId, 4, other),
      catchUp.markDelivered(fixture.tenantId, 'no id', { side: 'agent', id: agentId }, 1),
      catchUp.markDelivered(fixture.tenantId, randomUUID(), { side: 'agent', id: agentId }, 1),
    ]),
  ).toEqual(['moved', 'moved', 'moved', 'moved', 'not_found', 'not_found']);
  expect(await marks()).toEqual([3, 1]);
  expect(await marks(other)).toEqual([4, 0]);
  expect(await mark('customer', to.customerId, 3)).toBe('kept');
  expect(await mark('customer', to.customerId, 5)).toBe('kept');
  expect(await mark('agent', randomUUID(), 4)).toBe('not_owner');
  expect(await marks()).toEqual([3, 1]);
});
