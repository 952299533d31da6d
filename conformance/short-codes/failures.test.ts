import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo } from '../support/demo.ts';
import { type Answer, call, request } from '../support/http.ts';
import { agentCall, agentToken, consent, consumer, cookieOf, create, End, made, shown } from './client.ts';

/* The failure cases of the published page, by their numbers. Agent 2 guesses, and is paused by it for a while. F7 changes the tenant's
   setting and puts it back. F16, F17 and F20 are the engine's and the SDK's. */

const [RIGHT, GUESSER, OTHER] = [0, 2, 1];
let token = '';
let other = '';
let admin = '';

beforeAll(async () => {
  token = (await agentToken(RIGHT)).json.token;
  other = (await agentToken(OTHER)).json.token;
  const { email, password } = demo.admin;
  admin = (
    await call('POST', '/v1/agent/sign-in', {
      body: { tenant: demo.tenant.domain, email, password, transport: 'bearer' },
    })
  ).token;
});
afterAll(() => setLength(9));

const setLength = (shortCodeLength: number) => call('PATCH', '/v1/tenant', { token: admin, body: { shortCodeLength } });
const said = ({ status, text }: Answer) => `${status} ${text}`;

// First: after five wrong codes within an hour, which the cases below make, codes of four digits are letters.
test('F7. a new length counts for new codes; live ones work on', async () => {
  await setLength(4);
  const four = await made();
  await setLength(8);
  const eight = await made();
  expect([four.code.length, eight.code.length]).toEqual([4, 8]);
  expect((await agentCall(four.code, token)).json).toEqual({ cid: four.cid });
  expect((await agentCall(eight.code, token)).json).toEqual({ cid: eight.cid });
  await setLength(9);
});

test('F1, F6. unknown, malformed and used codes: 403 and the same bytes; the fifth wrong one pauses the agent', async () => {
  const guesser = (await agentToken(GUESSER)).json.token;
  const used = await made();
  await agentCall(used.code, token);
  const wrong: Answer[] = [];
  for (const code of ['000000000', '', 'not a code at all', used.code, '0'.repeat(200)])
    wrong.push(await agentCall(code, guesser));
  expect([...new Set(wrong.map(said))]).toEqual([said(await consumer('000000000'))]);
  expect(wrong[0]!.status).toBe(403);
  const { code } = await made();
  const sixth = await agentCall(code, guesser);
  expect([sixth.status, Number(sixth.headers.get('retry-after')) > 600]).toEqual([429, true]);
  expect((await agentCall(code, token)).status).toBe(200);
});

test('F2. a code is good once for each side', async () => {
  const created = await create();
  const { shortCode } = created.json;
  const cookie = cookieOf(created);
  expect((await consumer(shortCode, { cookie })).status).toBe(200);
  expect((await consumer(shortCode, { cookie })).status).toBe(403);
  expect((await agentCall(shortCode, token)).status).toBe(200);
  expect((await agentCall(shortCode, token)).status).toBe(403);
});

test('F3. of two agents at the same moment one wins', async () => {
  const { code } = await made();
  const answers = await Promise.all([agentCall(code, token), agentCall(code, other)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
});

test('F4. POST and GET on create: 405', async () => {
  for (const method of ['POST', 'GET'])
    expect((await request(method, '/assistserver/shortcode/create')).status, method).toBe(405);
});

test('F5. a wrong password: 401, and the code still works', async () => {
  const { code, cid } = await made();
  expect((await agentToken(RIGHT, 'wrong')).status).toBe(401);
  expect((await request('GET', `/assistserver/shortcode/agent?appkey=${code}`)).status).toBe(401);
  expect((await agentCall(code, token)).json).toEqual({ cid });
});

test('F8. sixty live codes, all different', async () => {
  const codes = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    const made = await Promise.all(Array.from({ length: 10 }, () => create()));
    expect(made.map(({ status }) => status)).toEqual(Array(10).fill(200));
    for (const { json } of made) codes.add(json.shortCode);
  }
  expect(codes.size).toBe(60);
});

test('the creator’s secret: with another browser’s there is nothing to be had', async () => {
  const [mine, theirs] = [await create(), await create()];
  expect((await consumer(mine.json.shortCode, { cookie: cookieOf(theirs) })).status).toBe(403);
  expect((await consumer(mine.json.shortCode, { cookie: cookieOf(mine) })).status).toBe(200);
});

test('F9. the customer says no: the agent is told, and no frame comes', async () => {
  const session = await made();
  await agentCall(session.code, token);
  const [page, agent] = [End.page(session), await End.agent(session.cid, token)];
  await page.next('joined');
  agent.send({ t: 'ask', what: 'view' });
  await page.next('from');
  page.send(consent('no'));
  await agent.next('consent', ({ view }) => view === 'no');
  // Even a page that does not keep its word shows nothing: it is cut off.
  page.send(shown([{ type: 4, data: { href: 'https://bank.example/', width: 1, height: 1 } }]));
  await page.closed;
  await agent.next('lost');
  expect(agent.binary).toEqual([]);
  agent.send({ t: 'end' });
  await agent.closed;
});

test('F10. the customer cancels before the agent comes: the code dies', async () => {
  const session = await made();
  const page = End.page(session);
  await page.next('welcome');
  page.send({ t: 'end' });
  await page.closed;
  expect((await agentCall(session.code, other)).status).toBe(403);
});

test('F11. the agent is first: told that nobody is there yet, and joined when the customer comes', async () => {
  const created = await create();
  const { shortCode } = created.json;
  const { cid } = (await agentCall(shortCode, token)).json;
  const agent = await End.agent(cid, token);
  await agent.next('lost');
  const { json } = await consumer(shortCode, { cookie: cookieOf(created) });
  const page = End.page({ cid, sessionToken: json['session-token'] });
  await page.next('joined');
  agent.send({ t: 'end' });
  expect(await page.next('ended')).toEqual({ t: 'ended', by: 'agent' });
});

test('F12. a token of another session, one that was changed, one after the end: refused', async () => {
  const [one, two] = [await made(), await made()];
  const changed = `${one.sessionToken.slice(0, -4)}AAAA`;
  const outside = [
    End.page({ ...one, cid: two.cid }),
    End.page({ ...one, sessionToken: changed }),
    new End({ t: 'hello', as: 'page', cid: one.cid, sessionToken: token }),
  ];
  expect(await Promise.all(outside.map(({ closed }) => closed))).toEqual([4401, 4401, 4401]);
  const page = End.page(one);
  await page.next('welcome');
  page.send({ t: 'end' });
  await page.closed;
  expect(await End.page(one).closed).toBe(4401);
});

test('F13, F14. a reload and a cut: the session goes on with the same token', async () => {
  const session = await made();
  await agentCall(session.code, token);
  const [page, agent] = [End.page(session), await End.agent(session.cid, token)];
  await page.next('joined');
  page.cut();
  await agent.next('lost');
  const back = End.page(session);
  await back.next('joined');
  agent.cut();
  await back.next('left');
  const again = await End.agent(session.cid, token);
  await back.next('joined', ({ viewer }) => viewer === 2);
  again.send({ t: 'end' });
  await back.closed;
});

test('F19. a second page of the same session takes the place of the first, which is told by its close', async () => {
  const session = await made();
  const [first] = [End.page(session)];
  await first.next('welcome');
  const second = End.page(session);
  await second.next('welcome');
  expect(await first.closed).toBe(1000);
  second.send({ t: 'end' });
  await second.closed;
});

test('F21. a foreign origin: refused, and nothing is made', async () => {
  for (const origin of ['https://evil.example', 'null']) {
    const answer = await create({ origin });
    expect([answer.status, cookieOf(answer)], origin).toEqual([403, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});
