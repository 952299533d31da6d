import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHelp } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PAGE = 'https://bank.example';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ origins: [PAGE] });
});
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a foreign wire's body, looked into field by field
  readonly body: any;
}
async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text === '' ? null : JSON.parse(text) };
}
const CREATE = '/assistserver/shortcode/create';
const from = { origin: PAGE };
async function create(headers: Record<string, string> = from) {
  const made = await ask('PUT', CREATE, headers);
  return { ...made, code: made.body.shortCode as string, cookie: made.headers.get('set-cookie')?.split(';')[0] ?? '' };
}
const consumer = (code: string, headers: Record<string, string> = from) =>
  ask('GET', `/assistserver/shortcode/consumer?appkey=${code}`, headers);
const agent = (code: string, token: string) =>
  ask('GET', `/assistserver/shortcode/agent?appkey=${code}`, { authorization: `Bearer ${token}` });
function signIn(password = server.demo.agents[0]!.password, headers: Record<string, string> = {}) {
  const form = new URLSearchParams({ username: server.demo.agents[0]!.email, password, type: 'create', name: 'Ada' });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return ask('POST', '/assistserver/agent', { ...type, ...headers }, form.toString());
}

test('[CODE1] the published flow: create, consumer, sign in, agent', async () => {
  const { status, code, cookie, headers } = await create();
  expect([status, code]).toEqual([200, expect.stringMatching(/^\d{9}$/)]);
  expect(headers.get('access-control-allow-origin')).toBe(PAGE);
  expect(headers.get('cache-control')).toBe('no-store');
  const page = await consumer(code, { ...from, cookie });
  expect(page.body).toEqual({ 'session-token': expect.stringMatching(/^asp_/), cid: expect.any(String) });
  const { body } = await signIn();
  const joined = await agent(code, body.token);
  expect([joined.status, joined.body]).toEqual([200, { cid: page.body.cid }]);
  const again = await Promise.all([agent(code, body.token), consumer(code, { ...from, cookie })]);
  expect(again.map(({ status }) => status)).toEqual([403, 403]);
  expect(again[0]!.text).toBe(again[1]!.text);
});

test('[CODE4] whatever is wrong with a code, the answer is the same bytes', async () => {
  const made = await create();
  const { cookie: other } = await create();
  const wrong = [
    await consumer('000000000'),
    await consumer(''),
    await consumer('x'.repeat(300)),
    await consumer(made.code, { ...from, cookie: other }),
    await consumer(made.code, { origin: server.url }),
    await ask('GET', '/assistserver/shortcode/consumer', from),
  ];
  expect(new Set(wrong.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(wrong[0]!.status).toBe(403);
  expect((await consumer(made.code, { ...from, cookie: made.cookie })).status).toBe(200);
});

test('an agent’s side needs an agent, and a wrong password costs no code', async () => {
  const { code, cookie } = await create();
  expect((await agent(code, 'nobody')).status).toBe(401);
  expect((await ask('GET', `/assistserver/shortcode/agent?appkey=${code}`)).status).toBe(401);
  const page = await consumer(code, { ...from, cookie });
  expect((await agent(code, page.body['session-token'])).status).toBe(401);
  const wrong = await signIn('wrong');
  expect([wrong.status, wrong.body.error.code]).toEqual([401, 'wrong_credentials']);
  const { body } = await signIn();
  expect((await agent(code, body.token)).status).toBe(200);
});

test('other methods are refused with 405, other origins with 403, and nothing is made', async () => {
  for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
    const { status, headers } = await ask(method, CREATE, from);
    expect([status, headers.get('allow')], method).toEqual([405, 'PUT, OPTIONS']);
  }
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const { status, headers: answered } = await ask('PUT', CREATE, headers as unknown as Record<string, string>);
    expect([status, answered.get('access-control-allow-origin'), answered.get('set-cookie')]).toEqual([
      403,
      null,
      null,
    ]);
  }
  expect((await signIn(undefined, { origin: 'https://evil.example' })).status).toBe(403);
  const preflight = await ask('OPTIONS', CREATE, { ...from, 'access-control-request-method': 'PUT' });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST, PUT']);
});

test('a page renews its code with its token; the one before is dead', async () => {
  const { code, cookie } = await create();
  const { body: page } = await consumer(code, { ...from, cookie });
  const renewed = await create({ ...from, authorization: `Bearer ${page['session-token']}` });
  expect([renewed.status, renewed.body.cid]).toEqual([200, page.cid]);
  const { body } = await signIn();
  expect((await agent(code, body.token)).status).toBe(403);
  expect((await agent(renewed.code, body.token)).body).toEqual({ cid: page.cid });
  expect((await create({ ...from, authorization: 'Bearer asp_nothing' })).status).toBe(401);
});

test('an administrator sets the length of new codes', async () => {
  const { email, password } = server.demo.admin;
  const { body } = await ask(
    'POST',
    '/v1/agent/sign-in',
    { 'content-type': 'application/json' },
    JSON.stringify({ email, password, transport: 'bearer' }),
  );
  const set = (shortCodeLength: number) =>
    ask(
      'PATCH',
      '/v1/tenant',
      { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' },
      JSON.stringify({ shortCodeLength }),
    );
  expect((await set(13)).status).toBe(400);
  expect((await set(6)).body.shortCodeLength).toBe(6);
  expect((await create()).code).toMatch(/^\d{6}$/);
  await set(9);
});

test('a customer in a conversation starts a session over the native wire, and an agent joins it by the code', async () => {
  const { token, conversationId } = await startHelp(server);
  const started = await ask('POST', `/v1/conversations/${conversationId}/cobrowse`, {
    authorization: `Bearer ${token}`,
  });
  expect([started.status, started.body.sessionToken]).toEqual([201, expect.stringMatching(/^asp_/)]);
  const { body } = await signIn();
  const join = () =>
    ask(
      'POST',
      '/v1/cobrowse/join',
      { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' },
      JSON.stringify({ shortCode: started.body.shortCode }),
    );
  const joined = await join();
  expect([joined.status, joined.body]).toEqual([200, { cid: started.body.cid }]);
  const again = await join();
  expect([again.status, again.body.error.code]).toEqual([403, 'short_code_refused']);
});
