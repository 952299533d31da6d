import { afterAll, expect, test } from 'vitest';
import { agentCall, agentToken, consent, consumer, cookieOf, create, End, shown } from './client.ts';

/* The acceptance scenario of the published page, one test a step; each builds on the one before. What a page shows and an agent draws is the
   engine's: here its frames go through by hand. */

const PAGE = [{ type: 4, data: { href: 'https://bank.example/account?id=1', width: 800, height: 600 } }];
let code = '';
let cookie = '';
let cid = '';
let sessionToken = '';
let token = '';
let page: End;
let agent: End;

afterAll(() => {
  page?.cut();
  agent?.cut();
});

test('1. PUT create: 200, JSON, a code of the set length', async () => {
  const answer = await create();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('application/json'),
  ]);
  code = answer.json.shortCode;
  cookie = cookieOf(answer);
  expect(code).toMatch(/^\d{9}$/);
});

test('2. GET consumer: session-token and cid', async () => {
  const { status, json } = await consumer(code, { cookie });
  expect([status, Object.keys(json).sort()]).toEqual([200, ['cid', 'session-token']]);
  cid = json.cid;
  sessionToken = json['session-token'];
});

test('3. the page connects with both; no agent is there, and nothing is shown', async () => {
  page = End.page({ cid, sessionToken });
  expect(await page.next('welcome')).toMatchObject({ cid });
  expect(page.frames.filter(({ t }) => t === 'joined')).toEqual([]);
});

test('5. the agent signs in and redeems the code as it was read out: the same cid, and no token of the page', async () => {
  const signedIn = await agentToken();
  expect(signedIn.status).toBe(200);
  token = signedIn.json.token;
  const redeemed = await agentCall(`${code.slice(0, 3)} ${code.slice(3, 6)} ${code.slice(6)}`, token);
  expect([redeemed.status, redeemed.json]).toEqual([200, { cid }]);
});

test('6. the agent joins, and the customer sees by which name', async () => {
  agent = await End.agent(cid, token);
  await agent.next('you');
  expect(await page.next('joined')).toMatchObject({ name: expect.stringMatching(/\w/) });
});

test('7. the agent asks to see; on yes the page is shown', async () => {
  agent.send({ t: 'ask', what: 'view' });
  expect((await page.next('from')).frame).toEqual({ t: 'ask', what: 'view' });
  expect(agent.binary).toEqual([]);
  page.send(consent('yes'));
  await agent.next('consent', ({ view }) => view === 'yes');
  page.send(shown(PAGE));
  await agent.until(() => agent.binary[0], 'the page');
  // Addresses lose their queries on the way.
  expect(String(agent.binary[0])).not.toContain('id=1');
});

test('8. drawing, clearing and commands reach the page with the number that the server vouches for', async () => {
  agent.send({ t: 'draw', stroke: 1, points: [[1, 1]], end: true, by: 77 });
  agent.send({ t: 'clear' });
  agent.send({ t: 'command', n: 1, action: { do: 'click', node: 3, fx: 0.5, fy: 0.5 } });
  const command = await page.next('from', ({ frame }) => frame.t === 'command');
  expect(command.by).toBe(1);
  // A masked field is the page's to refuse; the refusal goes to the agent who asked.
  page.send({ t: 'refused', to: 1, n: 1, reason: 'masked' });
  expect(await agent.next('refused')).toMatchObject({ n: 1, reason: 'masked' });
});

test('9. either side ends: both are told, and the token is dead', async () => {
  agent.send({ t: 'end' });
  expect(await page.next('ended')).toEqual({ t: 'ended', by: 'agent' });
  expect(await agent.next('ended')).toEqual({ t: 'ended', by: 'agent' });
  expect(await Promise.all([page.closed, agent.closed])).toEqual([1000, 1000]);
  expect(await End.page({ cid, sessionToken }).closed).toBe(4401);
});
