import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endDueCobrowse } from '@alongside/domain';
import { cobrowseWorld, End, PAGE } from '../testing/cobrowse.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const META = [{ type: 4, data: { href: 'https://bank.example/?token=1', width: 10, height: 10 } }];
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ origins: [PAGE] });
});
afterAll(() => server.stop());

const { ask, created, signedIn, ticketOf, pageEnd, agentEnd, joined, consent, dom } = cobrowseWorld(() => server);

test('[COB1] the agent is named to the page, asks, and sees nothing before the yes', async () => {
  const { page, agent } = await joined();
  expect(await page.frame('joined')).toMatchObject({ name: expect.stringMatching(/\w/), mayControl: true });
  agent.send({ t: 'ask', what: 'view' });
  expect(await page.frame('from')).toMatchObject({ by: 1, frame: { t: 'ask', what: 'view' } });
  page.send(consent('no'));
  await agent.frame('consent', ({ view }) => view === 'no');
  page.send(consent('yes'));
  page.send(dom(META));
  await agent.until(() => agent.binary[0], 'a picture of the page');
  expect(agent.binary[0]!.toString()).not.toContain('token');
  page.send({ t: 'end' });
  await page.closed;
});

test('[COB1] a page that shows itself without consent is cut off, and nobody sees it', async () => {
  const { page, agent } = await joined();
  page.send(dom(META));
  await page.closed;
  await agent.frame('lost');
  expect(agent.binary).toEqual([]);
});

test('[COB4] either side ends it: both are told, both sockets close, the token is dead', async () => {
  for (const side of ['page', 'agent'] as const) {
    const { session, token, ...ends } = await joined();
    ends[side].send({ t: 'end' });
    const by = side === 'page' ? 'customer' : 'agent';
    for (const end of [ends.page, ends.agent]) {
      expect(await end.frame('ended')).toEqual({ t: 'ended', by });
      expect(await end.closed).toBe(1000);
    }
    const again = pageEnd(session);
    expect((await again.frame('bye')).error).toMatchObject({ code: 'session_expired' });
    expect(await again.closed).toBe(4401);
    const late = await agentEnd(session.cid, token);
    expect(await late.closed).toBe(4403);
  }
});

test('[COB4] a token of another session, one that was changed, a strange origin, and a silent stranger stay outside', async () => {
  const [one, two] = [await created(), await created()];
  const wrong = [
    pageEnd({ ...one, cid: two.cid }),
    pageEnd({ ...one, sessionToken: `${one.sessionToken.slice(0, -3)}xyz` }),
    pageEnd({ ...one, sessionToken: 'x' }),
    new End(server.url, { t: 'hello', as: 'page', cid: one.cid }),
    new End(server.url, { t: 'watch' }),
    new End(server.url, { t: 'hello', as: 'agent', cid: one.cid, ticket: one.sessionToken }),
  ];
  expect(await Promise.all(wrong.map(({ closed }) => closed))).toEqual(Array(6).fill(4401));
  for (const origin of ['https://evil.example', 'null', `${PAGE}.evil.example`])
    expect(await pageEnd(one, { origin }).closed, origin).toBe(4403);
  const right = pageEnd(one);
  await right.frame('welcome');
  right.send({ t: 'end' });
  await right.closed;
});

test('a ticket is good once, and only for the agent whose code it was', async () => {
  const { session, token } = await joined();
  const ticket = await ticketOf(token);
  const hello = { t: 'hello', as: 'agent', cid: session.cid, ticket };
  const first = new End(server.url, hello, {});
  await first.frame('welcome');
  expect(await new End(server.url, hello, {}).closed).toBe(4401);
  const other = await agentEnd(session.cid, await signedIn(server.demo.agents[1]!));
  expect(await other.closed).toBe(4403);
});

test('[COB5] a supervisor looks on in silence, and the audit log says so', async () => {
  const { session, page } = await joined();
  const supervisor = await signedIn(server.demo.admin);
  const watching = await agentEnd(session.cid, supervisor);
  expect(await watching.frame('welcome')).toMatchObject({ silent: true });
  await page.frame('joined', ({ mayControl }) => mayControl === false);
  watching.send({ t: 'pointer', x: 1, y: 1, on: true });
  watching.send({ t: 'end' });
  watching.send({ t: 'watch' });
  expect(await page.frame('from', ({ by }) => by === 2)).toMatchObject({ frame: { t: 'watch' } });
  const audit = await ask('GET', '/v1/audit?action=cobrowse.watched', { authorization: `Bearer ${supervisor}` });
  expect(audit.body.records).toMatchObject([
    { target: { kind: 'cobrowse', id: session.cid }, after: { agentId: server.demo.agents[0]!.id } },
  ]);
  page.send({ t: 'end' });
  await watching.frame('ended');
});

test('a page that is gone comes back with its token; the one before is closed', async () => {
  const { session, page, agent } = await joined();
  page.socket.terminate();
  await agent.frame('lost');
  const back = pageEnd(session);
  await back.frame('joined');
  back.send(consent('yes'));
  await agent.frame('consent', ({ view }) => view === 'yes');
  const tab = pageEnd(session);
  expect(await back.closed).toBe(1000);
  await tab.frame('joined');
});

test('[COB6] who waits in vain is told the end', async () => {
  const session = await created();
  const token = await signedIn();
  await ask('GET', `/assistserver/shortcode/agent?${session.query}`, { authorization: `Bearer ${token}` });
  const agent = await agentEnd(session.cid, token);
  await agent.frame('lost');
  const client = new pg.Client({ connectionString: server.demo.database });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.tenant', $1, true)`, [server.demo.tenant.id]);
  await client.query('UPDATE cobrowse_sessions SET expires_at = clock_timestamp() WHERE id = $1', [session.cid]);
  await client.query('COMMIT');
  await client.end();
  await endDueCobrowse(server.platform);
  expect(await agent.frame('ended')).toEqual({ t: 'ended', by: 'system' });
});

test('an agent who signs out is out of the session', async () => {
  const { agent, token } = await joined();
  await ask('POST', '/v1/agent/sign-out', { authorization: `Bearer ${token}` });
  expect(await agent.closed).toBe(4401);
});

test('a stop says so to everybody, and after it the session goes on', async () => {
  const { session, page } = await joined();
  await server.restart();
  expect((await page.frame('bye')).error).toMatchObject({ code: 'shutting_down' });
  const back = pageEnd(session);
  await back.frame('welcome');
});
