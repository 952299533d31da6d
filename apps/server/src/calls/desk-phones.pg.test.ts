import { randomUUID } from 'node:crypto';
import { DEFAULT_CALL_SETTINGS } from '@alongside/domain';
import type { AgentDeskPhone, Call, CallView, DeskPhone, Registrar } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { addTrunk, picture, pictureOf, startCallServer, verb } from '../testing/call-scene.ts';
import { call, signIn } from '../testing/client.ts';
import { availableAgent } from '../testing/scene.ts';

const NUMBER = '+31201234567';
const CUSTOMER = '+31612345678';
const OUTSIDE = '+31687654321';
const REMOTE = { host: '127.0.0.1', port: 30_000, codec: 'PCMA', dtmfPayloadType: 101, srtpKey: null } as const;

/** A company with a trunk and a number, and an agent whose own telephone is signed in. */
async function office({ registered = true } = {}) {
  const scene = await startCallServer();
  const { server, telephony, media } = scene;
  const admin = (await signIn(server, server.demo.admin)).token;
  const put = (path: string, body: object) => call(server, 'PUT', path, { token: admin, body });
  const trunkId = await addTrunk(server, admin, NUMBER);
  const queueId = await server.platform.store.transaction(server.demo.tenant.id, (tx) => tx.queues.defaultQueueId());
  await put(`/v1/phone-numbers/${encodeURIComponent(NUMBER)}`, { queueId, greeting: null, menu: [] });
  const caps = { concurrent: 5, perMinute: 5, minutesPerDay: 60, spendPerDay: 1_000, centsPerMinute: 1 };
  await put('/v1/call-settings', { ...DEFAULT_CALL_SETTINGS, country: 'NL', caps });
  await expect.poll(() => telephony.trunks).toHaveLength(1);
  const agent = await availableAgent(server);
  const made = await call<{ username: string; password: string }>(server, 'POST', '/v1/desk-phone', {
    token: agent.token,
  });
  expect(made.status).toBe(201);
  await expect.poll(() => telephony.devices).toMatchObject([made.body]);
  const agentId = telephony.devices[0]?.agentId ?? '';
  const phone = async () => (await call<DeskPhone>(server, 'GET', '/v1/desk-phone', { token: agent.token })).body;
  if (registered) {
    telephony.happen({ type: 'device', agentId, state: 'registered' });
    await expect.poll(phone).toEqual({ username: made.body.username, rings: true, registered: true });
  }
  const history = async () =>
    (await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: admin })).body.calls[0];
  return {
    ...scene,
    admin,
    agent,
    agentId,
    phone,
    history,
    /** A customer calls; the agent's own telephone rings. */
    async ring() {
      const sip = randomUUID();
      const event = { type: 'incoming', sipCallId: sip, trunkId, from: CUSTOMER, fromName: null, to: NUMBER } as const;
      telephony.happen({ ...event, remote: REMOTE });
      const desk = await deskLeg();
      return { sip, desk };
    },
    deskLeg,
    /** Everybody who is there is heard. */
    async talk(callId: string) {
      const legs = [...(media.sessions.get(callId)?.legs.keys() ?? [])];
      for (const id of legs) media.flow(callId, id);
      await picture(agent.socket, ({ state }) => state === 'in_progress', 'the call to begin');
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };

  async function deskLeg(): Promise<string> {
    const found = () => [...telephony.calls].find(([, { number, state }]) => number === null && state === 'dialled');
    await expect.poll(found).toBeDefined();
    return found()?.[0] as string;
  }
}

const endOf = (socket: Parameters<typeof picture>[0]) => picture(socket, ({ state }) => state === 'ended', 'the end');

test('a call rings at the agent’s own telephone too: picked up there it is theirs, without a browser, and hung up there it ends', async () => {
  await using scene = await office();
  const { server, telephony, agent, media } = scene;
  const { sip, desk } = await scene.ring();
  const offered = await picture(agent.socket, ({ state }) => state === 'ringing', 'it to ring');
  // It is not answered on the screen in the telephone's stead.
  expect(offered.me.permissions.answer).toBe(false);
  telephony.happen({ type: 'answered', sipCallId: desk, remote: REMOTE });
  const mine = await picture(agent.socket, ({ state }) => state === 'connecting', 'the answer');
  expect(mine.parties.map(({ role, device }) => [role, device])).toEqual([
    ['customer', 'telephone'],
    ['agent', 'device'],
  ]);
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  await scene.talk(mine.id);
  expect(media.heard(mine.id)).toHaveLength(2);
  // The browser cannot take the place of the telephone.
  const joined = await agent.socket.request({ t: 'call.join', callId: mine.id });
  expect(joined).toMatchObject({ ok: false, error: { code: 'call_wrong_state' } });
  telephony.happen({ type: 'ended', sipCallId: desk, by: 'peer', failure: null, status: null });
  expect(await endOf(agent.socket)).toMatchObject({ endedBy: 'agent', endReason: 'hung_up' });
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('ended');
  expect((await call<Call>(server, 'GET', `/v1/calls/${mine.id}`, { token: agent.token })).body.legs).toHaveLength(2);
});

test('answered in the browser, the telephone stops ringing; refused at the telephone, it rings elsewhere', async () => {
  await using scene = await office();
  const { server, telephony, agent } = scene;
  const first = await scene.ring();
  const { desk } = await agent.socket.frame('desk', (frame) => frame.desk.offers.length > 0);
  const { contactId, epoch } = desk.offers[0]!;
  await call(server, 'POST', `/v1/contacts/${contactId}/accept`, { token: agent.token, body: { epoch } });
  await expect.poll(() => telephony.calls.get(first.desk)?.state).toBe('ended');
  const mine = await picture(agent.socket, ({ state }) => state === 'connecting', 'the answer');
  expect(mine.parties.find(({ role }) => role === 'agent')?.device).toBe('browser');
  await verb(server, agent.token, 'POST', `/v1/calls/${mine.id}/end`);
  await expect.poll(async () => (await scene.history())?.state).toBe('ended');
  await call(server, 'POST', `/v1/contacts/${contactId}/wrap-up`, { token: agent.token, body: { text: '' } });

  const second = await scene.ring();
  telephony.happen({ type: 'ended', sipCallId: second.desk, by: 'peer', failure: 'busy', status: 486 });
  await expect.poll(async () => (await scene.history())?.state).toBe('requested');
  telephony.happen({ type: 'ended', sipCallId: second.sip, by: 'peer', failure: null, status: null });
  await expect.poll(async () => (await scene.history())?.missedReason).toBe('missed_agent_reject');
});

test('a telephone that is signed out, or is not to ring, is left alone', async () => {
  await using scene = await office();
  const { server, telephony, agent, agentId } = scene;
  const changed = await call(server, 'PUT', '/v1/desk-phone', { token: agent.token, body: { rings: false } });
  expect(changed.body).toMatchObject({ rings: false, registered: true });
  const dialled = await verb(server, agent.token, 'POST', '/v1/calls', { number: CUSTOMER });
  expect(dialled.body.parties.map(({ device }) => device)).toEqual(['telephone', 'browser']);
  await verb(server, agent.token, 'POST', `/v1/calls/${dialled.body.id}/end`);
  await call(server, 'PUT', '/v1/desk-phone', { token: agent.token, body: { rings: true } });
  telephony.happen({ type: 'device', agentId, state: 'gone' });
  await expect.poll(async () => (await scene.phone()).registered).toBe(false);
  expect((await call(server, 'DELETE', '/v1/desk-phone', { token: agent.token })).status).toBe(204);
  await expect.poll(() => telephony.devices).toEqual([]);
});

interface DeskPhones {
  readonly deskPhones: readonly AgentDeskPhone[];
  readonly registrar: Registrar | null;
}

test('the telephone of an agent who is disabled signs in no more, and again once they are back', async () => {
  await using scene = await office();
  const { server, telephony, admin, agentId } = scene;
  const disable = (disabled: boolean) =>
    call(server, 'PATCH', `/v1/agent-settings/${agentId}`, { token: admin, body: { disabled } });
  expect((await disable(true)).status).toBe(200);
  await expect.poll(() => telephony.devices).toEqual([]);
  expect((await disable(false)).status).toBe(200);
  await expect.poll(() => telephony.devices).toMatchObject([{ agentId }]);
});

test('an administrator gives an agent a telephone, sees whether it is signed in and where it does, and takes it away', async () => {
  const registrar: Registrar = { address: '192.0.2.7', doors: [{ transport: 'udp', port: 5060 }] };
  await using scene = await startCallServer({ registrar });
  const { server, telephony } = scene;
  const token = (await signIn(server, server.demo.admin)).token;
  const agent = await signIn(server, server.demo.agents[0]!);
  const list = async () => (await call<DeskPhones>(server, 'GET', '/v1/desk-phones', { token })).body;
  expect(await list()).toEqual({ deskPhones: [], registrar });
  const give = (agentId: string) =>
    call<{ username: string; password: string }>(server, 'POST', `/v1/desk-phones/${agentId}`, { token });
  expect((await give(randomUUID())).status).toBe(404);
  const agentId = agent.agent.id;
  const { body: first } = await give(agentId);
  await expect.poll(() => telephony.devices).toMatchObject([{ ...first, agentId }]);
  telephony.happen({ type: 'device', agentId, state: 'registered' });
  const phone = { agentId, username: first.username, rings: true };
  await expect.poll(async () => (await list()).deskPhones).toEqual([{ ...phone, registered: true }]);
  // Given again, the name and the password of before are worth nothing.
  const { body: second } = await give(agentId);
  expect(second.username).not.toBe(first.username);
  await expect.poll(() => telephony.devices).toMatchObject([{ ...second, agentId }]);
  expect((await list()).deskPhones).toEqual([{ ...phone, username: second.username, registered: false }]);
  const take = () => call(server, 'DELETE', `/v1/desk-phones/${agentId}`, { token });
  expect([(await take()).status, (await take()).status]).toEqual([204, 404]);
  await expect.poll(() => telephony.devices).toEqual([]);
});

/** The agent dials from the screen, and speaks at their own telephone. */
async function calledFromTheDesk(
  scene: Awaited<ReturnType<typeof office>>,
): Promise<CallView & { customerLeg: string }> {
  const { server, telephony, agent } = scene;
  const { body } = await verb(server, agent.token, 'POST', '/v1/calls', { number: CUSTOMER });
  const desk = await scene.deskLeg();
  expect(body.parties.find(({ role }) => role === 'agent')).toMatchObject({ id: desk, device: 'device' });
  const customerLeg = body.parties.find(({ role }) => role === 'customer')?.id ?? '';
  telephony.happen({ type: 'answered', sipCallId: desk, remote: REMOTE });
  await expect.poll(() => telephony.calls.get(customerLeg)?.state).toBe('dialled');
  telephony.happen({ type: 'answered', sipCallId: customerLeg, remote: REMOTE });
  await picture(agent.socket, ({ state }) => state === 'connecting', 'the answer');
  await scene.talk(body.id);
  return { ...body, customerLeg };
}

test('a call that is transferred to a number is the number’s once it answers: the agent is free, and one hang-up ends it', async () => {
  await using scene = await office();
  const { telephony, agent, agentId, media } = scene;
  const { id, customerLeg } = await calledFromTheDesk(scene);
  const deskLeg = pictureOf(agent.socket)?.parties.find(({ role }) => role === 'agent')?.id ?? '';
  // Asked for at the telephone, by REFER.
  telephony.happen({ type: 'transfer_asked', sipCallId: deskLeg, to: '06 87654321' });
  const third = () => [...telephony.calls].find(([, { number }]) => number === OUTSIDE)?.[0];
  await expect.poll(third).toBeDefined();
  // Meanwhile the customer waits with music.
  await expect.poll(() => media.sessions.get(id)?.legs.get(customerLeg)?.playing).toMatchObject({ kind: 'file' });
  telephony.happen({ type: 'answered', sipCallId: third() as string, remote: REMOTE });
  await expect.poll(() => telephony.calls.get(deskLeg)?.state).toBe('ended');
  await agent.socket.frame('desk', ({ desk }) => desk.presence.openContacts === 0);
  await expect.poll(() => media.heard(id)).toEqual([`${customerLeg}>${third()}`, `${third()}>${customerLeg}`].sort());
  expect(await scene.history()).toMatchObject({ state: 'in_progress', agent: null, lastAgent: { id: agentId } });
  telephony.happen({ type: 'ended', sipCallId: third() as string, by: 'peer', failure: null, status: null });
  await expect.poll(async () => (await scene.history())?.state).toBe('ended');
  await expect.poll(() => telephony.calls.get(customerLeg)?.state).toBe('ended');
});

test('nobody there answers: the customer is the agent’s again; what the policy denies is not dialled, whoever asks', async () => {
  await using scene = await office();
  const { telephony, agent, server, admin, media } = scene;
  const { id, customerLeg } = await calledFromTheDesk(scene);
  const deskLeg = pictureOf(agent.socket)?.parties.find(({ role }) => role === 'agent')?.id ?? '';
  telephony.happen({ type: 'transfer_asked', sipCallId: deskLeg, to: '+8821234567890' });
  await expect
    .poll(async () => {
      const { body } = await call<{ records: unknown[] }>(server, 'GET', '/v1/audit?action=call.dial_refused&limit=5', {
        token: admin,
      });
      return body.records.length;
    })
    .toBe(1);
  const sent = await verb(server, agent.token, 'POST', `/v1/calls/${id}/transfer`, { to: { number: OUTSIDE } });
  expect(sent.body.state).toBe('held');
  const third = () => [...telephony.calls].find(([, { number }]) => number === OUTSIDE)?.[0];
  await expect.poll(third).toBeDefined();
  telephony.happen({ type: 'ended', sipCallId: third() as string, by: 'peer', failure: 'busy', status: 486 });
  await picture(agent.socket, ({ state }) => state === 'in_progress', 'the customer to come back');
  await expect.poll(() => media.heard(id)).toEqual([`${customerLeg}>${deskLeg}`, `${deskLeg}>${customerLeg}`].sort());
});
