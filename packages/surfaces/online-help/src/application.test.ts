import type { CallRecord } from '@alongside/domain';
import { expect, test } from 'vitest';
import { onlineHelpSurface } from './surface.ts';
import { type FakeWorld, fakePorts, KEY, NOW, signedRequest } from './testing/fakes.ts';

const ELIF = { id: '0190a6b2-7c3d-7e4f-8a5b-1c2d3e4f5a6b', name: 'Elif', staffNumber: '45186' };
const LINH = { id: '0190a6b2-7c3d-7e4f-8a5b-1c2d3e4f5a6c', name: 'Linh', staffNumber: null };
const staff = [ELIF, LINH];
const BY = { kind: 'access_key', id: KEY.accessKeyId, name: '45186' };

let second = 0;
function talk(world: FakeWorld) {
  const fake = fakePorts(world);
  const { routes, handlers } = onlineHelpSurface(fake.ports);
  return {
    ...fake,
    async ask(path: string, body: unknown) {
      const name = (Object.keys(routes) as (keyof typeof routes)[]).find((key) => routes[key].path === `/v1/${path}`);
      if (!name) return expect.fail(`no route ${path}`);
      second = (second + 1) % 800;
      const date = new Date(NOW - second * 1000).toUTCString();
      const response = await handlers[name](signedRequest(`/v1/${path}`, body, { date }));
      expect(response.status).toBe(200);
      return JSON.parse(response.body);
    },
  };
}
const DONE = { isSuccess: true, message: '' };
const refused = (errorCode: number) => ({ isSuccess: false, message: expect.stringMatching(/./), errorCode });

test('a chat is finished by the staff number or by our id; a wrong pair is errorCode 400', async () => {
  const { ask, calls } = talk({ staff, chats: [['123456', ELIF.id]] });
  expect(await ask('application/finishonlinehelp', { customerId: '123456', staffId: '45186' })).toEqual(DONE);
  expect(await ask('application/finishonlinehelp', { customerId: '123456', staffId: ELIF.id })).toEqual(DONE);
  expect(calls[0]).toEqual({ tenantId: KEY.tenantId, by: BY, customerId: '123456', staffId: '45186' });
  for (const pair of [
    { customerId: '999', staffId: '45186' },
    { customerId: '123456', staffId: LINH.id },
    { customerId: '123456', staffId: '1' },
    { customerId: '123456' },
  ])
    expect(await ask('application/finishonlinehelp', pair)).toEqual(refused(400));
});

test('what could not be delivered: neither id 400, nobody waiting 402, another interaction 403', async () => {
  const path = 'application/interactionisnotdelivered';
  const { ask, calls } = talk({});
  expect(await ask(path, { interactionId: 'I1', sessionId: 'S1', message: 'All lines are busy.' })).toEqual(DONE);
  expect(calls).toEqual([
    { tenantId: KEY.tenantId, interactionId: 'I1', sessionId: 'S1', message: 'All lines are busy.' },
  ]);
  expect(await ask(path, { message: 'x' })).toEqual(refused(400));
  expect(await ask(path, { interactionId: '', sessionId: null })).toEqual(refused(400));
  expect(await talk({ notDelivered: 'nobody_waiting' }).ask(path, { interactionId: 'I1' })).toEqual(refused(402));
  expect(await talk({ notDelivered: 'other_interaction' }).ask(path, { interactionId: 'I1' })).toEqual(refused(403));
});

test('out of office is switched on, told and switched off', async () => {
  const { ask } = talk({ staff });
  const info = () => ask('application/getuseroutofofficeinfo', { staffId: '45186' });
  const none = { ...DONE, isOutOfOffice: false, outOfOfficeMessage: null, forwardToStaffIds: [] };
  expect(await info()).toEqual(none);
  const away = { staffId: '45186', outOfOfficeMessage: 'On leave.', forwardToStaffIds: [LINH.id] };
  expect(await ask('application/enableoutofoffice', away)).toEqual(DONE);
  expect(await info()).toEqual({
    ...DONE,
    isOutOfOffice: true,
    outOfOfficeMessage: 'On leave.',
    forwardToStaffIds: [LINH.id],
  });
  expect(await ask('application/disableoutofoffice', { staffId: '45186' })).toEqual(DONE);
  expect(await info()).toEqual(none);
});

test.each([
  { staffId: '1', outOfOfficeMessage: 'x' },
  { staffId: '45186' },
  { staffId: '45186', outOfOfficeMessage: 'x', forwardToStaffIds: ['nobody'] },
  { staffId: '45186', outOfOfficeMessage: 'x', forwardToStaffIds: 'nobody' },
  { staffId: '45186', outOfOfficeMessage: 'x', forwardToStaffIds: [5] },
  { staffId: '45186', outOfOfficeMessage: 'x', forwardToStaffIds: Array.from({ length: 11 }, () => LINH.id) },
])('out of office refuses %j', async (body) => {
  expect(await talk({ staff }).ask('application/enableoutofoffice', body)).toEqual(refused(400));
});

const dates = { startDate: NOW, endDate: NOW + 60_000 };
const messages = (from: 'customer' | 'agent', n: number) => ({
  conversationId: 'talk',
  contactId: 'help',
  from,
  customerNo: '123456',
  customerName: 'Ada',
  agentId: ELIF.id,
  staffNumber: ELIF.staffNumber,
  agentName: ELIF.name,
  at: NOW + n,
  count: n,
});

test('messages are counted by who wrote to whom', async () => {
  const { ask, calls } = talk({ staff, messaging: [messages('agent', 2), messages('customer', 1)] });
  const link = 'https://help.example/console/#/earlier/help?conversation=talk';
  const rows = await ask('reporting/getcustomermessaginglist', { ...dates, customerId: '123456', staffId: '45186' });
  expect(rows).toEqual([
    {
      senderId: '45186',
      nameOfSender: 'Elif',
      receiverId: '123456',
      nameOfReceiver: 'Ada',
      messagingDate: NOW + 2,
      sendMessageCount: 2,
      isGroupMessaging: false,
      groupId: null,
      conversationDetailLink: link,
    },
    expect.objectContaining({ senderId: '123456', receiverId: '45186', sendMessageCount: 1 }),
  ]);
  await ask('reporting/getstaffmessaginglist', { ...dates, staffId: '45186', pageNumber: 3, pageSize: 5 });
  await ask('reporting/getstaffmessaginglist', { ...dates, staffId: '45186', pageNumber: 2, pageSize: 50 });
  expect(calls).toEqual([
    expect.objectContaining({ customerNo: '123456', agentId: ELIF.id, offset: 0, limit: 20 }),
    expect.objectContaining({ agentId: ELIF.id, offset: 10, limit: 5 }),
    expect.objectContaining({ agentId: ELIF.id, offset: 20, limit: 20 }),
  ]);
  expect(await ask('reporting/getstaffmessaginglist', { ...dates, staffId: 'nobody' })).toEqual([]);
  const groups = { ...dates, customerId: '123456', isGroupMessaging: true };
  expect(await ask('reporting/getcustomermessaginglist', groups)).toEqual([]);
});

test.each([
  ['reporting/getcustomermessaginglist', { ...dates }],
  ['reporting/getcustomermessaginglist', { ...dates, customerId: '1', pageSize: 0 }],
  ['reporting/getcustomermessaginglist', { ...dates, customerId: '1', pageNumber: 0 }],
  ['reporting/getcustomermessaginglist', { ...dates, customerId: '1', pageNumber: 1.5 }],
  ['reporting/getcustomermessaginglist', { ...dates, customerId: '1', isGroupMessaging: 'yes' }],
  ['reporting/getstaffmessaginglist', { ...dates }],
  ['reporting/getstaffmessaginglist', { startDate: 2, endDate: 1, staffId: '45186' }],
  ['reporting/getcalllist', { ...dates, callType: 'fax' }],
  ['reporting/getcalllist', { ...dates, callUseType: 4 }],
  ['reporting/getcalllist', {}],
])('%s refuses %j', async (path, body) => {
  expect(await talk({ staff }).ask(path, body)).toEqual(refused(400));
});

test('a conversation is linked, or there is none', async () => {
  const pair = { ...dates, staffId: '45186', customerId: '123456' };
  expect(await talk({ staff, messaging: [messages('agent', 1)] }).ask('reporting/getmessagingdetail', pair)).toEqual({
    isSuccess: true,
    conversationDetailLink: 'https://help.example/console/#/earlier/help?conversation=talk',
  });
  for (const world of [{ staff }, { messaging: [messages('agent', 1)] }])
    expect(await talk(world).ask('reporting/getmessagingdetail', pair)).toEqual({
      isSuccess: false,
      conversationDetailLink: '',
      error: expect.stringMatching(/./),
    });
  expect(await talk({ staff }).ask('reporting/getmessagingdetail', { ...dates, staffId: '45186' })).toEqual({
    ...refused(400),
    conversationDetailLink: '',
    error: expect.any(String),
  });
});

test('calls are listed: who began, who answered, and what became of them', async () => {
  const CALL: CallRecord = {
    voicemail: false,
    id: 'call-1',
    callCode: '20210309132832-ABCDE-123456',
    tenantId: KEY.tenantId,
    conversationId: 'talk',
    contactId: 'help',
    customerId: 'c1',
    customerNo: '123456',
    customerName: 'Ada',
    customerRegistered: true,
    kind: 'video',
    direction: 'inbound',
    state: 'ended',
    version: 9,
    customerNumber: null,
    companyNumber: null,
    tempId: null,
    agentId: ELIF.id,
    agentName: ELIF.name,
    lastAgentId: ELIF.id,
    lastAgentName: ELIF.name,
    queueId: null,
    ownsContact: true,
    trunkId: null,
    requestedAt: new Date(NOW + 5).toISOString(),
    ringingAt: null,
    answeredAt: new Date(NOW + 1_000).toISOString(),
    endedAt: new Date(NOW + 61_000).toISOString(),
    waitSeconds: 1,
    holdSeconds: 0,
    talkSeconds: 60,
    endedBy: 'agent',
    endReason: 'hung_up',
    missedReason: null,
    sipStatus: null,
    callUseType: 'video_help',
    recording: 'off',
    consent: null,
    hostId: null,
    parties: [],
    recordings: [],
  };
  const missed = {
    ...CALL,
    id: 'call-2',
    customerRegistered: false,
    direction: 'outbound',
    answeredAt: null,
    talkSeconds: 0,
  } as const;
  const running = {
    ...missed,
    id: 'call-3',
    direction: 'inbound',
    state: 'in_progress',
    kind: 'phone',
    endedAt: null,
  } as const;
  const { ask, calls } = talk({ staff, calls: [CALL, missed, running] });
  const rows = await ask('reporting/getcalllist', { ...dates, callType: 'video', staffId: '45186', callUseType: 2 });
  expect(calls[0]).toMatchObject({ kinds: ['video'], agentId: ELIF.id, callUseType: 'video_help' });
  expect(rows).toHaveLength(3);
  expect(rows[2]).toEqual({
    callId: 'call-1',
    initiatorId: '123456',
    nameOfInitiator: 'Ada',
    initiatorUserType: 5,
    initiatorAppName: 'app',
    receiverId: '45186',
    nameOfReceiver: 'Elif',
    receiverUserType: 4,
    receiverAppName: 'console',
    callStartedAt: NOW + 5,
    callEndedAt: NOW + 61_000,
    callTime: 60,
    callType: 'video',
    callState: 'ENDED',
    callViewUrl: 'https://help.example/console/#/earlier/help?conversation=talk',
    callUseType: 2,
  });
  expect(rows[1]).toMatchObject({ callState: 'MISSED', initiatorId: '45186', receiverUserType: 7 });
  expect(rows[0]).toMatchObject({
    callState: 'START',
    callType: 'voice',
    initiatorAppName: 'telephone',
    initiatorUserType: 5,
  });
  // Three of one millisecond: each has a date of its own, which pages.
  expect(new Set(rows.map((row: { callStartedAt: number }) => row.callStartedAt)).size).toBe(3);
  expect(await ask('reporting/getcalllist', { ...dates, staffId: 'nobody' })).toEqual([]);
});
