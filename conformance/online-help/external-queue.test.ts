import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, Company, number } from '../support/company.ts';
import { call, type Json, request } from '../support/http.ts';
import { Agent, newCustomer, newDevice, newWaiting, start } from '../support/people.ts';
import { FINISH_PATH, helpRows, inHelp, mint, NOT_DELIVERED_PATH, signedCall } from '../support/signed.ts';
import { Socket } from '../support/socket.ts';

/* The published flow word for word: the company's own call system holds the queue, and its agent page starts the chat. */

const STAFF = '45186';
let admin: string;
let agent: Agent;
let company: Company;
let secret = '';

beforeAll(async () => {
  admin = await administrator();
  agent = await Agent.signIn(1);
  await number(admin, agent.id, STAFF);
  company = await Company.open();
  const settings = { url: company.url, queue: 'external', newSecret: true };
  ({ secret } = await call('PUT', '/v1/company-backend', { token: admin, body: settings }));
});
afterAll(async () => {
  await call('DELETE', '/v1/company-backend', { token: admin });
  await number(admin, agent.id, null);
  await agent.leave();
  await company.close();
});

const open = (customerId: string, token = agent.token) =>
  request('POST', '/v1/customers/by-number/open', { token, body: { customerId } });
const endOf = async (waiting: { token: string; conversationId: string }): Promise<Json> => {
  const socket = await Socket.open(waiting.token);
  await socket.ask({ t: 'subscribe', conversationId: waiting.conversationId, after: 0 });
  const { body } = await socket.entry(waiting.conversationId, 'contact.ended');
  await socket.close();
  return body;
};

test('§7.5 the call system gets the customer with the attached data untouched; its agent page starts the chat', async () => {
  const customerId = newCustomer();
  const deviceHash = newDevice();
  const attachedData = { segment: 'gold', 'IVR path': '1>4>2', note: '{"a":[1, 2]}\n“ü”' };
  const answer = await start({
    customerId,
    deviceHash,
    transactionHash: await mint(customerId, deviceHash),
    attachedData,
    idNumber: '11111111110',
  });
  expect(answer.status).toBe(201);
  const waiting = answer.json;
  const asked = await company.request(({ body }) => body?.customerId === customerId, 'CreateInteraction');
  expect([asked.method, asked.path]).toEqual(['POST', '/CreateInteraction']);
  expect(asked.body).toEqual({ identityNumber: '11111111110', customerId, attachedData });
  const signature = createHmac('sha256', secret)
    .update(`POST\napplication/json\n${asked.headers['x-dlg-date']}\n${JSON.stringify(asked.body)}\n/CreateInteraction`)
    .digest('base64');
  expect(String(asked.headers['x-dlg-authorization']).split(':')[1]).toBe(signature);

  // Our own queue does not touch them: no agent rings, and no place is promised.
  await agent.presence('available');
  expect(await call('GET', '/v1/online-help', { token: waiting.token })).toMatchObject({
    state: 'waiting',
    standing: null,
  });
  expect((await helpRows(customerId))[0]).toMatchObject({ helpState: 'onlinehelp_requested' });
  expect(await inHelp(customerId)).toMatchObject({ isInHelp: false });

  const page = { userId: STAFF, sessionId: 'S-1', dlgToken: 'good', transport: 'bearer' };
  const signedIn = await call('POST', '/v1/agent/company-sign-in', { body: page });
  expect(signedIn.agent.id).toBe(agent.id);
  await company.request(({ path }) => path === `/CheckToken?sessionId=S-1&token=good&userNo=${STAFF}`, 'CheckToken');
  const opened = await open(customerId, signedIn.token);
  expect([opened.status, opened.json.state, opened.json.attachedData]).toEqual([200, 'active', attachedData]);
  const [row] = await helpRows(customerId);
  expect(row).toMatchObject({ helpState: 'onlinehelp_started', agentId: STAFF, waitTime: expect.any(Number) });
  expect(await inHelp(customerId)).toMatchObject({ isInHelp: true, helpType: 'inbound', staffId: STAFF });
  await agent.end(waiting.contactId);
  await agent.presence('away');
});

test('the agent page is there, and a token that the company does not know opens nothing', async () => {
  const page = await request('GET', '/app/agentchat.html');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  for (const wrong of [{ dlgToken: 'bad' }, { userId: 'nobody' }]) {
    const body = { userId: STAFF, sessionId: 'S-1', dlgToken: 'good', transport: 'bearer', ...wrong };
    const answer = await request('POST', '/v1/agent/company-sign-in', { body });
    expect([answer.status, answer.json.error.code]).toEqual([401, 'wrong_credentials']);
  }
});

test('[F11] a cancel removes the queue entry, and an agent who opens the customer later is refused', async () => {
  const waiting = await newWaiting();
  const id = await company.interactionOf(waiting.customerId);
  await call('POST', '/v1/online-help/cancel', { token: waiting.token });
  await company.request(({ method, path }) => method === 'DELETE' && path === `/${id}`, 'the removal');
  expect(company.held.has(waiting.customerId)).toBe(false);
  expect((await open(waiting.customerId)).status).toBe(404);
  expect((await helpRows(waiting.customerId))[0]).toMatchObject({
    helpState: 'onlinehelp_cancelled_by_customer',
    waitTime: expect.any(Number),
  });
});

test('[F12] [OWN2] a cancel racing the agent’s start has one outcome, 20 times', async () => {
  for (let round = 0; round < 20; round += 1) {
    const waiting = await newWaiting();
    await company.interactionOf(waiting.customerId);
    const cancel = () => request('POST', '/v1/online-help/cancel', { token: waiting.token });
    const [cancelled, opened] =
      round % 2 === 0
        ? await Promise.all([cancel(), open(waiting.customerId)])
        : await Promise.all([open(waiting.customerId), cancel()]).then(([a, b]) => [b, a] as const);
    const { state } = await call('GET', '/v1/online-help', { token: waiting.token });
    const [row] = await helpRows(waiting.customerId);
    if (opened.status === 200) {
      expect([cancelled.status, state, row.helpState]).toEqual([409, 'active', 'onlinehelp_started']);
      await agent.end(waiting.contactId);
    } else {
      expect([cancelled.status, state]).toEqual([200, 'ended']);
      expect(row.helpState).toBe('onlinehelp_cancelled_by_customer');
    }
  }
}, 120_000);

test('[F13] interactionisnotdelivered: the waiting ends and the message is shown; 400, 402 and 403', async () => {
  const notDelivered = async (body: object) => (await signedCall(NOT_DELIVERED_PATH, body)).json;
  const refused = (errorCode: number) => ({ isSuccess: false, message: expect.any(String), errorCode });
  const waiting = await newWaiting();
  const interactionId = await company.interactionOf(waiting.customerId);
  expect(await notDelivered({ message: 'x' })).toEqual(refused(400));
  expect(await notDelivered({ interactionId: 'INT-none' })).toEqual(refused(402));
  expect(await notDelivered({ interactionId: 'INT-none', sessionId: 'none' })).toEqual(refused(402));
  const message = 'All our colleagues are busy. Please try again.';
  // The id of the interaction wins over the session.
  await expect
    .poll(() => notDelivered({ interactionId, sessionId: 'none', message }))
    .toEqual({ isSuccess: true, message: '' });
  expect(await endOf(waiting)).toMatchObject({ reason: 'ended_by_system', message });
  expect(await notDelivered({ interactionId })).toEqual(refused(402));

  const bySession = await newWaiting();
  const current = await company.interactionOf(bySession.customerId);
  // Beside an id, known or not, the session is not looked at.
  expect(await notDelivered({ interactionId: 'INT-none', sessionId: bySession.contactId })).toEqual(refused(402));
  expect(await notDelivered({ sessionId: bySession.contactId, message })).toMatchObject({ isSuccess: true });
  expect(await endOf(bySession)).toMatchObject({ message });
  expect(await notDelivered({ interactionId: current })).toEqual(refused(402));
});

test('[F13] 403: the customer waits on another interaction by now', async () => {
  const waiting = await newWaiting();
  const first = await company.interactionOf(waiting.customerId);
  expect((await open(waiting.customerId)).status).toBe(200);
  // Handed back to the call system: it holds them anew.
  const { queues } = await call('GET', '/v1/queues', { token: agent.token });
  const { queueId } = await call('GET', `/v1/contacts/${waiting.contactId}`, { token: agent.token });
  expect(queues.some((queue: Json) => queue.id === queueId)).toBe(true);
  await call('POST', `/v1/contacts/${waiting.contactId}/transfer`, { token: agent.token, body: { to: { queueId } } });
  await company.request(
    ({ body }) => body?.customerId === waiting.customerId && company.held.get(waiting.customerId) !== first,
    'a second wait',
  );
  const answer = async (interactionId: string) => (await signedCall(NOT_DELIVERED_PATH, { interactionId })).json;
  await expect.poll(() => answer(first)).toMatchObject({ isSuccess: false, errorCode: 403 });
  await expect.poll(() => answer(company.held.get(waiting.customerId) as string)).toMatchObject({ isSuccess: true });
});

test('[F14] finishonlinehelp ends a stuck chat; a wrong pair is 400 in the body', async () => {
  const finish = async (body: object) => (await signedCall(FINISH_PATH, body)).json;
  const waiting = await newWaiting();
  await company.interactionOf(waiting.customerId);
  const refused = { isSuccess: false, message: expect.any(String), errorCode: 400 };
  expect(await finish({ customerId: waiting.customerId, staffId: STAFF })).toEqual(refused);
  expect((await open(waiting.customerId)).status).toBe(200);
  expect(await finish({ customerId: waiting.customerId, staffId: '1' })).toEqual(refused);
  expect(await finish({ customerId: newCustomer(), staffId: STAFF })).toEqual(refused);
  expect(await finish({ customerId: waiting.customerId, staffId: STAFF })).toEqual({ isSuccess: true, message: '' });
  expect((await endOf(waiting)).reason).toBe('ended_by_system');
  expect((await helpRows(waiting.customerId))[0]).toMatchObject({
    helpState: 'onlinehelp_ended_by_agent',
    agentId: STAFF,
  });
  expect(await finish({ customerId: waiting.customerId, staffId: STAFF })).toEqual(refused);
});

test('a registered customer starts by the company’s token, with attached data; a bad token is one refusal', async () => {
  const customerId = newCustomer();
  const registration = { deviceId: 'phone', dlgToken: 'good' };
  const given = { customerId, deviceHash: newDevice(), registration, attachedData: { from: 'app' } };
  const answer = await start(given);
  expect(answer.status).toBe(201);
  const asked = await company.request(({ path }) => path === '/checkauthtoken', 'checkauthtoken');
  expect(asked.body).toEqual({ ...registration, customerNo: customerId, deviceHash: given.deviceHash });
  await company.request(({ body }) => body?.attachedData?.from === 'app', 'the attached data');
  await call('POST', '/v1/online-help/cancel', { token: answer.json.token });
  const bad = await start({
    ...given,
    customerId: newCustomer(),
    registration: { deviceId: 'phone', dlgToken: 'bad' },
  });
  expect([bad.status, bad.json.error.code]).toEqual([401, 'start_refused']);
});
