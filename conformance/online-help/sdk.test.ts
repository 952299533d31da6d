import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { administrator, Company, number } from '../support/company.ts';
import { demo } from '../support/demo.ts';
import { call, type Json, request } from '../support/http.ts';
import { Agent, newCustomer } from '../support/people.ts';
import { helpRows, mint, NOT_DELIVERED_PATH, signedCall } from '../support/signed.ts';

/* The published calls of an app, by the SDK as it is built and shipped. */

const BUILT = new URL('../../packages/sdk/dist/index.js', import.meta.url);
const VIDEO_HELP = new URL('../../packages/sdk/dist/video-help.js', import.meta.url);
const STAFF = '45188';
let createAlongside: (options: object) => Json;
let createVideoHelp: (options: object) => Json;
let admin: string;
let agent: Agent;
const apps: Json[] = [];

beforeAll(async () => {
  if (!existsSync(BUILT)) throw new Error('The SDK is not built; run `npm run build`.');
  ({ createAlongside } = await import(BUILT.href));
  ({ createVideoHelp } = await import(VIDEO_HELP.href));
  admin = await administrator();
  agent = await Agent.signIn(0);
  await agent.presence('away');
  await number(admin, agent.id, STAFF);
});
afterAll(async () => {
  for (const app of apps) app.close();
  await number(admin, agent.id, null);
  await agent.leave();
});

/** An app on a device of its own. */
function newApp(): { app: Json; states: string[] } {
  const app = createAlongside({ url: demo.url, tenant: demo.tenant.domain, webSocket: WebSocket });
  const states: string[] = [];
  app.subscribeToOnlineHelpChatStateEvent((state: string) => states.push(state));
  apps.push(app);
  return { app, states };
}
async function ask(app: Json, more: object = {}): Promise<string> {
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, await app.getDeviceHash());
  await app.startAnonymousOnlineHelp({
    customerId,
    customerName: 'Ada',
    idNumber: 0,
    helpType: 'CHAT',
    transactionHash,
    isLoggedIn: true,
    isBackground: true,
    ...more,
  });
  return customerId;
}
const failure = async (task: Promise<unknown>): Promise<string> =>
  task.then(
    () => 'no failure',
    (error: Json) => error.errorCode,
  );

test('§7.3 with isBackground the state stays NO_CHAT while waiting; then CHAT_INPROGRESS and CHAT_ENDED', async () => {
  const { app, states } = newApp();
  expect(app.onlineHelpState).toBe('NO_CHAT');
  const customerId = await ask(app);
  expect([app.onlineHelpState, states]).toEqual(['NO_CHAT', []]);
  expect((await helpRows(customerId))[0].helpState).toBe('onlinehelp_requested');
  const { contactId } = app.help.get();
  expect((await agent.pick(contactId)).status).toBe(200);
  await expect.poll(() => app.onlineHelpState).toBe('CHAT_INPROGRESS');
  expect((await helpRows(customerId))[0]).toMatchObject({ helpState: 'onlinehelp_started', agentId: STAFF });
  await agent.end(contactId);
  await expect.poll(() => states).toEqual(['CHAT_INPROGRESS', 'CHAT_ENDED']);
});

test('§7.4 without it the wait screen is ours: STARTED, with the text to show', async () => {
  const { app, states } = newApp();
  await ask(app, { isBackground: false, waitDisplayText: 'One moment' });
  expect(states).toEqual(['STARTED']);
  expect(app.help.get()).toMatchObject({ phase: 'waiting', waitDisplayText: 'One moment' });
  expect(await app.closeMessaging()).toEqual({ outcome: 'cancelled' });
  expect(app.onlineHelpState).toBe('NO_CHAT');
});

test('[F3] [F5] [F7] a hash that is used, of another device or random is DLGEXCP_AUTH_REQUEST', async () => {
  const { app } = newApp();
  const customerId = newCustomer();
  const transactionHash = await mint(customerId, await app.getDeviceHash());
  const given = { customerId, customerName: 'Ada', helpType: 'CHAT', isLoggedIn: true, isBackground: true };
  const other = newApp().app;
  expect(await failure(other.startAnonymousOnlineHelp({ ...given, transactionHash }))).toBe('DLGEXCP_AUTH_REQUEST');
  await app.startAnonymousOnlineHelp({ ...given, transactionHash });
  // [F10]
  expect(await failure(app.startAnonymousOnlineHelp({ ...given, transactionHash }))).toBe(
    'DLGEXCP_USER_IS_IN_CALL_NOW',
  );
  const elsewhere = await mint(customerId, await other.getDeviceHash());
  expect(await failure(other.startAnonymousOnlineHelp({ ...given, transactionHash: elsewhere }))).toBe(
    'DLGEXCP_USER_IS_IN_CALL_NOW',
  );
  await app.closeMessaging();
  expect(await failure(app.startAnonymousOnlineHelp({ ...given, transactionHash }))).toBe('DLGEXCP_AUTH_REQUEST');
  expect(await failure(app.startAnonymousOnlineHelp({ ...given, transactionHash: 'x'.repeat(64) }))).toBe(
    'DLGEXCP_AUTH_REQUEST',
  );
});

test.each([
  [{ customerId: '' }, 'DLGEXCPINP_CUSTOMER_ID'],
  [{ customerName: '' }, 'DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY'],
  [{ transactionHash: '' }, 'DLGEXCPINP_TRXHASH_IS_EMPTY'],
  [{ helpType: 'FAX' }, 'DLGEXCPINP_INVALID_HELP_TYPE'],
])('[F9] %j is %s, by the callback too, without asking the server', async (wrong, errorCode) => {
  const app = createAlongside({
    url: 'http://127.0.0.1:9',
    tenant: 'none',
    webSocket: WebSocket,
    fetch: () => Promise.reject(new Error('The server was asked.')),
  });
  const right = { customerId: '1', customerName: 'Ada', transactionHash: 'x', helpType: 'CHAT' };
  const told = await new Promise((resolve) => {
    const onlineHelpStartResult = {
      success: () => resolve('success'),
      failure: (error: Json) => resolve([error.errorCode, typeof error.errorMsg]),
    };
    const given = { ...right, ...wrong, isLoggedIn: false, isBackground: true, onlineHelpStartResult };
    app.startAnonymousOnlineHelp(given).catch(() => {});
  });
  expect(told).toEqual([errorCode, 'string']);
  app.close();
});

test('[F16] a network that is lost in the chat costs and doubles no message', async () => {
  const sockets: WebSocket[] = [];
  class Kept extends WebSocket {
    constructor(address: string) {
      super(address);
      sockets.push(this);
    }
  }
  const app = createAlongside({ url: demo.url, tenant: demo.tenant.domain, webSocket: Kept });
  apps.push(app);
  await ask(app);
  const { contactId, conversationId } = app.help.get();
  await agent.pick(contactId);
  await expect.poll(() => app.onlineHelpState).toBe('CHAT_INPROGRESS');
  const COUNT = 40;
  for (let n = 0; n < COUNT; n += 1) {
    app.conversation.sendText(`message ${n}`);
    if (n % 10 === 5) sockets.at(-1)?.terminate();
    const body = { clientId: `a-${n}`, body: { kind: 'text', text: `answer ${n}` } };
    await call('POST', `/v1/conversations/${conversationId}/entries`, { token: agent.token, body });
  }
  const texts = async (): Promise<string[]> => {
    const all: Json[] = [];
    for (let after = 0; ; after = all.at(-1).seq) {
      const path = `/v1/conversations/${conversationId}/entries?after=${after}`;
      const { entries, hasMore } = await call('GET', path, { token: agent.token });
      all.push(...entries);
      if (!hasMore) break;
    }
    return all.filter(({ body }) => body.kind === 'text').map(({ body }) => body.text);
  };
  const all = (word: string) => Array.from({ length: COUNT }, (_, n) => `${word} ${n}`);
  await expect
    .poll(async () => (await texts()).filter((text) => text.startsWith('message')), { timeout: 30_000 })
    .toEqual(all('message'));
  const seen = (kind: string) =>
    app.conversation.messages
      .get()
      .filter((message: Json) => message.from.kind === kind)
      .map((message: Json) => message.text);
  await expect.poll(() => seen('agent')).toEqual(all('answer'));
  expect(seen('customer')).toEqual(all('message'));
  await agent.end(contactId);
});

test('[F13] in the external queue the company’s words reach the app; a registered customer needs no hash', async () => {
  const company = await Company.open();
  await call('PUT', '/v1/company-backend', { token: admin, body: { url: company.url, queue: 'external' } });
  try {
    const { app } = newApp();
    const customerId = newCustomer();
    const given = { customerId, customerName: 'Ada', helpType: 'chat', isLoggedIn: true, isBackground: true };
    const registration = { deviceId: 'phone', dlgToken: 'good' };
    const bad = { ...given, registration: { ...registration, dlgToken: 'bad' } };
    expect(await failure(app.startRegisteredOnlineHelp(bad))).toBe('DLGEXCP_AUTH_REQUEST');
    await app.startRegisteredOnlineHelp({ ...given, registration, attachedData: { segment: 'gold' } });
    const interactionId = await company.interactionOf(customerId);
    const message = 'Nobody is free now.';
    await expect
      .poll(async () => (await signedCall(NOT_DELIVERED_PATH, { interactionId, message })).json)
      .toMatchObject({ isSuccess: true });
    await expect.poll(() => app.help.get()).toMatchObject({ phase: 'ended', endMessage: message });
  } finally {
    await call('DELETE', '/v1/company-backend', { token: admin });
    await company.close();
  }
});

test('[F17] a key that is revoked opens nothing from that moment on', async () => {
  const { accessKeyId, accessKeySecret } = await call('POST', '/v1/access-keys', { token: admin, body: {} });
  const signing = { accessKeyId, secret: accessKeySecret };
  const path = '/v1/application/iscustomerinonlinehelp';
  expect((await signedCall(path, { customerId: 'x' }, signing)).status).toBe(200);
  expect((await request('DELETE', `/v1/access-keys/${accessKeyId}`, { token: admin })).status).toBe(204);
  expect((await signedCall(path, { customerId: 'x' }, signing)).status).toBe(401);
});

/** An app with video help; `start` has a good hash unless the test gives another. */
function newVideoApp() {
  const { app } = newApp();
  const video = createVideoHelp({ alongside: app });
  apps.push(video);
  const [states, events]: [string[], string[]] = [[], []];
  video.subscribeToVideoCallStateEvent((state: string) => states.push(state));
  video.subscribeToManageCallEvent((event: string) => events.push(`${event} ${video.getManageCallEventData()?.text}`));
  const customerId = newCustomer();
  const start = async (over: Json = {}): Promise<void> => {
    const given = { idNumber: '12345678901', customerId, txCode: null, attachedData: { branch: '7' }, ...over };
    const txCode = given.txCode ?? (await mint(customerId, await app.getDeviceHash()));
    return video.startVideoCallWithAttachedDataInBackground(
      given.idNumber,
      given.customerId,
      'Ada',
      '905551112233',
      txCode,
      given.attachedData,
      given.callback,
    );
  };
  const callRows = async (): Promise<Json[]> => {
    const between = { startDate: 0, endDate: Date.now() + 3_600_000 };
    return (await signedCall('/v1/reporting/getcalllist', { ...between, callType: 'video', customerId })).json;
  };
  return { app, video, states, events, customerId, start, callRows };
}

test('§4 a video call that is given up while it rings: RINGING, ENDED, and MISSED in getcalllist', async () => {
  const { video, states, customerId, start, callRows } = newVideoApp();
  expect(video.videoCallState).toBe('NO_CALL');
  await start();
  expect(states).toEqual(['RINGING']);
  expect(await failure(video.stopVideoCall(newCustomer()))).toBe('DLGEXCPINP_CUSTOMER_ID');
  await video.stopVideoCall(customerId);
  expect(states).toEqual(['RINGING', 'ENDED']);
  expect((await helpRows(customerId))[0].helpState).toBe('onlinehelp_cancelled_by_customer');
  expect(await callRows()).toMatchObject([{ callState: 'MISSED', callType: 'video', callUseType: 2 }]);
});

test('§4 a video call that an agent takes: CONNECTING, messages both ways, ENDED', async () => {
  const { app, video, states, events, customerId, start, callRows } = newVideoApp();
  await start();
  const { contactId, conversationId } = app.help.get();
  const pickedUp = await agent.pick(contactId);
  expect([pickedUp.status, pickedUp.json.attachedData]).toEqual([200, { branch: '7' }]);
  await expect.poll(() => states).toEqual(['RINGING', 'CONNECTING']);
  const path = `/v1/conversations/${conversationId}/entries`;
  const body = { clientId: 'a-1', body: { kind: 'text', text: 'Hello' } };
  await call('POST', path, { token: agent.token, body });
  await expect.poll(() => events).toEqual(['MESSAGE_RECEIVED Hello']);
  await video.sendMessageToRemote('My card').accepted;
  const { entries } = await call('GET', `${path}?after=0`, { token: agent.token });
  expect(entries.filter((entry: Json) => entry.body.text === 'My card')).toHaveLength(1);
  await video.stopVideoCall(customerId);
  expect(states).toEqual(['RINGING', 'CONNECTING', 'ENDED']);
  expect((await helpRows(customerId))[0].helpState).toBe('onlinehelp_ended_by_customer');
  expect(await callRows()).toMatchObject([{ callState: 'ENDED', receiverId: STAFF }]);
  video.close();
  expect(states.at(-1)).toBe('CALL_ACTIVITY_DESTROYED');
});

test.each([
  [{ idNumber: '' }, 'DLGEXCPINP_IDNUMBER'],
  [{ customerId: '' }, 'DLGEXCPINP_CUSTOMER_ID'],
  [{ customerId: 'another' }, 'DLGEXCP_AUTH_REQUEST'],
  [{ txCode: 'x'.repeat(64) }, 'DLGEXCP_AUTH_REQUEST'],
])('§4 a video call with %j fails with %s, by the callback too', async (wrong, errorCode) => {
  const { video, states, start } = newVideoApp();
  const told: string[] = [];
  const callback = { success: () => told.push('success'), failure: (error: Json) => told.push(error.errorCode) };
  expect(await failure(start({ ...wrong, callback }))).toBe(errorCode);
  expect([told, states, video.videoCallState]).toEqual([[errorCode], [], 'NO_CALL']);
});
