import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo } from '../support/demo.ts';
import { type Answer, call } from '../support/http.ts';
import { hangUp, mint, Office, open, page, rest, signIn, webLogin } from './client.ts';

/** The failure cases of the published page, F1 to F18. F12 and F13 are in telephones.test.ts, F17 in tabs.test.ts, F16 in webhook.test.ts. */
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

const refusedBoth = async (appToken: string, web: number): Promise<void> => {
  expect((await webLogin(appToken)).status).toBe(web);
  const { status, json } = await signIn(appToken);
  expect([status, json.error.code]).toEqual([401, 'call_token_refused']);
};
const link = (more: Partial<{ phone: string; appToken: string; tempId: string }> = {}) => ({
  phone: '0988888888',
  appToken: office.sign(),
  tempId: randomUUID(),
  ...more,
});
const found = async (tempId: string): Promise<number> =>
  (await rest(`calls?temp_id=${tempId}`, office.api)).json.numFound;
const codeOf = ({ status, json }: Answer) => [status, json.error.code];

test('F1: another secret, alg none, alg changed, an unknown and a missing ipphone are refused', async () => {
  const [header = '', payload = '', signature = ''] = office.sign().split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  await refusedBoth(mint({ ipphone: '50007' }, 'another secret'), 401);
  await refusedBoth(`${none}.${payload}.`, 401);
  await refusedBoth(`${none}.${payload}.${signature}`, 401);
  await refusedBoth(mint({ ipphone: '50007' }, office.voice, { alg: 'HS512', typ: 'JWT' }), 401);
  await refusedBoth(`${header}.${payload}`, 401);
  await refusedBoth(mint({ ipphone: '99999' }, office.voice), 400);
  await refusedBoth(mint({}, office.voice), 400);
});

test('F3: `expired` in the past, in the zone that is set, is refused', async () => {
  await refusedBoth(office.sign('50007', { expired: '2020-01-01 00:00:00' }), 401);
  const inHours = (hours: number) =>
    new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  // Seven hours ahead of UTC unless set otherwise.
  await refusedBoth(office.sign('50007', { expired: inHours(6) }), 401);
  expect((await webLogin(office.sign('50007', { expired: inHours(8) }))).status).toBe(200);
});

test('F4: a wrong domain is 404, one whose phone link is off 405', async () => {
  expect((await webLogin(office.sign(), 'nobody')).status).toBe(404);
  expect((await rest('agents', office.api, 'nobody')).status).toBe(404);
  await office.settings({ enabled: false });
  expect((await webLogin(office.sign())).status).toBe(405);
  expect((await rest('agents', office.api)).status).toBe(405);
  expect(codeOf(await open(token, link()))).toEqual([403, 'phone_link_off']);
  await office.settings({});
});

test("F5: another agent's token on this login is not dialled", async () => {
  const wanted = link({ appToken: office.sign('50008') });
  const answer = await open(token, wanted);
  expect(codeOf(answer)).toEqual([403, 'call_link_of_another']);
  expect(answer.json.error.message).toContain('another agent');
  expect(await found(wanted.tempId)).toBe(0);
});

test('F6: before login nothing is dialled', async () => {
  const wanted = link();
  expect(codeOf(await open(undefined, wanted))).toEqual([401, 'not_authenticated']);
  expect(await found(wanted.tempId)).toBe(0);
});

test('F7: an inner link that is not encoded is told as that', async () => {
  for (const address of [
    '/?link=https://mapi.caresoft.vn/dangnhap?appToken=123456&appDomain=test&efr=1',
    '/?link=https://mapi.caresoft.vn/call?phone=0988888888&appToken=123456&tempId=1&efr=1',
  ]) {
    const answer = await page(address);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('data-fault="not_encoded"')]);
  }
});

test('F8: what people write between digits goes; letters and nothing are refused', async () => {
  const number = async (phone: string) => {
    const wanted = link({ phone });
    const answer = await open(token, wanted);
    const shown = (await rest(`calls?temp_id=${wanted.tempId}`, office.api)).json.calls[0]?.called ?? null;
    await hangUp(token);
    return [answer.status, shown];
  };
  expect(await number('+84 98 888 88 88')).toEqual([201, '+84988888888']);
  expect(await number('098-888.8888')).toEqual([201, '+84988888888']);
  for (const wrong of ['', 'abc', '0988abc888', '1']) expect(await number(wrong), wrong).toEqual([403, null]);
});

test('F9: a tempId is used once, and a double tap makes one call', async () => {
  const wanted = link();
  const answers = await Promise.all([1, 2, 3, 4].map(() => open(token, wanted)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  await hangUp(token);
  expect(codeOf(await open(token, wanted))).toEqual([409, 'temp_id_used']);
  expect(await found(wanted.tempId)).toBe(1);
});

test("F10: a tempId that is unknown, or another tenant's, is not found", async () => {
  const { status, json } = await rest(`calls?temp_id=${randomUUID()}`, office.api);
  expect([status, json.numFound, json.calls]).toEqual([200, 0, []]);
  expect((await rest('calls?temp_id=1', demo.phoneLink.apiToken, 'another')).status).toBe(404);
});

test('F11: where the company has an app for this device, its store is offered, and the action stays in the page', async () => {
  await office.settings({
    android: { packageName: 'com.meridian.app', fingerprints: [Array(32).fill('AB').join(':')] },
  });
  const android = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15)' };
  const inner = encodeURIComponent(`${demo.url}/dangnhap?appToken=a.b.c&appDomain=demo`);
  await expect
    .poll(async () => (await page(`/?link=${inner}&apn=com.meridian.app&efr=1`, android)).status, { timeout: 20_000 })
    .toBe(200);
  const html = await (await page(`/?link=${inner}&apn=com.meridian.app&efr=1`, android)).text();
  expect(html).toContain('https://play.google.com/store/apps/details?id=com.meridian.app');
  expect(html).toContain('/phone/#/dangnhap?appToken=a.b.c&amp;appDomain=demo');
  const links = await (await page('/.well-known/assetlinks.json')).json();
  expect(links[0].target).toMatchObject({ namespace: 'android_app', package_name: 'com.meridian.app' });
  await office.settings({});
});

test('F14: 16 requests in a second are too many, and 20 refusals in a row end in a pause of 15 minutes', async () => {
  const own = await office.token('api', 1);
  const seen: Answer[] = [];
  // Many at once: a second holds fifteen.
  for (let round = 0; round < 50 && !seen.some(({ status }) => status === 404); round += 1)
    seen.push(...(await Promise.all(Array.from({ length: 60 }, () => rest('agents?count=1', own)))));
  const [refused] = seen.filter(({ status }) => status === 429);
  expect(refused?.text).toBe('{"code":"errors","message":"Too Many Attempts."}');
  const [paused] = seen.filter(({ status }) => status === 404);
  expect(Number(paused?.headers.get('retry-after'))).toBeGreaterThan(890);
  expect(paused?.json.message).toContain('15 minutes');
  office.api = await office.token('api', 1);
  expect((await rest('agents', office.api)).status).toBe(200);
});

test('F15: 501 rows are refused, 500 are not', async () => {
  expect((await rest('calls?count=500', office.api)).status).toBe(200);
  const { status, json } = await rest('calls?count=501', office.api);
  expect([status, json.code]).toEqual([400, 'errors']);
});

test('F18: a call that is cancelled while it rings ends, and is recorded once', async () => {
  const wanted = link();
  expect((await open(token, wanted)).status).toBe(201);
  await hangUp(token);
  await hangUp(token);
  const { json } = await rest(`calls?temp_id=${wanted.tempId}`, office.api);
  expect([json.numFound, json.calls[0].call_status, json.calls[0].end_time]).toEqual([
    1,
    'miss',
    expect.stringMatching(/Z$/),
  ]);
});

test('F2: after a rotation old tokens fail at login, at dial, and for who is signed in; the REST token does not notice, and the reverse', async () => {
  const old = office.sign();
  // Without an overlap: what demo.json holds is dead too from here on (README.md).
  office.voice = await office.token('voice');
  await refusedBoth(old, 401);
  expect((await open(token, link())).status).toBe(401);
  ({ token } = (await signIn(office.sign())).json);
  expect(codeOf(await open(token, link({ appToken: old })))).toEqual([401, 'call_token_refused']);
  expect((await rest('agents', office.api)).status).toBe(200);
  const before = office.api;
  office.api = await office.token('api');
  expect((await rest('agents', before)).status).toBe(401);
  expect((await rest('agents', office.api)).status).toBe(200);
  expect((await webLogin(office.sign())).status).toBe(200);
  expect((await call('GET', '/v1/phone', { token })).agentNumber).toBe('50007');
});
