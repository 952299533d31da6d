import { randomUUID } from 'node:crypto';
import type { Transaction } from '@alongside/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const always = { from: 0, to: Date.now() + 3_600_000 };
const page = { offset: 0, limit: 20 };

test('messages are counted by conversation and sender, and a transfer loses nobody', async () => {
  const [ada, bea] = [
    await addAgent(fixture.store, fixture.tenantId, { name: 'Ada' }),
    await addAgent(fixture.store, fixture.tenantId, { name: 'Bea' }),
  ];
  const { contactId, conversationId, customerId, customerNumber } = await addWaiting(fixture.store, fixture.tenantId);
  const customer = { kind: 'customer', id: customerId, name: 'Grace' } as const;
  const agent = (id: string) => ({ kind: 'agent', id, name: 'x' }) as const;
  const say = (author: typeof customer | ReturnType<typeof agent>, text: string) =>
    run((tx) => tx.log.append(conversationId, author, { kind: 'text', text }, 'all'));
  await run((tx) => tx.contacts.pick(contactId, ada));
  await say(customer, 'one');
  await say(agent(ada), 'two');
  await say(customer, 'three');
  await run((tx) => tx.log.append(conversationId, agent(ada), { kind: 'note', text: 'not a message' }, 'agents'));
  await run((tx) => tx.contacts.requeue(contactId, ada, {}));
  await run((tx) => tx.contacts.pick(contactId, bea));
  await say(agent(bea), 'four');

  const rows = (filter: { customerNo?: string; agentId?: string }, part = page) =>
    run((tx) => tx.reports.messaging({ ...always, ...filter }, part));
  const short = (all: Awaited<ReturnType<typeof rows>>) => all.map((row) => [row.from, row.agentName, row.count]);
  const all = await rows({ customerNo: customerNumber });
  expect(short(all)).toEqual([
    ['agent', 'Bea', 1],
    ['customer', 'Bea', 2],
    ['agent', 'Ada', 1],
  ]);
  expect(all[0]).toMatchObject({ conversationId, contactId, customerNo: customerNumber, customerName: 'Grace' });
  expect(await rows({ customerNo: customerNumber }, { offset: 1, limit: 1 })).toEqual([all[1]]);
  expect(short(await rows({ agentId: ada }))).toEqual([['agent', 'Ada', 1]]);
  expect(short(await rows({ agentId: bea, customerNo: customerNumber }))).toEqual([
    ['agent', 'Bea', 1],
    ['customer', 'Bea', 2],
  ]);
  expect(await rows({ customerNo: 'nobody' })).toEqual([]);
  const before = { from: 0, to: (all.at(-1)?.at ?? 0) - 60_000, customerNo: customerNumber };
  expect(await run((tx) => tx.reports.messaging(before, page))).toEqual([]);

  const last = (agentId: string, customerNo = customerNumber) =>
    run((tx) => tx.reports.lastConversation({ ...always, customerNo, agentId }));
  expect(await last(ada)).toEqual({ conversationId, contactId });
  expect(await last(bea)).toEqual({ conversationId, contactId });
  expect(await last(randomUUID())).toBeNull();
  expect(await last(ada, 'nobody')).toBeNull();
});
