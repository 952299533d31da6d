import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, request } from '../support/http.ts';
import { Agent, newCustomer, newDevice, start } from '../support/people.ts';
import { HASH_PATH, helpRows, inHelp, signedCall } from '../support/signed.ts';
import { Socket } from '../support/socket.ts';

/* The acceptance scenario of the published page, one test a step; each builds on the one before. */

const customerId = newCustomer();
const device = newDevice();
let agent: Agent;
let transactionHash = '';
let token = '';
let conversationId = '';
let contactId = '';
let customer: Socket;

beforeAll(async () => {
  agent = await Agent.signIn();
  await agent.presence('away');
});
afterAll(async () => {
  await customer?.close();
  await agent.leave();
});

test('1–2. the app server signs and asks for a hash for the customer on the device', async () => {
  const { status, json } = await signedCall(HASH_PATH, { customerId, deviceHash: device });
  expect([status, json.isSuccess]).toEqual([200, true]);
  transactionHash = json.transactionHash;
  expect(await helpRows(customerId)).toEqual([]);
});

test('3. the app starts the help with it: accepted, and the report says requested', async () => {
  const { status, json } = await start({ customerId, deviceHash: device, transactionHash });
  expect(status).toBe(201);
  ({ token, conversationId, contactId } = json);
  const rows = await helpRows(customerId);
  expect(rows).toEqual([
    {
      onlineHelpId: expect.any(String),
      customerNo: customerId,
      customerName: 'Ada',
      helpState: 'onlinehelp_requested',
      helpRequestedAt: expect.any(Number),
      conversationDetailLink: expect.stringContaining('/console/#/earlier/'),
    },
  ]);
  expect(Math.abs(Date.now() - rows[0].helpRequestedAt)).toBeLessThan(60_000);
  expect(await inHelp(customerId)).toMatchObject({ isInHelp: false });
});

test('4. while they wait they are told their place', async () => {
  customer = await Socket.open(token);
  await customer.ask({ t: 'subscribe', conversationId, after: 0 });
  const { standing } = await customer.next((frame) => frame.t === 'standing');
  expect(standing.position).toBeGreaterThanOrEqual(1);
  expect((await customer.entry(conversationId, 'contact.requested')).seq).toBe(1);
});

test('5. an agent opens it: the chat is in progress for both, in the report and for the app server', async () => {
  await agent.presence('available');
  const offer = await agent.offerOf(contactId);
  expect(offer.customer.customerId).toBe(customerId);
  expect((await agent.accept(offer)).status).toBe(200);
  const started = await customer.entry(conversationId, 'contact.started');
  expect(started.body.agent.id).toBe(agent.id);
  const [row] = await helpRows(customerId);
  expect(row).toMatchObject({
    helpState: 'onlinehelp_started',
    agentId: agent.id,
    waitTime: expect.any(Number),
    helpStartedAt: expect.any(Number),
  });
  expect(row.waitTime).toBeGreaterThanOrEqual(0);
  expect(await inHelp(customerId)).toMatchObject({ isInHelp: true, helpType: 'inbound', staffId: agent.id });
});

test('6. messages pass both ways, in order, once each, also when they are sent twice', async () => {
  await agent.socket.ask({ t: 'subscribe', conversationId, after: 0 });
  const say = (socket: Socket, clientId: string) =>
    socket.ask({ t: 'send', conversationId, clientId, body: { kind: 'text', text: `text of ${clientId}` } });
  for (let n = 0; n < 20; n += 1) {
    const [mine, theirs] = await Promise.all([say(customer, `c-${n}`), say(agent.socket, `a-${n}`)]);
    expect([mine.ok, theirs.ok]).toEqual([true, true]);
    if (n % 5 === 0) expect((await say(customer, `c-${n}`)).result.seq).toBe(mine.result.seq);
  }
  for (const socket of [customer, agent.socket]) {
    await socket.until(() => socket.entries(conversationId).find((one) => one.clientId === 'a-19'), 'the last message');
    await socket.until(() => socket.entries(conversationId).find((one) => one.clientId === 'c-19'), 'the last message');
    const entries = socket.entries(conversationId);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_entry, index) => index + 1));
    for (const side of ['c', 'a']) {
      const texts = entries.filter((one) => one.clientId?.startsWith(`${side}-`)).map((one) => one.body.text);
      expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => `text of ${side}-${n}`));
    }
  }
});

test('7. the agent ends: ended for both, in the report and for the app server; the customer can write no more', async () => {
  await agent.end(contactId);
  const ended = await customer.entry(conversationId, 'contact.ended');
  expect(ended.body.reason).toBe('ended_by_agent');
  const [row] = await helpRows(customerId);
  expect(row).toMatchObject({
    helpState: 'onlinehelp_ended_by_agent',
    agentId: agent.id,
    waitTime: expect.any(Number),
    helpTime: expect.any(Number),
    helpEndedAt: expect.any(Number),
  });
  expect(await inHelp(customerId)).toMatchObject({ isInHelp: false });
  const late = await request('POST', `/v1/conversations/${conversationId}/entries`, {
    token,
    body: { clientId: 'late', body: { kind: 'text', text: 'one more thing' } },
  });
  expect([late.status, late.json.error.code]).toEqual([409, 'conversation_ended']);
  expect((await call('GET', '/v1/online-help', { token })).state).toBe('ended');
});
