import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo } from '../support/demo.ts';
import { call, request } from '../support/http.ts';
import { callLink, hangUp, loginLink, mint, Office, open, page, rest, signIn, webLogin } from './client.ts';

/** The acceptance scenario of the published page, steps 1 to 7. */
const PUBLISHED = '&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall';
const OUTER = 'https://caresoftcall.page.link';
const INNER = 'https://mapi.caresoft.vn';
let office: Office;
let token: string;
beforeAll(async () => {
  office = await Office.open();
  ({ token } = (await signIn(office.sign())).json);
});
afterAll(async () => {
  await hangUp(token);
  await office.close();
});

test('1: the administrator makes a voice token, which is shown once', async () => {
  const shown = await call('GET', '/v1/phone-link', { token: office.admin });
  expect(shown.voiceToken.createdAt).toMatch(/Z$/);
  expect(JSON.stringify(shown)).not.toContain(office.voice);
  expect(office.voice.length).toBeGreaterThan(30);
});

test('2: the call token is signed by the method of the vector', () => {
  expect(mint({ ipphone: '50007' }, 'test-voice-secret')).toBe(
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpcHBob25lIjoiNTAwMDcifQ.cLpWHO5Dl2EdKSl2zUQo86ZYZ5_vaV48pCZG5NM1txY',
  );
});

test('3: the login link for token 123456 and domain test is the published one, and this host understands it', async () => {
  const link = loginLink(OUTER, INNER, '123456', 'test', PUBLISHED);
  expect(link).toBe(
    'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fdangnhap%3FappToken%3D123456%26appDomain%3Dtest&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1',
  );
  const answer = await page(link.slice(OUTER.length));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${demo.url}/phone/#/dangnhap?appToken=123456&appDomain=test`);
});

test('4: a login link signs its agent in to the phone, and to the web softphone', async () => {
  const me = await call('GET', '/v1/agent/me', { token });
  expect(me).toMatchObject({ email: 'elif@meridian.example', role: 'agent' });
  expect(await call('GET', '/v1/phone', { token })).toMatchObject({ agentNumber: '50007' });
  const { status, json } = await webLogin(office.sign());
  expect([status, json.code, json.user.agent_id]).toEqual([200, 'ok', '50007']);
  expect((await request('GET', '/v1/agent/me', { token: json.user.token })).status).toBe(200);
});

test('5: the agent is ready, and REST says so; where the phone goes back to is told', async () => {
  await call('PUT', '/v1/agent/presence', { token, body: { state: 'available' } });
  const agent = async () =>
    (await rest('agents', office.api)).json.agents.find((one: { agent_id: string }) => one.agent_id === '50007');
  expect(await agent()).toMatchObject({
    username: 'Elif Kaya',
    email: 'elif@meridian.example',
    login_status: 'LOGGED_IN',
    call_status: 'AVAILABLE',
  });
  await call('PUT', '/v1/agent/presence', { token, body: { state: 'away' } });
  expect((await agent()).call_status).toBe('NOT_AVAILABLE');
  await office.settings({ returnUrl: 'bank://calls' });
  expect(await call('GET', '/v1/phone', { token })).toMatchObject({ returnUrl: 'bank://calls' });
});

test('6 and 7: the call link is the published one; opening it dials, and history by tempId, time, phone and agent has exactly that call', async () => {
  const link = callLink(OUTER, INNER, { phone: '0988888888', token: '123456', tempId: '0123456789' }, PUBLISHED);
  expect(link).toBe(
    'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fcall%3Fphone%3D0988888888%26appToken%3D123456%26tempId%3D0123456789&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1',
  );
  expect((await page(link.slice(OUTER.length))).headers.get('location')).toBe(
    `${demo.url}/phone/#/call?phone=0988888888&appToken=123456&tempId=0123456789`,
  );
  const tempId = randomUUID();
  const since = new Date(Date.now() - 60_000).toISOString();
  const dialled = await open(token, { phone: '0988888888', appToken: office.sign(), tempId });
  expect(dialled.status, dialled.text).toBe(201);
  const { json } = await rest(`calls?temp_id=${tempId}`, office.api);
  expect(json).toMatchObject({ code: 'ok', numFound: 1 });
  const [shown] = json.calls;
  expect(shown).toMatchObject({
    temp_id: tempId,
    called: '+84988888888',
    caller: '+842873001234',
    agent_id: '50007',
    call_type: 1,
    start_time: expect.stringMatching(/Z$/),
    hold_time: '00:00:00',
    talk_time: '00:00:00',
  });
  expect(shown.wait_time).toMatch(/^\d\d:\d\d:\d\d$/);
  expect((await rest(`calls/${shown.call_id}`, office.api)).json.call.call_id).toBe(shown.call_id);
  const listed = await rest(`calls?start_time_since=${since}&phone=0988888888&agent_id=50007&count=500`, office.api);
  expect(listed.json.calls.map((one: { temp_id: string }) => one.temp_id)).toContain(tempId);
  await hangUp(token);
  expect((await rest(`calls?temp_id=${tempId}`, office.api)).json.calls[0]).toMatchObject({
    call_status: 'miss',
    end_status: 'system',
    end_time: expect.stringMatching(/Z$/),
  });
});
