import type { HelpReportRow } from '@alongside/domain';
import { expect, test } from 'vitest';
import { onlineHelpSurface } from './surface.ts';
import { fakePorts, KEY, NOW, signedRequest } from './testing/fakes.ts';

const AGENT = '0190a6b2-7c3d-7e4f-8a5b-1c2d3e4f5a6b';
const BEA = { id: AGENT, name: 'Bea', staffNumber: null };
const HASH = '/v1/application/gettransactionhashforonlinehelp';
const LIST = '/v1/reporting/getonlinehelplist';
const IN_HELP = '/v1/application/iscustomerinonlinehelp';

type Fake = ReturnType<typeof fakePorts>;
/** Each call is signed for another second, so that none is a replay. */
let second = 0;
async function ask(path: string, body: unknown, fake: Fake = fakePorts()) {
  const { routes, handlers } = onlineHelpSurface(fake.ports);
  const name = (Object.keys(routes) as (keyof typeof routes)[]).find((key) => routes[key].path === path);
  if (!name) return expect.fail(`no route ${path}`);
  second = (second + 1) % 800;
  const date = new Date(NOW - second * 1000).toUTCString();
  const response = await handlers[name](signedRequest(path, body, { date }));
  return { ...response, json: response.headers['content-type']?.includes('json') ? JSON.parse(response.body) : null };
}

test('every operation stands under its own name, is signed, and has a handler', () => {
  const { routes, handlers } = onlineHelpSurface(fakePorts().ports);
  for (const [name, route] of Object.entries(routes)) {
    expect(route).toMatchObject({ operationId: name, method: 'POST', access: 'signed-request' });
  }
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(routes).sort());
});

test.each([
  [{ headers: { 'x-dlg-date': undefined } }, 400, 'Required headers not found'],
  [{ headers: { 'x-dlg-authorization': 'x' } }, 400, 'Authorization failed due to data format not valid'],
  [{ date: 'x' }, 400, 'Authorization failed due to date not valid'],
  [{ secret: 'x' }, 401, 'Authorization failed'],
  [{ date: new Date(NOW - 3_600_000).toUTCString() }, 403, 'Request time may not be correct.'],
])('[F1] %j is answered with %i "%s"', async (signing, status, message) => {
  const fake = fakePorts();
  const { handlers } = onlineHelpSurface(fake.ports);
  const body = { customerId: '123456', deviceHash: 'D1' };
  const response = await handlers.getTransactionHashForOnlineHelp(signedRequest(HASH, body, signing));
  expect(response.status).toBe(status);
  expect(JSON.parse(response.body)).toEqual({ isSuccess: false, message });
  expect(fake.calls).toEqual([]);
});

test('a server exception is 500 in plain text, says nothing of its cause, and is logged', async () => {
  const fake = fakePorts();
  const broken = { ...fake.ports, mintTransactionHash: () => Promise.reject(new Error('relation does not exist')) };
  const { handlers } = onlineHelpSurface(broken);
  const body = { customerId: '123456', deviceHash: 'D1' };
  const response = await handlers.getTransactionHashForOnlineHelp(signedRequest(HASH, body));
  expect(response).toMatchObject({ status: 500, body: 'Internal server error' });
  expect(response.headers['content-type']).toMatch(/^text\/plain/);
  expect(fake.errors).toEqual([expect.objectContaining({ err: expect.any(Error) })]);
});

test('a hash is minted for the tenant of the key, the customer and the device', async () => {
  const fake = fakePorts();
  const { status, json } = await ask(HASH, { customerId: '123456', deviceHash: 'D1', tenantId: 'another' }, fake);
  expect([status, json]).toEqual([200, { isSuccess: true, message: '', transactionHash: 'ab'.repeat(32) }]);
  expect(fake.calls).toEqual([{ tenantId: KEY.tenantId, customerId: '123456', deviceHash: 'D1' }]);
});

test.each([
  ['no JSON', '{"customerId":'],
  ['an array', '[]'],
  ['null', 'null'],
  ['nothing', ''],
  ['no customer', { deviceHash: 'D1' }],
  ['an empty customer', { customerId: '', deviceHash: 'D1' }],
  ['a customer that is a number', { customerId: 123456, deviceHash: 'D1' }],
  ['a long customer', { customerId: 'x'.repeat(129), deviceHash: 'D1' }],
  ['a customer that no store can keep', { customerId: 'a\u0000b', deviceHash: 'D1' }],
  ['no device', { customerId: '123456' }],
  ['a long device', { customerId: '123456', deviceHash: 'x'.repeat(257) }],
  ['fields that are only inherited', '{"__proto__":{"customerId":"1","deviceHash":"2"}}'],
])('%s in the body is HTTP 200 with isSuccess false, and mints nothing', async (_name, body) => {
  const fake = fakePorts();
  const { status, json } = await ask(HASH, body, fake);
  expect(status).toBe(200);
  expect(json).toEqual({ isSuccess: false, message: expect.stringMatching(/./), errorCode: 400 });
  expect(fake.calls).toEqual([]);
});

test('a body that is not UTF-8 is refused', async () => {
  const { handlers } = onlineHelpSurface(fakePorts().ports);
  const request = signedRequest(IN_HELP, { customerId: '?' });
  // Signed as bytes: 0xff stands where no text can have it.
  const { createHmac } = await import('node:crypto');
  const rawBody = Buffer.from(Buffer.from(request.rawBody).map((byte) => (byte === 0x3f ? 0xff : byte)));
  const signature = createHmac('sha256', KEY.secret)
    .update(`POST\napplication/json\n${request.headers['x-dlg-date']}\n`)
    .update(rawBody)
    .update(`\n${IN_HELP}`)
    .digest('base64');
  const headers = { ...request.headers, 'x-dlg-authorization': `DLGA ${KEY.accessKeyId}:${signature}` };
  const response = await handlers.isCustomerInOnlineHelp({ ...request, rawBody, headers });
  expect(JSON.parse(response.body)).toMatchObject({ isSuccess: false, errorCode: 400 });
});

test('whether a customer is in help', async () => {
  const fake = fakePorts({ inHelp: { '1': AGENT, '2': null, '4': AGENT }, called: ['4'] });
  expect((await ask(IN_HELP, { customerId: '1' }, fake)).json).toEqual({
    isSuccess: true,
    message: '',
    isInHelp: true,
    helpType: 'inbound',
    staffId: AGENT,
  });
  expect((await ask(IN_HELP, { customerId: '2' }, fake)).json).toMatchObject({ isInHelp: false, staffId: null });
  expect((await ask(IN_HELP, { customerId: '4' }, fake)).json).toMatchObject({ isInHelp: true, helpType: 'outbound' });
  expect((await ask(IN_HELP, { customerId: '3' }, fake)).json).toEqual({
    isSuccess: false,
    message: 'There is no such customer.',
    errorCode: 400,
    isInHelp: false,
    helpType: null,
    staffId: null,
  });
});

const help = (n: number, more: Partial<HelpReportRow> = {}): HelpReportRow => ({
  onlineHelpId: `help-${n}`,
  customerNo: String(n),
  customerName: `Customer ${n}`,
  agentId: null,
  staffNumber: null,
  agentName: null,
  conversationId: `talk-${n}`,
  state: 'requested',
  requestedAt: NOW + n * 1000,
  startedAt: null,
  endedAt: null,
  ...more,
});
const all = { startDate: NOW, endDate: NOW + 3_600_000 };

test('the list tells each help in the published words', async () => {
  const agent = { agentId: AGENT, agentName: 'Bea' };
  const helps = [
    help(1),
    help(2, { ...agent, state: 'started', startedAt: NOW + 10_900 }),
    help(3, { ...agent, state: 'ended_by_agent', startedAt: NOW + 5000, endedAt: NOW + 65_000 }),
    help(4, { state: 'cancelled_by_customer', endedAt: NOW + 44_000 }),
    help(5, { ...agent, state: 'ended_by_customer', startedAt: NOW + 5000, endedAt: NOW + 6000 }),
    help(6, { ...agent, state: 'customer_gone', startedAt: NOW + 6000, endedAt: NOW + 7000 }),
  ];
  const { json } = await ask(LIST, all, fakePorts({ helps }));
  expect(json).toEqual([
    expect.objectContaining({ helpState: 'onlinehelp_ended_customer_kill_app' }),
    expect.objectContaining({ helpState: 'onlinehelp_ended_by_customer' }),
    {
      onlineHelpId: 'help-4',
      customerNo: '4',
      customerName: 'Customer 4',
      helpState: 'onlinehelp_cancelled_by_customer',
      helpRequestedAt: NOW + 4000,
      helpEndedAt: NOW + 44_000,
      waitTime: 40,
      conversationDetailLink: 'https://help.example/console/#/earlier/help-4?conversation=talk-4',
    },
    {
      onlineHelpId: 'help-3',
      customerNo: '3',
      customerName: 'Customer 3',
      agentId: AGENT,
      agentName: 'Bea',
      helpState: 'onlinehelp_ended_by_agent',
      helpRequestedAt: NOW + 3000,
      helpStartedAt: NOW + 5000,
      helpEndedAt: NOW + 65_000,
      waitTime: 2,
      helpTime: 60,
      conversationDetailLink: 'https://help.example/console/#/earlier/help-3?conversation=talk-3',
    },
    expect.objectContaining({ helpState: 'onlinehelp_started', helpStartedAt: NOW + 10_900, waitTime: 8 }),
    {
      onlineHelpId: 'help-1',
      customerNo: '1',
      customerName: 'Customer 1',
      helpState: 'onlinehelp_requested',
      helpRequestedAt: NOW + 1000,
      conversationDetailLink: 'https://help.example/console/#/earlier/help-1?conversation=talk-1',
    },
  ]);
});

test('the list is narrowed by customer and by agent, under either of the two names', async () => {
  const helps = [help(1, { agentId: AGENT }), help(2, { agentId: AGENT }), help(3)];
  const ids = async (filter: object) =>
    (await ask(LIST, { ...all, ...filter }, fakePorts({ helps, staff: [BEA] }))).json.map(
      (row: { customerNo: string }) => row.customerNo,
    );
  expect(await ids({})).toEqual(['3', '2', '1']);
  expect(await ids({ customerId: '2' })).toEqual(['2']);
  expect(await ids({ agentId: AGENT })).toEqual(['2', '1']);
  expect(await ids({ agentUserId: AGENT })).toEqual(['2', '1']);
  expect(await ids({ agentId: AGENT, customerId: '3' })).toEqual([]);
  expect(await ids({ agentId: 'nobody' })).toEqual([]);
});

test('[F18] pages by the oldest date through the wire', async () => {
  const helps = Array.from({ length: 50 }, (_, n) => help(n, { requestedAt: NOW + Math.floor(n / 25) }));
  const fake = fakePorts({ helps });
  const first = (await ask(LIST, all, fake)).json;
  const second = (await ask(LIST, { ...all, endDate: first.at(-1).helpRequestedAt }, fake)).json;
  const third = (await ask(LIST, { ...all, endDate: second.at(-1).helpRequestedAt }, fake)).json;
  const ids = [...first, ...second, ...third].map((row) => row.onlineHelpId);
  expect([first.length, second.length, third.length]).toEqual([20, 20, 10]);
  expect(new Set(ids).size).toBe(50);
});

test.each([
  {},
  { startDate: 1 },
  { startDate: '1', endDate: 2 },
  { startDate: -1, endDate: 2 },
  { startDate: 0, endDate: 1e300 },
  { startDate: 3, endDate: 2 },
  { ...all, customerId: 5 },
  { ...all, agentId: {} },
])('the list refuses %j in its body', async (body) => {
  const { status, json } = await ask(LIST, body);
  expect([status, json]).toEqual([200, { isSuccess: false, message: expect.any(String), errorCode: 400 }]);
});
