import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { replayDecisions } from '@alongside/domain';
import type {
  AgentSettings,
  CallBack,
  Contact,
  Desk,
  Entry,
  QueueSettings,
  RoutingDecision,
  Started,
} from '@alongside/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { accept, availableAgent, type SceneAgent, setPresence } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let admin: string;
beforeEach(async () => {
  server = await startTestServer();
  admin = (await signIn(server, server.demo.admin)).token;
});
afterEach(() => server.stop());

const ask = async <T>(method: string, path: string, body?: unknown, token = admin): Promise<T> => {
  const answer = await call<T>(server, method, path, { token, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.error)}`);
  return answer.body;
};
const queue = async (change: Partial<QueueSettings>): Promise<string> => {
  const id = randomUUID();
  const { queues } = await ask<{ queues: QueueSettings[] }>('GET', '/v1/queue-settings');
  const { id: _id, ...standard } = queues[0]!;
  await ask('PUT', `/v1/queue-settings/${id}`, { ...standard, name: id, isDefault: false, ...change });
  return id;
};
const skill = async (): Promise<string> => {
  const id = randomUUID();
  await ask('PUT', `/v1/skills/${id}`, { name: id, description: '' });
  return id;
};
const change = (agent: SceneAgent, settings: Partial<AgentSettings>) =>
  ask('PATCH', `/v1/agent-settings/${agent.agent.id}`, settings);
const rings = (agent: SceneAgent, { contactId }: Started) =>
  agent.socket.frame('desk', ({ desk }) => desk.offers.some((offer) => offer.contactId === contactId));
const decisions = async ({ contactId }: { contactId: string }) =>
  (await ask<{ decisions: RoutingDecision[] }>('GET', `/v1/routing-decisions?contactId=${contactId}`)).decisions;
const endBy = (agent: SceneAgent, { contactId }: Started, body: object = {}) =>
  ask<Contact>('POST', `/v1/contacts/${contactId}/end`, body, agent.token);

test('[ROUTE3] skills decide who rings, and a ring that relaxes in time widens who may', async () => {
  const loans = await skill();
  const [ada, bob] = [await availableAgent(server, 0), await availableAgent(server, 1)];
  await change(ada, { skills: [{ skillId: loans, level: 2 }] });
  await change(bob, { skills: [{ skillId: loans, level: 5 }] });
  const needs = (afterSeconds: number, level: number) => ({ afterSeconds, requirements: [{ skillId: loans, level }] });
  const queueId = await queue({ rings: [needs(0, 4), needs(2, 1)] });
  const first = await startHelp(server, undefined, { queueId });
  await rings(bob, first);
  await setPresence(server, bob.token, 'away');
  const second = await startHelp(server, undefined, { queueId });
  const began = Date.now();
  await rings(ada, second);
  expect(Date.now() - began).toBeGreaterThan(1_000);
  const [last, before] = await decisions(second);
  expect(last).toMatchObject({ outcome: 'offered', agentId: ada.agent.id, ring: 1, decidedBy: 'router' });
  expect(last?.considered).toContainEqual({ agentId: bob.agent.id, name: bob.agent.name, verdict: 'not_available' });
  expect(before).toMatchObject({ outcome: 'nobody', ring: 0, agentId: null });
  const replayed = await replayDecisions(server.platform, server.demo.tenant.id, { most: 100 });
  expect(replayed).toMatchObject({ different: [] });
  expect(replayed.replayed).toBeGreaterThanOrEqual(3);
});

test('[ROUTE4] a customer who was here lately rings first at the agent they had; one who is named comes before', async () => {
  const [ada, bob] = [await availableAgent(server, 0), await availableAgent(server, 1)];
  const queueId = await queue({ preferLastAgentHours: 24 });
  const first = await startHelp(server, 'returning', { queueId });
  const [had, other] = await Promise.race([
    rings(ada, first).then(() => [ada, bob] as const),
    rings(bob, first).then(() => [bob, ada] as const),
  ]);
  await accept(server, had, first.contactId);
  await endBy(had, first);
  // By the rule of who was free for longest it would be the other one's turn.
  const again = await startHelp(server, 'returning', { queueId });
  await rings(had, again);
  expect((await decisions(again))[0]).toMatchObject({ reason: expect.stringContaining('meant for this agent') });
  await ask('POST', '/v1/online-help/cancel', {}, again.token);
  const named = await startHelp(server, 'returning', { queueId, preferredAgentId: other.agent.id });
  await rings(other, named);
});

test('[ROUTE4] what waits too long flows over at its old place, and what waits longest of all ends with a word', async () => {
  const last = await queue({ maxWaitSeconds: 10, maxWaitMessage: 'Please write to us.' });
  const full = await queue({ overflow: { afterSeconds: 1, queueId: last } });
  // Shorter than anybody may set it.
  await server.platform.store.transaction(server.demo.tenant.id, async (tx) => {
    const queues = await tx.routingSettings.queues();
    await tx.routingSettings.saveQueue({ ...queues.find(({ id }) => id === last)!, maxWaitSeconds: 1 });
  });
  const waits = await startHelp(server, undefined, { queueId: full });
  const customer = await connect(server, waits.token);
  await customer.request({ t: 'subscribe', conversationId: waits.conversationId, after: 0 });
  const isEnd = ({ body }: { body: { kind: string } }) => body.kind === 'contact.ended';
  await customer.frame('entries', ({ entries }) => entries.some(isEnd));
  expect(customer.entries(waits.conversationId).find(isEnd)?.body).toMatchObject({
    reason: 'ended_by_system',
    message: 'Please write to us.',
  });
  expect((await decisions(waits)).map(({ outcome, queueId }) => [outcome, queueId])).toEqual([
    ['timed_out', last],
    ['overflowed', full],
  ]);
  // Agents read how it came there; to the customer it is an entry that is not for them.
  expect(customer.entries(waits.conversationId).map(({ body }) => body.kind)).toEqual([
    'contact.requested',
    'withheld',
    'contact.ended',
  ]);
  const { entries } = await ask<{ entries: Entry[] }>('GET', `/v1/conversations/${waits.conversationId}/entries`);
  // The queues of this file are called by their ids.
  expect(entries[1]?.body).toEqual({
    kind: 'queue.overflowed',
    contactId: waits.contactId,
    fromQueueName: full,
    queueName: last,
    waitedSeconds: expect.any(Number),
  });
  const contact = await ask<Contact>('GET', `/v1/contacts/${waits.contactId}`);
  expect(contact).toMatchObject({ state: 'ended', queueId: last, endReason: 'ended_by_system' });
  await customer.close();
});

test('[ROUTE7] where the queue lets them, a customer asks to be called back instead of waiting, and one agent takes it', async () => {
  const closed = await startHelp(server);
  const body = { phone: '+31 20 123 4567', note: 'after five' };
  const refused = await call(server, 'POST', '/v1/online-help/call-back', { token: closed.token, body });
  expect(refused.error?.code).toBe('call_back_not_offered');
  const queueId = await queue({ callBackAfterSeconds: 0 });
  const waits = await startHelp(server, undefined, { queueId });
  const made = await ask<CallBack>('POST', '/v1/online-help/call-back', body, waits.token);
  expect(made).toMatchObject({ ...body, state: 'open', contactId: waits.contactId, queueId, agentId: null });
  const again = await call(server, 'POST', '/v1/online-help/call-back', { token: waits.token, body });
  expect(again.error?.code).toBe('contact_ended');
  const [ada, bob] = [await signIn(server, server.demo.agents[0]!), await signIn(server, server.demo.agents[1]!)];
  expect(await ask('GET', '/v1/call-backs', undefined, ada.token)).toMatchObject({ callBacks: [{ id: made.id }] });
  const set = (state: string, token: string) =>
    call<CallBack>(server, 'PUT', `/v1/call-backs/${made.id}/state`, { token, body: { state } });
  expect((await set('done', ada.token)).error?.code).toBe('contact_taken');
  const takers = await Promise.all([ada, bob].map(({ token }) => set('taken', token)));
  expect(takers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = takers[0]?.status === 200 ? ada : bob;
  expect((await set('done', winner.token)).body).toMatchObject({ state: 'done', agentId: winner.agent.id });
  expect(await ask('GET', '/v1/call-backs', undefined, ada.token)).toEqual({ callBacks: [], nextCursor: null });
});

test('[ROUTE5] after a contact an agent has time for its wrap-up, which its being written ends', async () => {
  const ada = await availableAgent(server, 0);
  const queueId = await queue({ afterContactSeconds: 3600 });
  const first = await startHelp(server, undefined, { queueId });
  await accept(server, ada, first.contactId);
  await endBy(ada, first);
  const second = await startHelp(server, undefined, { queueId });
  const third = await startHelp(server, undefined, { queueId });
  // A pick by hand is still the agent's own choice.
  await ask('POST', `/v1/contacts/${third.contactId}/pick`, {}, ada.token);
  expect(
    ada.socket.frames.some(
      (frame) => frame.t === 'desk' && frame.desk.offers.some((o) => o.contactId === second.contactId),
    ),
  ).toBe(false);
  await ask('PUT', `/v1/contacts/${first.contactId}/wrap-up`, { text: 'done' }, ada.token);
  await rings(ada, second);
  expect((await decisions(third))[0]).toMatchObject({ outcome: 'picked', decidedBy: 'agent', agentId: ada.agent.id });
});

test('[ROUTE5] the desk says until when an after-contact time runs, and its agent ends it with a wrap-up still to write', async () => {
  const ada = await availableAgent(server, 0);
  const queueId = await queue({ afterContactSeconds: 3600 });
  const first = await startHelp(server, undefined, { queueId });
  await accept(server, ada, first.contactId);
  const before = await ask<Desk>('GET', '/v1/agent/desk', undefined, ada.token);
  expect(before.presence.afterContactUntil).toBeNull();
  await endBy(ada, first);
  await ada.socket.frame('desk', ({ desk }) => desk.presence.afterContactUntil !== null);
  const { presence, serverTime } = await ask<Desk>('GET', '/v1/agent/desk', undefined, ada.token);
  const left = Date.parse(presence.afterContactUntil ?? '') - Date.parse(serverTime);
  expect(left).toBeGreaterThan(3_500_000);
  expect(left).toBeLessThanOrEqual(3_600_000);
  const second = await startHelp(server, undefined, { queueId });
  const ready = await ask<Desk>('POST', '/v1/agent/ready', undefined, ada.token);
  expect(ready.presence.afterContactUntil).toBeNull();
  expect(ready.conversations.map(({ contact }) => contact.id)).toEqual([first.contactId]);
  await rings(ada, second);
  // Nothing runs any more: harmless.
  expect(await call(server, 'POST', '/v1/agent/ready', { token: ada.token })).toMatchObject({ status: 200 });
});

test('a queue that asks how it went says so at the end of what was answered, and not of what was not', async () => {
  const ada = await availableAgent(server, 0);
  const queueId = await queue({ survey: true });
  const isEnd = ({ body }: { body: { kind: string } }) => body.kind === 'contact.ended';
  const endOf = async (waits: Started, end: () => Promise<unknown>) => {
    const customer = await connect(server, waits.token);
    await customer.request({ t: 'subscribe', conversationId: waits.conversationId, after: 0 });
    await end();
    await customer.frame('entries', ({ entries }) => entries.some(isEnd));
    const ended = customer.entries(waits.conversationId).find(isEnd)?.body;
    await customer.close();
    return ended;
  };
  const answered = await startHelp(server, undefined, { queueId });
  await accept(server, ada, answered.contactId);
  expect(await endOf(answered, () => endBy(ada, answered, { wrapUp: '' }))).toMatchObject({ survey: true });
  await setPresence(server, ada.token, 'away');
  const waits = await startHelp(server, undefined, { queueId });
  const cancelled = await endOf(waits, () => ask('POST', '/v1/online-help/end', {}, waits.token));
  expect(cancelled).not.toHaveProperty('survey');
});

/** What the company's own router says, and what it was asked. */
async function externalRouter(answer: (data: { contactId: string }) => object | string | null): Promise<{
  url: string;
  asked: { type: string; data: { contactId: string } }[];
  receiver: Server;
}> {
  const asked: { type: string; data: { contactId: string } }[] = [];
  const receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const question = JSON.parse(text) as { type: string; data: { contactId: string } };
      asked.push(question);
      const said = answer(question.data);
      if (said !== null) response.end(typeof said === 'string' ? said : JSON.stringify(said));
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/route`, asked, receiver };
}

test('[ROUTE9] an external router names the agent, leaves it to us, answers nonsense or nothing: each time somebody rings', async () => {
  const ada = await availableAgent(server, 0);
  const bob = await availableAgent(server, 1);
  const says = { next: null as object | string | null };
  const { url, asked, receiver } = await externalRouter(() => says.next);
  const { webhook } = await ask<{ webhook: { id: string } }>('POST', '/v1/webhooks', {
    url,
    description: '',
    events: ['contact.requested'],
    includeText: false,
    enabled: true,
  });
  const [patient, hasty] = [
    await queue({ externalRouter: { webhookId: webhook.id, deadlineMilliseconds: 5_000 } }),
    await queue({ externalRouter: { webhookId: webhook.id, deadlineMilliseconds: 700 } }),
  ];
  const round = async (answer: object | string | null, by: SceneAgent | null) => {
    says.next = answer;
    const waits = await startHelp(server, undefined, { queueId: answer === null ? hasty : patient });
    await Promise.race([rings(ada, waits), rings(bob, waits)]);
    const [decision] = await decisions(waits);
    if (by) expect(decision?.agentId).toBe(by.agent.id);
    await ask('POST', '/v1/online-help/cancel', {}, waits.token);
    return decision;
  };
  for (const agent of [bob, ada, bob])
    expect(await round({ agentId: agent.agent.id }, agent)).toMatchObject({ decidedBy: 'external_router' });
  expect(await round({ decide: 'yours' }, null)).toMatchObject({
    decidedBy: 'router',
    reason: expect.stringContaining('left it to us'),
  });
  expect(await round('what?', null)).toMatchObject({ reason: expect.stringContaining('cannot be understood') });
  expect(await round({ agentId: randomUUID() }, null)).toMatchObject({
    reason: expect.stringContaining('named an agent who could not take it'),
  });
  expect(await round(null, null)).toMatchObject({
    reason: expect.stringMatching(/did not answer in time|could not be asked/),
  });
  expect(asked.every(({ type }) => type === 'routing.asked' || type === 'contact.requested')).toBe(true);
  receiver.closeAllConnections();
  await new Promise((done) => receiver.close(done));
});
