import type { HelpReportRow, Transaction } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, addWaiting, createFixture, type Fixture, type Started } from '../testing/fixture.ts';

let fixture: Fixture;
let client: pg.Client;
let ada: string;
beforeAll(async () => {
  fixture = await createFixture();
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [fixture.tenantId]);
  ada = await addAgent(fixture.store, fixture.tenantId, { capacity: 100 });
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => fixture.inTransaction(work);
const waiting = () => addWaiting(fixture.store, fixture.tenantId);
const list = (filter: { from?: number; to?: number; customerNo?: string; agentId?: string } = {}, limit = 20) =>
  run((tx) => tx.reports.list({ from: 0, to: Date.now() + 1_000, ...filter }, limit));

const pick = (to: Started) => run((tx) => tx.contacts.pick(to.contactId, ada));

test('a row tells what became of a help, and when', async () => {
  const became = async (change: (to: Started) => Promise<unknown>): Promise<HelpReportRow['state'] | undefined> => {
    const to = await waiting();
    await change(to);
    return (await list({ customerNo: to.customerNumber }))[0]?.state;
  };
  const end = (to: Started, reason: Parameters<Transaction['contacts']['endAnyhow']>[1]) =>
    run((tx) => tx.contacts.endAnyhow(to.contactId, reason));
  expect(await became(async () => undefined)).toBe('requested');
  expect(await became((to) => run((tx) => tx.contacts.offer(to.contactId, ada, 60)))).toBe('requested');
  expect(await became(pick)).toBe('started');
  expect(await became(async (to) => (await pick(to)) && run((tx) => tx.contacts.requeue(to.contactId, ada, {})))).toBe(
    'started',
  );
  expect(await became((to) => end(to, 'cancelled_by_customer'))).toBe('cancelled_by_customer');
  expect(await became((to) => end(to, 'customer_gone'))).toBe('customer_gone');
  expect(await became(async (to) => (await pick(to)) && end(to, 'ended_by_customer'))).toBe('ended_by_customer');
  expect(await became(async (to) => (await pick(to)) && end(to, 'ended_by_agent'))).toBe('ended_by_agent');
  expect(await became(async (to) => (await pick(to)) && end(to, 'ended_by_system'))).toBe('ended_by_agent');

  const givesUpLater = async (to: Started) => {
    await pick(to);
    await run((tx) => tx.contacts.requeue(to.contactId, ada, {}));
    await run((tx) => tx.contacts.cancel(to.contactId, 'cancelled_by_customer'));
  };
  expect(await became(givesUpLater)).toBe('ended_by_customer');

  const to = await waiting();
  await pick(to);
  await end(to, 'ended_by_agent');
  const contact = (await run((tx) => tx.contacts.get(to.contactId)))!;
  expect(await list({ customerNo: to.customerNumber, agentId: ada })).toEqual([
    {
      onlineHelpId: to.contactId,
      customerNo: to.customerNumber,
      customerName: 'Grace',
      agentId: ada,
      staffNumber: null,
      agentName: 'Ada',
      conversationId: to.conversationId,
      state: 'ended_by_agent',
      requestedAt: Date.parse(contact.requestedAt),
      startedAt: Date.parse(contact.startedAt!),
      endedAt: Date.parse(contact.endedAt!),
    },
  ]);
});

test('rows come newest first within both ends of the time asked for, the ends included', async () => {
  const [first, second, third] = [await waiting(), await waiting(), await waiting()];
  const at = async (to: Started) => Date.parse((await run((tx) => tx.contacts.get(to.contactId)))!.requestedAt);
  const ids = async (from: number, to: number) => (await list({ from, to })).map((row) => row.onlineHelpId);
  const [from, until] = [await at(first), await at(third)];
  const all = await ids(from, until);
  expect(all.slice(0, 3)).toEqual([third, second, first].map((one) => one.contactId));
  expect(await ids(until + 1, until + 2)).toEqual([]);
  expect(await list({ agentId: ada, from })).toEqual([]);
});

test('many rows of one instant are paged by a larger limit without loss, in one order', async () => {
  // place_at never changes: so rows of one instant are made as such.
  const seeds: Started[] = [];
  for (let index = 0; index < 5; index += 1) seeds.push(await waiting());
  await client.query('ALTER TABLE contacts DISABLE TRIGGER keep_place');
  await client.query(`UPDATE contacts SET place_at = '2020-01-01T00:00:00.123Z' WHERE id = ANY ($1)`, [
    seeds.map((one) => one.contactId),
  ]);
  await client.query('ALTER TABLE contacts ENABLE TRIGGER keep_place');
  const at = Date.parse('2020-01-01T00:00:00.123Z');
  const all = await list({ from: at, to: at });
  expect(all).toHaveLength(5);
  expect(all.map((row) => row.onlineHelpId)).toEqual([...seeds.map((one) => one.contactId)].sort().reverse());
  expect(await list({ from: at, to: at }, 3)).toEqual(all.slice(0, 3));
});

test('whether a customer is in help, and with whom', async () => {
  const to = await waiting();
  const current = () => run((tx) => tx.reports.current(to.customerNumber));
  const none = { inHelp: false, agentId: null, staffNumber: null, outbound: false };
  expect(await current()).toEqual(none);
  await pick(to);
  expect(await current()).toEqual({ inHelp: true, agentId: ada, staffNumber: null, outbound: false });
  await run((tx) => tx.contacts.endAnyhow(to.contactId, 'ended_by_agent'));
  expect(await current()).toEqual(none);
  expect(await run((tx) => tx.reports.current('nobody'))).toBeNull();
});

test('a call that the company began is no help that a customer asked for, but the customer is with an agent', async () => {
  const to = await waiting();
  await pick(to);
  await client.query('UPDATE contacts SET outbound = true WHERE id = $1', [to.contactId]);
  expect(await list({ customerNo: to.customerNumber })).toEqual([]);
  expect(await run((tx) => tx.reports.current(to.customerNumber))).toMatchObject({ inHelp: true, outbound: true });
});

test('a telephone call is no help of the app, and no caller is in help as the customer of the same number', async () => {
  const to = await waiting();
  await pick(to);
  await client.query('UPDATE customers SET telephone = true WHERE id = $1', [to.customerId]);
  expect((await list()).filter(({ onlineHelpId }) => onlineHelpId === to.contactId)).toEqual([]);
  expect(await run((tx) => tx.reports.current(to.customerNumber))).toBeNull();
});
