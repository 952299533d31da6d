import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, number } from '../support/company.ts';
import { call, type Json } from '../support/http.ts';
import { Agent, newCustomer, newWaiting } from '../support/people.ts';
import { LIST_PATH, signedCall } from '../support/signed.ts';
import { Socket } from '../support/socket.ts';

const STAFF = '45187';
const dates = { startDate: 0, endDate: Date.now() + 3_600_000 };
let admin: string;
let agent: Agent;

beforeAll(async () => {
  admin = await administrator();
  agent = await Agent.signIn(2);
  await agent.presence('away');
  await number(admin, agent.id, STAFF);
});
afterAll(async () => {
  await number(admin, agent.id, null);
  await agent.leave();
});

const ask = async (path: string, body: object): Promise<Json> => {
  const { status, json } = await signedCall(`/v1/${path}`, body);
  expect(status).toBe(200);
  return json;
};

test('out of office is switched on and off by staff number, and the message and the forwards are told', async () => {
  const info = () => ask('application/getuseroutofofficeinfo', { staffId: STAFF });
  const colleague = await Agent.signIn(0);
  expect(await info()).toMatchObject({ isSuccess: true, isOutOfOffice: false, forwardToStaffIds: [] });
  const away = { staffId: STAFF, outOfOfficeMessage: 'On leave until Monday.', forwardToStaffIds: [colleague.id] };
  expect(await ask('application/enableoutofoffice', away)).toEqual({ isSuccess: true, message: '' });
  expect(await info()).toMatchObject({
    isSuccess: true,
    isOutOfOffice: true,
    outOfOfficeMessage: 'On leave until Monday.',
    forwardToStaffIds: [colleague.id],
  });
  expect(await ask('application/disableoutofoffice', { staffId: STAFF })).toEqual({ isSuccess: true, message: '' });
  expect(await info()).toMatchObject({ isOutOfOffice: false });
  const refused = { isSuccess: false, message: expect.any(String), errorCode: 400 };
  expect(await ask('application/enableoutofoffice', { ...away, staffId: 'nobody' })).toEqual(refused);
  expect(await ask('application/enableoutofoffice', { ...away, forwardToStaffIds: ['nobody'] })).toEqual(refused);
  await colleague.leave();
});

test('nobody who is out of office is rung', async () => {
  await agent.presence('available');
  await ask('application/enableoutofoffice', { staffId: STAFF, outOfOfficeMessage: 'Gone.' });
  const waiting = await newWaiting();
  const other = await Agent.signIn(0);
  await other.presence('available');
  expect((await other.accept(await other.offerOf(waiting.contactId))).status).toBe(200);
  const desks = agent.socket.frames.filter(({ t }) => t === 'desk').flatMap(({ desk }) => desk.offers);
  expect(desks.filter(({ contactId }: Json) => contactId === waiting.contactId)).toEqual([]);
  await other.end(waiting.contactId);
  await other.leave();
  await ask('application/disableoutofoffice', { staffId: STAFF });
  await agent.presence('away');
});

test('the reports name agents by the company’s own number, and count who wrote how much', async () => {
  const waiting = await newWaiting();
  await agent.pick(waiting.contactId);
  const customer = await Socket.open(waiting.token);
  const say = (socket: Socket, clientId: string) =>
    socket.ask({
      t: 'send',
      conversationId: waiting.conversationId,
      clientId,
      body: { kind: 'text', text: 'Hello' },
    });
  for (const id of ['a', 'b', 'c']) expect((await say(customer, id)).ok).toBe(true);
  expect((await say(agent.socket, 'd')).ok).toBe(true);
  await customer.close();
  await agent.end(waiting.contactId);

  const { customerId } = waiting;
  const [row] = await ask(LIST_PATH.slice(4), { ...dates, agentId: STAFF, customerId });
  expect(row).toMatchObject({ agentId: STAFF, helpState: 'onlinehelp_ended_by_agent' });
  expect(row.conversationDetailLink).toMatch(/\/console\/#\/earlier\//);
  const rows = await ask('reporting/getcustomermessaginglist', { ...dates, customerId });
  expect(rows).toEqual([
    expect.objectContaining({ senderId: STAFF, receiverId: customerId, sendMessageCount: 1, isGroupMessaging: false }),
    expect.objectContaining({ senderId: customerId, receiverId: STAFF, sendMessageCount: 3, groupId: null }),
  ]);
  const paged = { ...dates, staffId: STAFF, customerId, pageSize: 1 };
  expect(await ask('reporting/getstaffmessaginglist', { ...paged, pageNumber: 1 })).toEqual([rows[0]]);
  expect(await ask('reporting/getstaffmessaginglist', { ...paged, pageNumber: 2 })).toEqual([rows[1]]);
  expect(await ask('reporting/getstaffmessaginglist', { ...paged, pageNumber: 3 })).toEqual([]);
  const detail = await ask('reporting/getmessagingdetail', { ...dates, staffId: STAFF, customerId });
  expect(detail).toEqual({ isSuccess: true, conversationDetailLink: row.conversationDetailLink });
  expect(
    await ask('reporting/getmessagingdetail', { ...dates, staffId: STAFF, customerId: newCustomer() }),
  ).toMatchObject({ isSuccess: false, error: expect.any(String) });
  // They chatted; calls of others are not told.
  expect(await ask('reporting/getcalllist', { ...dates, callType: 'all', customerId })).toEqual([]);
});

test('[F15] an app that is killed: the help ends as onlinehelp_ended_customer_kill_app; one that comes back goes on', async () => {
  const settings = await call('GET', '/v1/tenant', { token: admin });
  await call('PATCH', '/v1/tenant', { token: admin, body: { customerGoneSeconds: 5 } });
  const killed = await newWaiting();
  const back = await newWaiting();
  await agent.pick(killed.contactId);
  await agent.pick(back.contactId);
  const [one, two] = [await Socket.open(killed.token), await Socket.open(back.token)];
  one.cut();
  two.cut();
  // The second is a lost network [F16].
  const again = await Socket.open(back.token);
  await agent.socket.ask({ t: 'subscribe', conversationId: killed.conversationId, after: 0 });
  const ended = await expect.poll(async () => (await helpStates(killed.customerId))[0], {
    timeout: 50_000,
    interval: 500,
  });
  await ended.toBe('onlinehelp_ended_customer_kill_app');
  expect((await agent.socket.entry(killed.conversationId, 'contact.ended')).body.reason).toBe('customer_gone');
  expect(await helpStates(back.customerId)).toEqual(['onlinehelp_started']);
  await again.close();
  await agent.end(back.contactId);
  const { customerGoneSeconds = 180 } = settings;
  await call('PATCH', '/v1/tenant', { token: admin, body: { customerGoneSeconds } });
}, 90_000);

const helpStates = async (customerId: string): Promise<string[]> =>
  (await ask(LIST_PATH.slice(4), { ...dates, customerId })).map((row: Json) => row.helpState);
