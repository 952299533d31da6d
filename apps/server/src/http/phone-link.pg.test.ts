import { createHmac } from 'node:crypto';
import { writeLocalTime } from '@alongside/domain';
import type { PhoneLink, SignedIn } from '@alongside/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RATES } from '../edge/rates.ts';
import { call, signIn } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function mintCallToken(secret: string, payload: object): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const lines: string[] = [];
const write = (fields: object, message: string) => void lines.push(`${JSON.stringify(fields)} ${message}`);

let server: TestServer;
let admin: string;
let voiceToken: string;
let apiToken: string;
beforeAll(async () => {
  server = await startTestServer({ log: { debug: write, info: write, warn: write, error: write } });
  ({ token: admin } = await signIn(server, server.demo.admin));
});
afterAll(() => server.stop());
beforeEach(async () => {
  voiceToken = await newToken('voice');
  apiToken = await newToken('api');
});

async function newToken(kind: 'api' | 'voice', overlapHours?: number): Promise<string> {
  const body = overlapHours === undefined ? {} : { overlapHours };
  const answer = await call<{ token: string }>(server, 'POST', `/v1/phone-link/tokens/${kind}`, { token: admin, body });
  expect(answer.status).toBe(201);
  return answer.body.token;
}
const sign = (agentId: string, expired?: string) =>
  mintCallToken(voiceToken, { ipphone: agentId, ...(expired === undefined ? {} : { expired }) });
const phone = (appToken: string, tenant = 'demo') =>
  call<SignedIn & { token: string }>(server, 'POST', '/v1/phone/sign-in', { body: { tenant, appToken } });
const rest = (path: string, token: string | null = apiToken, domain = 'demo') =>
  call<{ code: string; numFound: number; agents: { agent_id: string; call_status: string }[] }>(
    server,
    'GET',
    `/${domain}/api/v1/${path}`,
    token === null ? {} : { token },
  );
const page = (address: string, headers: Record<string, string> = {}) =>
  fetch(server.url + address, { redirect: 'manual', headers });

test('a login link leads to the phone with what it asked behind the #, and its token signs the agent in', async () => {
  const token = sign('50007');
  const inner = `${server.url}/dangnhap?appToken=${token}&appDomain=demo`;
  const answer = await page(`/?link=${encodeURIComponent(inner)}&efr=1`);
  // Without a built phone the page says so; with one it leads there.
  expect([303, 404]).toContain(answer.status);
  if (answer.status === 303) expect(answer.headers.get('location')).toContain(`/phone/#/dangnhap?appToken=${token}`);
  const signedIn = await phone(token);
  expect(signedIn.status).toBe(200);
  expect(signedIn.body.agent).toMatchObject({ email: 'elif@meridian.example', role: 'agent' });
  const me = await call<{ agentNumber: string }>(server, 'GET', '/v1/phone', { token: signedIn.body.token });
  expect(me.body).toMatchObject({ agentNumber: '50007', company: 'Meridian Bank', returnUrl: null });
  expect(lines.join('\n')).not.toContain(token);
});

test('[PHONE1] what is not genuine is refused, with the status of each way in', async () => {
  const mint = (secret: string) => mintCallToken(secret, { ipphone: '50007' });
  const unknown = sign('99999');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${unknown.split('.')[1]}.`;
  const web = async (token: unknown, domain = 'demo') =>
    (await call(server, 'POST', `/${domain}/thirdParty/login`, { body: { token } })).status;
  expect(await web(mint('another secret'))).toBe(401);
  expect(await web(none)).toBe(401);
  expect(await web(unknown)).toBe(400);
  expect(await web(sign('50007', '2020-01-01 00:00:00'))).toBe(401);
  expect(await web(sign('50007'), 'nobody')).toBe(404);
  for (const token of [mint('another secret'), none, unknown, sign('50007', '2020-01-01 00:00:00')]) {
    const { status, error } = await phone(token);
    expect([status, error?.code]).toEqual([401, 'call_token_refused']);
  }
  expect((await phone(sign('50007'), 'nobody')).status).toBe(404);
});

test('`expired` is in Vietnam time unless administration says otherwise', async () => {
  const inMinutes = (minutes: number, zone: string) =>
    sign('50007', writeLocalTime(new Date(Date.now() + minutes * 60_000), zone));
  expect((await phone(inMinutes(5, 'Asia/Ho_Chi_Minh'))).status).toBe(200);
  expect((await phone(inMinutes(5, 'UTC'))).status).toBe(401);
  const { body } = await call<PhoneLink>(server, 'GET', '/v1/phone-link', { token: admin });
  const save = (settings: object) =>
    call(server, 'PUT', '/v1/phone-link', { token: admin, body: { ...body.settings, ...settings } });
  expect((await save({ timeZone: 'UTC', requireExpiry: true })).status).toBe(200);
  expect((await phone(inMinutes(5, 'UTC'))).status).toBe(200);
  expect((await phone(sign('50007'))).status).toBe(401);
  expect((await save({ timeZone: 'Middle/Earth' })).status).toBe(400);
  expect((await save({ returnUrl: 'javascript://%0aalert(1)' })).status).toBe(400);
  expect((await save({})).status).toBe(200);
});

test('[PHONE2] a new voice token ends what the old one opened, and leaves the API token alone; the reverse too', async () => {
  const old = sign('50007');
  const { body: before } = await phone(old);
  const alive = async () => (await call(server, 'GET', '/v1/phone', { token: before.token })).status;
  expect(await alive()).toBe(200);
  voiceToken = await newToken('voice');
  expect(await alive()).toBe(401);
  expect((await phone(old)).status).toBe(401);
  expect((await phone(sign('50007'))).status).toBe(200);
  expect((await rest('agents')).status).toBe(200);
  const replaced = apiToken;
  const kept = sign('50007');
  apiToken = await newToken('api');
  expect((await rest('agents', replaced)).status).toBe(401);
  expect((await rest('agents')).status).toBe(200);
  expect((await phone(kept)).status).toBe(200);
});

test('[PHONE2] with an overlap both tokens are good', async () => {
  const old = sign('50007');
  voiceToken = await newToken('voice', 1);
  expect((await phone(old)).status).toBe(200);
  expect((await phone(sign('50007'))).status).toBe(200);
  const { body } = await call<PhoneLink>(server, 'GET', '/v1/phone-link', { token: admin });
  expect(body.voiceToken).toMatchObject({ previousUntil: expect.stringMatching(/Z$/) });
  expect(JSON.stringify(body)).not.toContain(voiceToken);
});

test('REST lists the agents with their numbers, for this company and its token alone', async () => {
  const { status, body } = await rest('agents?count=2&page=1');
  expect([status, body.code, body.numFound, body.agents.length]).toEqual([200, 'ok', 5, 2]);
  const all = (await rest('agents')).body.agents;
  expect(all.map(({ agent_id }) => agent_id)).toEqual(expect.arrayContaining(['50007', '50008', null]));
  expect(all[0]).toMatchObject({ username: expect.any(String), created_at: expect.stringMatching(/Z$/) });
  expect((await rest('agents', null)).status).toBe(401);
  expect((await rest('agents', `${apiToken.slice(0, -1)}_`)).status).toBe(401);
  expect((await rest('agents', admin)).status).toBe(401);
  expect((await rest('agents', apiToken, 'nobody')).status).toBe(404);
  expect((await rest('agents?count=501')).status).toBe(400);
});

test('REST knows no call that is not there', async () => {
  expect((await rest('calls?temp_id=nothing')).body).toMatchObject({ code: 'ok', numFound: 0, calls: [] });
  expect((await rest('calls/1-X-1')).status).toBe(404);
});

test('a phone link that is switched off answers 405, and no link signs in', async () => {
  const { body } = await call<PhoneLink>(server, 'GET', '/v1/phone-link', { token: admin });
  const save = (enabled: boolean) =>
    call(server, 'PUT', '/v1/phone-link', { token: admin, body: { ...body.settings, enabled, requireExpiry: false } });
  await save(false);
  expect((await rest('agents')).status).toBe(405);
  expect((await phone(sign('50007'))).error?.code).toBe('phone_link_off');
  expect((await call(server, 'POST', '/demo/thirdParty/login', { body: { token: sign('50007') } })).status).toBe(405);
  await save(true);
  expect((await rest('agents')).status).toBe(200);
});

test('[PHONE4] the 16th request of a second is refused with the published body, and many of those with 404', async () => {
  const answers: Awaited<ReturnType<typeof rest>>[] = [];
  // Many at once, until a second has held more than fifteen: each is stored before it is answered.
  const tooMany = () => answers.filter(({ status }) => status === 429);
  for (let round = 0; round < 20 && tooMany().length === 0; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 40 }, () => rest('agents?count=1')))));
  const refused = tooMany();
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(15);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.body).toEqual({ code: 'errors', message: 'Too Many Attempts.' });
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('[PHONE4] what the edge refuses has its own status and the published body', async () => {
  await using limited = await startTestServer({ rateScale: 1 });
  const strange = await fetch(`${limited.url}/demo/api/v1/calls?phone=%00`);
  expect([strange.status, await strange.json()]).toEqual([400, { code: 'errors', message: expect.any(String) }]);
  const login = () => fetch(`${limited.url}/demo/thirdParty/login`, { method: 'POST', body: 'token=x' });
  const answers = await Promise.all(Array.from({ length: RATES.signIn.burst + 5 }, login));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  const tooMany = answers.find(({ status }) => status === 429);
  expect(await tooMany?.json()).toEqual({ code: 'errors', message: 'Too Many Attempts.' });
  expect(Number(tooMany?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test.each([
  ['an inner link in clear', '/?link=https://a.example/dangnhap?appToken=1&appDomain=demo&efr=1', 'not_encoded'],
  ['no inner link', '/?efr=1', 'missing'],
  ['another inner link', '/?link=https%3A%2F%2Fa.example%2Fother&efr=1', 'not_a_link'],
  ['a call link without a number', '/call?phone=&appToken=1&tempId=2', 'bad_number'],
  ['half a login link', '/dangnhap?appToken=1', 'incomplete'],
])('%s gets a page that says what is wrong', async (_name, address, fault) => {
  const answer = await page(address);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(`data-fault="${fault}"`);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('the host itself still leads to the console, and tells phones of no app until one is set', async () => {
  expect((await page('/')).headers.get('location')).toBe('/console/');
  const apple = await page('/.well-known/apple-app-site-association');
  expect([apple.headers.get('content-type'), await apple.json()]).toEqual([
    expect.stringContaining('application/json'),
    { applinks: { details: [] } },
  ]);
  expect(await (await page('/.well-known/assetlinks.json')).json()).toEqual([]);
});
