import {
  type Agent,
  type AuditRecord,
  type Board,
  boardSchema,
  type Contact,
  type Entry,
  type Report,
  type Survey,
} from '@alongside/protocol';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { availableAgent, type SceneAgent, setPresence, talking } from '../testing/scene.ts';
import { connect, type TestSocket } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const compileBoard = Compile(boardSchema);
let server: TestServer;
let boss: SceneAgent;
beforeAll(async () => {
  server = await startTestServer();
  const signedIn = await signIn(server, server.demo.agents[3]!);
  boss = { ...signedIn, socket: await connect(server, signedIn.token) };
});
afterAll(() => server.stop());

const steer = <T>(method: 'POST' | 'PUT', path: string, body: object, token = boss.token) =>
  call<T>(server, method, path, { token, body });
const text = (words: string) => ({ kind: 'text' as const, text: words });
const say = (socket: TestSocket, conversationId: string, clientId: string, words: string) =>
  socket.request({ t: 'send', conversationId, clientId, body: text(words) });
const subscribed = async (socket: TestSocket, conversationId: string) => {
  await socket.request({ t: 'subscribe', conversationId, after: 0 });
  return socket;
};
const entry = (socket: TestSocket, conversationId: string, fits: (entry: Entry) => boolean) =>
  socket.until(() => socket.entries(conversationId).find(fits), 'the entry');
const end = (agent: SceneAgent, contactId: string) =>
  call(server, 'POST', `/v1/contacts/${contactId}/end`, { token: agent.token, body: { wrapUp: '' } });

test('[SUP2] a supervisor who watches gets the board at once and after changes; an agent is refused', async () => {
  await boss.socket.request({ t: 'watch_board', on: true });
  await boss.socket.frame('board', ({ board }) => board.agents.length > 3);
  const { agent, started } = await talking(server);
  const { board } = await boss.socket.frame('board', ({ board }) =>
    board.agents.some(({ contacts }) =>
      contacts.some(({ contactId, state }) => contactId === started.contactId && state === 'active'),
    ),
  );
  const held = board.agents.find(({ id }) => id === agent.agent.id);
  expect(held).toMatchObject({ state: 'available', openContacts: 1 });
  expect(board.queues[0]).toMatchObject({ active: 1, waiting: 0, today: { requested: 1, answered: 1 } });
  // What the store wrote is passed on unseen: so it is held against its schema here, with somebody offered and somebody away.
  const customerName = 'Ada "the \\ first" Ünal 🙂';
  const { token, contactId } = await startHelp(server, undefined, { customerName });
  await agent.socket.frame('desk', ({ desk }) => desk.offers.some((offer) => offer.contactId === contactId));
  const asked = await call<Board>(server, 'GET', '/v1/board', { token: boss.token });
  expect(asked.headers.get('content-type')).toBe('application/json; charset=utf-8');
  for (const one of [asked.body, board]) expect(compileBoard.Errors(one)).toEqual([]);
  expect(asked.body.agents.flatMap(({ contacts }) => contacts.map(({ state }) => state)).sort()).toEqual([
    'active',
    'offered',
  ]);
  const names = asked.body.agents.flatMap(({ contacts }) => contacts.map((contact) => contact.customerName));
  expect(names).toContain(customerName);
  await call(server, 'POST', '/v1/online-help/cancel', { token });
  expect((await agent.socket.refused({ t: 'watch_board', on: true })).code).toBe('not_allowed');
  expect((await call(server, 'GET', '/v1/board', { token: agent.token })).status).toBe(403);
  await end(agent, started.contactId);
  await setPresence(server, agent.token, 'away');
  await boss.socket.request({ t: 'watch_board', on: false });
});

test('[SUP2] an agent who comes and is not available yet is on the board soon', async () => {
  await boss.socket.request({ t: 'watch_board', on: true });
  const { agent, token } = await signIn(server, server.demo.agents[2]!);
  const stateOf = ({ board }: { board: Board }) => board.agents.find(({ id }) => id === agent.id)?.state;
  await boss.socket.frame('board', (frame) => stateOf(frame) === 'offline');
  const socket = await connect(server, token);
  await boss.socket.frame('board', (frame) => stateOf(frame) === 'away');
  await boss.socket.request({ t: 'watch_board', on: false });
  socket.raw.close();
});

test('[SUP3] a take-over moves the contact with its conversation; one decided on an old owner changes nothing', async () => {
  const { agent, customer, started } = await talking(server);
  const { contactId, conversationId } = started;
  await subscribed(customer, conversationId);
  const path = `/v1/contacts/${contactId}/take-over`;
  const taken = await steer<Contact>('POST', path, { ownerId: agent.agent.id });
  expect(taken.body).toMatchObject({ state: 'active', owner: { id: boss.agent.id } });
  const again = await steer('POST', path, { ownerId: agent.agent.id }, (await signIn(server, server.demo.admin)).token);
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'not_owner' } } });

  const late = await agent.socket.refused({ t: 'send', conversationId, clientId: 'late', body: text('late') });
  expect(late.code).toBe('not_owner');
  await say(boss.socket, conversationId, 'mine', 'I go on.');
  await entry(customer, conversationId, ({ body }) => body.kind === 'text' && body.text === 'I go on.');
  expect(customer.entries(conversationId).find(({ body }) => body.kind === 'contact.handed_over')?.body).toMatchObject({
    from: { id: agent.agent.id },
    to: { id: boss.agent.id },
  });
  await end(boss, contactId);
  await setPresence(server, agent.token, 'away');
});

test('[SUP4] a supervisor who had joined and then takes over has not left', async () => {
  const { agent, customer, started } = await talking(server);
  const { contactId, conversationId } = started;
  await subscribed(customer, conversationId);
  const path = `/v1/contacts/${contactId}`;
  expect((await steer('PUT', `${path}/attendance`, { as: 'joined' })).status).toBe(200);
  expect((await steer('POST', `${path}/take-over`, { ownerId: agent.agent.id })).status).toBe(200);
  expect((await steer('PUT', `${path}/attendance`, { as: 'none' })).status).toBe(200);
  await say(boss.socket, conversationId, 'taken', 'I go on.');
  await entry(customer, conversationId, ({ body }) => body.kind === 'text' && body.text === 'I go on.');
  const kinds = customer.entries(conversationId).map(({ body }) => body.kind);
  expect(kinds.slice(-3)).toEqual(['agent.joined', 'contact.handed_over', 'text']);
  await end(boss, contactId);
  await setPresence(server, agent.token, 'away');
});

test('[SUP3] a waiting contact is rung at the agent whom the supervisor names, and an active one at its original place', async () => {
  const first = await startHelp(server);
  const agent = await availableAgent(server, 1);
  await agent.socket.frame('desk', ({ desk }) => desk.offers.some(({ contactId }) => contactId === first.contactId));
  const other = await availableAgent(server, 2);
  const moved = await steer('POST', `/v1/contacts/${first.contactId}/reassign`, { to: { agentId: other.agent.id } });
  expect(moved.status).toBe(200);
  await other.socket.frame('desk', ({ desk }) => desk.offers.some(({ contactId }) => contactId === first.contactId));
  await agent.socket.frame('desk', ({ desk }) => desk.offers.length === 0);
  await call(server, 'POST', '/v1/online-help/cancel', { token: first.token });
  const ended = await steer('POST', `/v1/contacts/${first.contactId}/reassign`, { to: { agentId: other.agent.id } });
  expect(ended.body).toMatchObject({ error: { code: 'contact_ended' } });
  for (const { token } of [agent, other]) await setPresence(server, token, 'away');
});

test('[SUP3] an agent is set away by a supervisor and told so; one who is not connected cannot be made available', async () => {
  const agent = await availableAgent(server, 1);
  const path = `/v1/agents/${agent.agent.id}/presence`;
  expect((await steer('PUT', path, { state: 'away' })).body).toMatchObject({ state: 'away' });
  await agent.socket.frame('desk', ({ desk }) => desk.presence.awayReason === 'set_by_supervisor');
  const admin = await signIn(server, server.demo.admin);
  const { body: nobody } = await call<Agent>(server, 'POST', '/v1/agents', {
    token: admin.token,
    body: { name: 'New', email: 'new@meridian.example', password: 'long enough for everybody', role: 'agent' },
  });
  expect(await steer('PUT', `/v1/agents/${nobody.id}/presence`, { state: 'available' })).toMatchObject({
    status: 409,
    body: { error: { code: 'agent_not_available' } },
  });
});

test('[SUP4] who monitors is seen by nobody and whispers to the agent alone; who joins is announced and heard', async () => {
  const { agent, customer, started } = await talking(server);
  const { contactId, conversationId } = started;
  await subscribed(customer, conversationId);
  await subscribed(agent.socket, conversationId);
  const attend = (as: string) => steer('PUT', `/v1/contacts/${contactId}/attendance`, { as });

  const unasked = { t: 'send' as const, conversationId, clientId: 'w0', body: { kind: 'note' as const, text: 'psst' } };
  expect((await boss.socket.refused(unasked)).code).toBe('not_owner');
  expect((await attend('monitor')).status).toBe(200);
  await boss.socket.request({ ...unasked, clientId: 'w1' });
  await entry(agent.socket, conversationId, ({ body }) => body.kind === 'note' && body.text === 'psst');
  // Sent again, it is one note and one act.
  await boss.socket.request({ ...unasked, clientId: 'w1' });
  const admin = await signIn(server, server.demo.admin);
  const whispers = await call<{ records: AuditRecord[] }>(
    server,
    'GET',
    `/v1/audit?action=contact.whispered&targetId=${contactId}`,
    { token: admin.token },
  );
  const note = agent.socket.entries(conversationId).find(({ body }) => body.kind === 'note');
  expect(whispers.body.records).toMatchObject([{ actor: { id: boss.agent.id }, after: { seq: note?.seq } }]);
  const spoken = await boss.socket.refused({ t: 'send', conversationId, clientId: 's1', body: text('hello') });
  expect(spoken.code).toBe('not_owner');
  await say(agent.socket, conversationId, 'a1', 'still me');
  await entry(customer, conversationId, ({ body }) => body.kind === 'text' && body.text === 'still me');
  const kinds = customer.entries(conversationId).map(({ body }) => body.kind);
  expect(kinds).toEqual(['contact.requested', 'contact.started', 'withheld', 'text']);

  expect((await attend('joined')).status).toBe(200);
  await say(boss.socket, conversationId, 's2', 'I am here too.');
  expect((await attend('none')).status).toBe(200);
  await entry(customer, conversationId, ({ body }) => body.kind === 'agent.left');
  expect(
    customer
      .entries(conversationId)
      .slice(4)
      .map(({ body }) => body.kind),
  ).toEqual(['agent.joined', 'text', 'agent.left']);
  expect((await boss.socket.refused({ t: 'send', conversationId, clientId: 's3', body: text('x') })).code).toBe(
    'not_owner',
  );
  await end(agent, contactId);
  expect((await attend('monitor')).body).toMatchObject({ error: { code: 'contact_ended' } });
  await setPresence(server, agent.token, 'away');
});

test('[SUP1] [SUP5] what happened stands in the report at once, with the score of the survey, by queue and by agent', async () => {
  const { body: queues } = await call<{ queues: { id: string }[] }>(server, 'GET', '/v1/queues', { token: boss.token });
  const queueId = queues.queues[0]!.id;
  const { agent, started } = await talking(server);
  const survey = (score: number) =>
    call(server, 'PUT', '/v1/online-help/survey', { token: started.token, body: { score, comment: '=1+1' } });
  expect((await survey(5)).body).toMatchObject({ error: { code: 'survey_not_asked' } });
  await end(agent, started.contactId);
  expect((await survey(5)).body).toMatchObject({ error: { code: 'survey_not_asked' } });
  await setQueue(queueId, { survey: true });
  expect((await survey(4)).status).toBe(204);
  expect((await survey(4)).status).toBe(204);
  expect((await survey(1)).body).toMatchObject({ error: { code: 'already_exists' } });

  const { body: board } = await call<Board>(server, 'GET', '/v1/board', { token: boss.token });
  const report = (by: string) =>
    call<Report>(server, 'GET', `/v1/report?from=${board.day}&to=${board.day}&by=${by}`, { token: boss.token });
  const { body: byQueue } = await report('queue');
  expect(byQueue.total).toEqual(board.queues[0]!.today);
  expect(byQueue.total).toMatchObject({ surveys: 1, meanScore: 4, answeredInTime: byQueue.total.answered });
  const { body: byAgent } = await report('agent');
  const mine = byAgent.rows.find((row) => row.agent?.id === agent.agent.id);
  expect(mine?.figures).toMatchObject({ surveys: 1, meanScore: 4 });
  const { body: listed } = await call<{ surveys: Survey[] }>(server, 'GET', '/v1/surveys', { token: boss.token });
  expect(listed.surveys).toMatchObject([{ score: 4, comment: '=1+1', agent: { id: agent.agent.id } }]);
  const { body: latest } = await call<Report>(server, 'GET', '/v1/report?by=day', { token: boss.token });
  expect(latest).toMatchObject({ to: board.day, today: board.day, total: byQueue.total, rows: [{ day: board.day }] });
  expect(Date.parse(latest.to) - Date.parse(latest.from)).toBe(6 * 86_400_000);
  const backwards = await call(server, 'GET', `/v1/report?from=2026-02-02&to=2026-02-01&by=day`, { token: boss.token });
  expect(backwards).toMatchObject({ status: 400, body: { error: { field: '/to' } } });
});

test('[ROUTE7] who waits in a line where nothing happens is told when a call-back may be asked for', async () => {
  const { body } = await call<{ queues: { id: string }[] }>(server, 'GET', '/v1/queues', { token: boss.token });
  await setQueue(body.queues[0]!.id, { callBackAfterSeconds: 2 });
  const started = await startHelp(server);
  const customer = await connect(server, started.token);
  await customer.frame('standing', ({ standing }) => standing.callBack === true);
  await call(server, 'POST', '/v1/online-help/cancel', { token: started.token });
}, 30_000);

async function setQueue(queueId: string, changes: object): Promise<void> {
  const admin = await signIn(server, server.demo.admin);
  const { body } = await call<{ queues: { id: string }[] }>(server, 'GET', '/v1/queue-settings', {
    token: admin.token,
  });
  const { id: _id, ...settings } = body.queues.find(({ id }) => id === queueId)!;
  const saved = await call(server, 'PUT', `/v1/queue-settings/${queueId}`, {
    token: admin.token,
    body: { ...settings, ...changes },
  });
  expect(saved.status).toBe(200);
}
