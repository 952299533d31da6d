import type { SignedIn } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PAGE = 'https://bank.example';
let server: TestServer;
let cookie: string;
let setCookie: string;
beforeAll(async () => {
  server = await startTestServer({ origins: [PAGE] });
  const answer = await signIn({ origin: server.url });
  setCookie = answer.headers.get('set-cookie')!;
  cookie = setCookie.split(';')[0]!;
  expect(answer.body.token).toBeUndefined();
});
afterAll(() => server.stop());

const signIn = (headers: Record<string, string>, change: object = {}) => {
  const { email, password } = server.demo.agents[0]!;
  return call<SignedIn>(server, 'POST', '/v1/agent/sign-in', { body: { email, password, ...change }, headers });
};
const presence = (headers: Record<string, string>) =>
  call(server, 'PUT', '/v1/agent/presence', { body: { state: 'away' }, headers: { cookie, ...headers } });

test('the cookie is for this host, for https, for no script, and for no other site', () => {
  expect(setCookie).toMatch(/^__Host-alongside=asa_/);
  for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict', 'Expires='])
    expect(setCookie).toContain(attribute);
  expect(setCookie).not.toContain('Domain');
});

test('with the cookie a page of ours acts, and another page does not', async () => {
  expect((await presence({ origin: server.url })).status).toBe(200);
  expect((await presence({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  const refused: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: PAGE },
    { origin: 'https://evil.example' },
    { origin: server.url.replace(/:\d+$/, ':1') },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const headers of refused) {
    const answer = await presence(headers);
    expect([answer.status, answer.error?.code], JSON.stringify(headers)).toEqual([403, 'origin_refused']);
  }
});

test('reading with the cookie works without an Origin, and not for another page', async () => {
  const me = (headers: Record<string, string>) =>
    call(server, 'GET', '/v1/agent/me', { headers: { cookie, ...headers } });
  expect((await me({})).status).toBe(200);
  expect((await me({ origin: PAGE })).status).toBe(403);
});

test('only a page of ours gets a cookie', async () => {
  const answer = await signIn({ origin: PAGE });
  expect(answer.error?.code).toBe('origin_refused');
  const tenant = { tenant: 'demo' };
  const listed = await signIn({ origin: PAGE }, tenant);
  expect([listed.status, listed.headers.get('set-cookie')]).toEqual([403, null]);
  expect((await signIn({ origin: PAGE }, { ...tenant, transport: 'bearer' })).status).toBe(200);
});

test('an unknown address, a wrong password and an unknown company cannot be told apart', async () => {
  const answers = await Promise.all([
    signIn({}, { password: 'wrong' }),
    signIn({}, { email: 'nobody@meridian.example' }),
    signIn({}, { tenant: 'nobody' }),
  ]);
  const seen = answers.map(({ status, error }) => JSON.stringify({ status, error: { ...error, requestId: '' } }));
  expect(new Set(seen).size).toBe(1);
  expect(answers[0]!.error?.code).toBe('wrong_credentials');
});

test('ten failures pause an address', async () => {
  const { email } = server.demo.agents[2]!;
  const codes: (string | undefined)[] = [];
  for (let tries = 0; tries < 11; tries += 1) codes.push((await signIn({}, { email, password: 'wrong' })).error?.code);
  expect(codes.slice(0, 10).every((code) => code === 'wrong_credentials')).toBe(true);
  const paused = await signIn({}, { email, password: server.demo.agents[2]!.password });
  expect(paused.error).toMatchObject({ code: 'rate_limited' });
  expect(Number(paused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('signing out ends the session and takes the cookie back', async () => {
  const answer = await call(server, 'POST', '/v1/agent/sign-out', { headers: { cookie, origin: server.url } });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-alongside=;.*Expires=Thu, 01 Jan 1970/);
  expect((await call(server, 'GET', '/v1/agent/me', { headers: { cookie } })).error?.code).toBe('not_authenticated');
});

test('a setup link is of no use once somebody is set up', async () => {
  const body = {
    token: 'x',
    company: 'Evil',
    domain: 'evil',
    name: 'E',
    email: 'e@e.example',
    password: 'long enough for everybody',
  };
  expect((await call(server, 'POST', '/v1/setup', { body })).error?.code).toBe('setup_refused');
});
