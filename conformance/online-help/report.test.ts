import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, type Json } from '../support/http.ts';
import { Agent, newCustomer, newWaiting } from '../support/people.ts';
import { IN_HELP_PATH, LIST_PATH, signedCall } from '../support/signed.ts';

const ROWS = 45;

let agent: Agent;
const customerId = newCustomer();
const from = Date.now();
let to = 0;

/** Sends the question as a company's backend would, and reads the answer as JSON. */
const list = async (filter: object): Promise<Json> =>
  (await signedCall(LIST_PATH, { startDate: from, endDate: to, ...filter })).json;
const ids = (rows: Json[]): string[] => rows.map((row) => row.onlineHelpId);

beforeAll(async () => {
  agent = await Agent.signIn();
  await agent.presence('away');
  // One customer comes 22 times; the others come as fast as they can, so that some share a millisecond.
  for (let n = 0; n < 22; n += 1) {
    const waiting = await newWaiting(customerId);
    if (n === 3) {
      await agent.pick(waiting.contactId);
      await agent.end(waiting.contactId);
    } else await call('POST', '/v1/online-help/cancel', { token: waiting.token });
  }
  const crowd = await Promise.all(Array.from({ length: ROWS - 22 }, () => newWaiting()));
  await Promise.all(crowd.map(({ token }) => call('POST', '/v1/online-help/cancel', { token })));
  to = Date.now() + 1000;
}, 120_000);
afterAll(() => agent.leave());

async function allPages(filter: object): Promise<Json[][]> {
  const pages: Json[][] = [];
  for (let endDate: unknown = to; ; ) {
    const page = await list({ ...filter, endDate });
    if (page.length === 0) return pages;
    pages.push(page);
    endDate = page.at(-1).helpRequestedAt;
  }
}

test('[F18] at most the 20 newest come, newest first', async () => {
  const rows = await list({});
  expect(rows).toHaveLength(20);
  const times = rows.map((row: Json) => row.helpRequestedAt);
  expect(times).toEqual([...times].sort((a: number, b: number) => b - a));
});

test('[F18] paging by the oldest date loses none and repeats none', async () => {
  const pages = await allPages({});
  const found = ids(pages.flat());
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBe(ROWS);
  for (const page of pages.slice(0, -1)) expect(page).toHaveLength(20);
});

test('the list is narrowed by customer, and pages as well', async () => {
  const pages = await allPages({ customerId });
  expect(pages.map((page) => page.length)).toEqual([20, 2]);
  for (const row of pages.flat()) expect(row.customerNo).toBe(customerId);
});

test('the list is narrowed by agent under either name', async () => {
  const byAgent = await list({ agentId: agent.id, customerId });
  expect(byAgent).toHaveLength(1);
  expect(byAgent[0]).toMatchObject({ agentId: agent.id, helpState: 'onlinehelp_ended_by_agent' });
  expect(await list({ agentUserId: agent.id, customerId })).toEqual(byAgent);
  expect(await list({ agentId: '45186' })).toEqual([]);
});

test('what lies outside the dates is not listed', async () => {
  expect(await list({ startDate: 0, endDate: from })).not.toContainEqual(
    expect.objectContaining({ customerNo: customerId }),
  );
  expect(await list({ startDate: to, endDate: to + 1000 })).toEqual([]);
});

test('wrong dates are HTTP 200 with isSuccess false', async () => {
  const wrongs: object[] = [{ startDate: 'x' }, { startDate: null }, { startDate: to, endDate: from }];
  for (const wrong of wrongs) {
    const { status, json } = await signedCall(LIST_PATH, { startDate: from, endDate: to, ...wrong });
    expect([status, json]).toEqual([200, { isSuccess: false, message: expect.any(String), errorCode: 400 }]);
  }
});

test('an unknown customer is errorCode 400', async () => {
  const { status, json } = await signedCall(IN_HELP_PATH, { customerId: newCustomer() });
  expect([status, json.isSuccess, json.errorCode]).toEqual([200, false, 400]);
});
