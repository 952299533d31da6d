import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addTenant, Refused } from '@alongside/domain';
import type { Call, CallView, Contact, Desk, TrunkSettings } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { calling, picture, speaking, startCallServer, verb } from '../testing/call-scene.ts';
import { call, signIn, startHelp } from '../testing/client.ts';
import {
  COMPANY_NUMBER as NUMBER,
  CUSTOMER_NUMBER as CUSTOMER,
  openTelephones,
} from '../testing/company-telephones.ts';
import { availableAgent, type SceneAgent } from '../testing/scene.ts';
import { tone, wavOf } from './tune.ts';

const TRUNK: Omit<TrunkSettings, 'id' | 'hasPassword'> = {
  name: 'Carrier',
  mode: 'address',
  host: 'sip.example',
  port: null,
  transport: 'udp',
  username: null,
  peers: [],
  srtp: 'never',
  callerNumber: NUMBER,
  codecs: ['PCMA'],
  enabled: true,
};
const REMOTE = { host: '127.0.0.1', port: 30_000, codec: 'PCMA', dtmfPayloadType: 101, srtpKey: null } as const;

async function telephoneScene(how: Parameters<typeof openTelephones>[1] = {}) {
  const scene = await startCallServer();
  const { server, telephony } = scene;
  const { admin, trunkId } = await openTelephones(server, how);
  await expect.poll(() => telephony.trunks).toMatchObject([{ id: trunkId, password: 'a trunk password' }]);
  return { ...scene, admin, trunkId, [Symbol.asyncDispose]: () => server.stop() };
}

const ring = (scene: Awaited<ReturnType<typeof telephoneScene>>, more: { from?: string; to?: string } = {}) => {
  const sipCallId = randomUUID();
  const { trunkId } = scene;
  const from = more.from ?? CUSTOMER;
  scene.telephony.happen({
    type: 'incoming',
    sipCallId,
    trunkId,
    from,
    fromName: null,
    to: more.to ?? NUMBER,
    remote: REMOTE,
  });
  return sipCallId;
};

async function take(scene: Awaited<ReturnType<typeof telephoneScene>>, agent: SceneAgent): Promise<CallView> {
  const { desk } = await agent.socket.frame('desk', ({ desk: seen }: { desk: Desk }) => seen.offers.length > 0);
  const [offer] = desk.offers;
  const { status } = await call(scene.server, 'POST', `/v1/contacts/${offer!.contactId}/accept`, {
    token: agent.token,
    body: { epoch: offer!.epoch },
  });
  expect(status).toBe(200);
  return picture(agent.socket, ({ state }) => state === 'connecting', 'the call');
}

test('a telephone calls in: it rings until an agent accepts, is answered then, and one hang-up ends all', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, media } = scene;
  const agent = await availableAgent(server);
  const sip = ring(scene);
  const taken = await take(scene, agent);
  expect(taken).toMatchObject({ kind: 'phone', direction: 'inbound', customer: { number: CUSTOMER } });
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  expect(media.sessions.get(taken.id)?.audio).toBe('g711');
  await agent.socket.request({ t: 'call.join', callId: taken.id });
  expect((await agent.socket.frame('call.joined')).audio).toBe('g711');
  for (const { id } of taken.parties) media.flow(taken.id, id);
  await picture(agent.socket, ({ state }) => state === 'in_progress', 'it to begin');
  await verb(server, agent.token, 'PUT', `/v1/calls/${taken.id}/hold`, { held: true });
  const phone = taken.parties.find(({ device }) => device === 'telephone')!;
  await expect.poll(() => media.sessions.get(taken.id)?.legs.get(phone.id)?.playing).toMatchObject({ kind: 'file' });
  await verb(server, agent.token, 'PUT', `/v1/calls/${taken.id}/hold`, { held: false });
  telephony.happen({ type: 'ended', sipCallId: sip, by: 'peer', failure: null, status: null });
  const over = await picture(agent.socket, ({ state }) => state === 'ended', 'the end');
  expect(over).toMatchObject({ endedBy: 'customer', endReason: 'hung_up' });
  await agent.socket.frame('desk', ({ desk }) => desk.presence.openContacts === 0 && desk.conversations.length === 1);
  await expect.poll(() => media.sessions.size).toBe(0);
  const listed = await call<{ calls: Call[] }>(server, 'GET', `/v1/calls?number=${encodeURIComponent(CUSTOMER)}`, {
    token: agent.token,
  });
  expect(listed.body.calls).toMatchObject([{ customerNumber: CUSTOMER, companyNumber: NUMBER, endReason: 'hung_up' }]);
});

test('with a greeting it is answered at once; who hangs up while waiting is missed, and leaves the queue', async () => {
  await using scene = await telephoneScene({ greeting: 'welcome.wav' });
  const { server, telephony, media } = scene;
  // Laid there by the operator.
  await mkdir(join(server.dataDir, 'sounds'), { recursive: true });
  await writeFile(join(server.dataDir, 'sounds', 'welcome.wav'), wavOf(tone()));
  const sip = ring(scene);
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  await expect
    .poll(() => [...media.sessions.values()].flatMap(({ legs }) => [...legs.values()].map(({ playing }) => playing)))
    .toEqual([{ kind: 'file', name: 'welcome.wav', repeat: false }]);
  telephony.happen({ type: 'ended', sipCallId: sip, by: 'peer', failure: null, status: null });
  const boss = (await signIn(server, server.demo.agents[3]!)).token;
  const calls = async () => (await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss })).body.calls;
  await expect.poll(async () => (await calls())[0]?.state).toBe('ended');
  expect((await calls())[0]).toMatchObject({ missedReason: 'missed_customer', endReason: 'cancelled', talkSeconds: 0 });
  await expect.poll(() => media.sessions.size).toBe(0);
});

test('a number that is not ours is answered as unknown; two calls from one number are two calls', async () => {
  await using scene = await telephoneScene();
  const { telephony, server } = scene;
  const wrong = ring(scene, { to: '+31209999999' });
  await expect.poll(() => telephony.calls.get(wrong)?.state).toBe('ended');
  const both = [ring(scene), ring(scene)];
  await expect.poll(() => both.map((sip) => telephony.calls.get(sip)?.state)).toEqual(['rung', 'rung']);
  const boss = (await signIn(server, server.demo.agents[3]!)).token;
  const { body } = await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss });
  expect(body.calls.map(({ state, customerNumber }) => [state, customerNumber])).toEqual([
    ['requested', CUSTOMER],
    ['requested', CUSTOMER],
  ]);
});

test('a telephone whose number is a customer’s own id is somebody else, and takes neither their name nor their place', async () => {
  await using scene = await telephoneScene();
  const { server, telephony } = scene;
  const known = await startHelp(server, CUSTOMER, { customerName: 'Grace', isLoggedIn: false });
  const sip = ring(scene);
  const boss = (await signIn(server, server.demo.agents[3]!)).token;
  const calls = async () => (await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss })).body.calls;
  await expect.poll(async () => (await calls())[0]?.contactId).toBeTypeOf('string');
  const [ringing] = await calls();
  expect(ringing?.customer).toMatchObject({ name: CUSTOMER, customerId: CUSTOMER });
  const { body } = await call<Contact>(server, 'GET', `/v1/contacts/${known.contactId}`, { token: boss });
  expect(body.customer).toMatchObject({ name: 'Grace', customerId: CUSTOMER });
  expect(ringing?.customer?.id).not.toBe(body.customer.id);
  telephony.happen({ type: 'ended', sipCallId: sip, by: 'peer', failure: null, status: null });
  await expect.poll(async () => (await calls())[0]?.state).toBe('ended');
  // The next call is of the same caller, who never becomes the customer either.
  await call(server, 'POST', '/v1/online-help/cancel', { token: known.token });
  const again = ring(scene);
  await expect.poll(async () => (await calls()).length).toBe(2);
  expect((await calls())[0]?.customer?.id).toBe(ringing?.customer?.id);
  telephony.happen({ type: 'ended', sipCallId: again, by: 'peer', failure: null, status: null });
  await expect.poll(async () => (await calls())[0]?.state).toBe('ended');
});

test('a tenant that writes another’s carrier and number into a trunk of its own gets none of its calls', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, trunkId } = scene;
  const rival = await addTenant(server.platform, { domain: 'rival', settings: {} });
  const rivalTrunk = randomUUID();
  await server.platform.store.transaction(rival.id, async (tx) => {
    const queueId = await tx.queues.defaultQueueId();
    await tx.calls.saveNumber({ number: NUMBER, queueId, greeting: null, menu: [] });
    await tx.calls.saveTrunk({ ...TRUNK, id: rivalTrunk });
    tx.tell({ kind: 'trunks', tenantId: rival.id });
  });
  await expect.poll(() => telephony.trunks).toHaveLength(2);
  const numbers = { from: CUSTOMER, to: NUMBER };
  const sipCallId = randomUUID();
  telephony.happen({
    type: 'incoming',
    sipCallId,
    trunkId: rivalTrunk,
    ...numbers,
    fromName: null,
    remote: REMOTE,
    others: [{ trunkId, ...numbers }],
  });
  await expect.poll(() => telephony.calls.get(sipCallId)?.state).toBe('rung');
  const boss = (await signIn(server, server.demo.agents[3]!)).token;
  const { body } = await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss });
  expect(body.calls).toMatchObject([{ companyNumber: NUMBER, state: 'requested' }]);
});

test('lists that could not be given to the engine are given again, whatever password of another cannot be opened', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, admin, trunkId } = scene;
  const { platform, demo } = server;
  const give = telephony.setTrunks;
  let [tries, atOnce, mostAtOnce] = [0, 0, 0];
  telephony.setTrunks = async (trunks) => {
    tries += 1;
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise((resolve) => setTimeout(resolve, 20));
    atOnce -= 1;
    if (tries === 1) throw new Error('the engine is away');
    return give(trunks);
  };
  const other = randomUUID();
  await platform.store.transaction(demo.tenant.id, async (tx) => {
    await tx.calls.saveTrunk({ ...TRUNK, name: 'Broken', id: randomUUID() }, 'sealed by nobody');
    await tx.calls.saveTrunk({ ...TRUNK, name: 'Other', id: other });
    for (let times = 0; times < 5; times += 1) tx.tell({ kind: 'trunks', tenantId: demo.tenant.id });
  });
  await expect.poll(() => telephony.trunks.map(({ id }) => id).sort()).toEqual([trunkId, other].sort());
  expect((await call(server, 'DELETE', `/v1/trunks/${trunkId}`, { token: admin })).status).toBe(204);
  await expect.poll(() => telephony.trunks.map(({ id }) => id)).toEqual([other]);
  expect(mostAtOnce).toBe(1);
});

test('a caller who goes before the call is taken leaves no call that waits', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, media } = scene;
  const sipCallId = ring(scene);
  telephony.happen({ type: 'ended', sipCallId, by: 'peer', failure: 'cancelled', status: 487 });
  const boss = (await signIn(server, server.demo.agents[3]!)).token;
  const calls = async () => (await call<{ calls: Call[] }>(server, 'GET', '/v1/calls', { token: boss })).body.calls;
  await expect.poll(calls).toMatchObject([{ state: 'ended', endReason: 'cancelled', endedBy: 'customer' }]);
  expect(media.sessions.size).toBe(0);
});

test('an agent dials: the call is on the desk at once, begins when it is answered, and is found by its tempId', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, media } = scene;
  const agent = await availableAgent(server);
  const dialled = await verb(server, agent.token, 'POST', '/v1/calls', { number: '06 1234 5678', tempId: 'order-7' });
  expect(dialled.status).toBe(201);
  expect(dialled.body).toMatchObject({ kind: 'phone', direction: 'outbound', state: 'ringing' });
  const phone = dialled.body.parties.find(({ device }) => device === 'telephone')!;
  await expect.poll(() => telephony.calls.get(phone.id)).toEqual({ state: 'dialled', number: CUSTOMER });
  await agent.socket.frame('desk', ({ desk }) => desk.conversations.length === 1);
  const busy = await verb(server, agent.token, 'POST', '/v1/calls', { number: CUSTOMER });
  expect(busy.error?.code).toBe('call_busy');
  const joined = await agent.socket.request({ t: 'call.join', callId: dialled.body.id });
  expect(joined.ok).toBe(true);
  telephony.happen({ type: 'answered', sipCallId: phone.id, remote: REMOTE });
  await picture(agent.socket, ({ state }) => state === 'connecting', 'the answer');
  for (const { id } of dialled.body.parties) media.flow(dialled.body.id, id);
  await picture(agent.socket, ({ state }) => state === 'in_progress', 'it to begin');
  const pressed = await call(server, 'POST', `/v1/calls/${dialled.body.id}/digits`, {
    token: agent.token,
    body: { digits: '12#' },
  });
  expect(pressed.status).toBe(204);
  expect((await verb(server, agent.token, 'POST', `/v1/calls/${dialled.body.id}/end`)).body.state).toBe('ended');
  await expect.poll(() => telephony.calls.get(phone.id)?.state).toBe('ended');
  const found = await call<{ calls: Call[] }>(server, 'GET', '/v1/calls?tempId=order-7', { token: agent.token });
  expect(found.body.calls.map(({ id }) => id)).toEqual([dialled.body.id]);
  const again = await verb(server, agent.token, 'POST', '/v1/calls', { number: CUSTOMER, tempId: 'order-7' });
  expect(again.error?.code).toBe('already_exists');
});

test.each([
  ['busy', 486, 'busy'],
  ['no_answer', 408, 'no_answer'],
  ['unreachable', 404, 'unreachable'],
] as const)('a telephone that is %s ends the call with its status, once', async (failure, status, endReason) => {
  await using scene = await telephoneScene();
  const { server, telephony } = scene;
  const agent = await availableAgent(server);
  const { body } = await verb(server, agent.token, 'POST', '/v1/calls', { number: CUSTOMER });
  const phone = body.parties.find(({ device }) => device === 'telephone')!;
  await expect.poll(() => telephony.calls.get(phone.id)?.state).toBe('dialled');
  for (const _twice of [1, 2]) telephony.happen({ type: 'ended', sipCallId: phone.id, by: 'peer', failure, status });
  await picture(agent.socket, ({ state }) => state === 'ended', 'the end');
  const stored = await call<Call>(server, 'GET', `/v1/calls/${body.id}`, { token: agent.token });
  expect(stored.body).toMatchObject({ endReason, sipStatus: status, missedReason: 'missed_customer', talkSeconds: 0 });
});

test('[CALL11] what the policy denies and what is past a cap is refused, audited, and never dialled', async () => {
  await using scene = await telephoneScene({ caps: { concurrent: 1 } });
  const { server, telephony, admin } = scene;
  const [one, two] = [await availableAgent(server, 0), await availableAgent(server, 1)];
  const dial = (agent: SceneAgent, number: string) => verb(server, agent.token, 'POST', '/v1/calls', { number });
  for (const number of ['+1 212 555 0123', '0900 1234567', '112', 'abc', ''])
    expect([400, 403], number).toContain((await dial(one, number)).status);
  expect(telephony.calls.size).toBe(0);
  expect((await dial(one, CUSTOMER)).status).toBe(201);
  await expect.poll(() => telephony.calls.size).toBe(1);
  const past = await dial(two, '+31612345679');
  expect(past.error).toMatchObject({ code: 'call_limit_reached', rule: 'concurrent' });
  expect(telephony.calls.size).toBe(1);
  const { body: desk } = await call<Desk>(server, 'GET', '/v1/agent/desk', { token: two.token });
  expect([desk.conversations.length, desk.presence.openContacts]).toEqual([0, 0]);
  const audit = await call<{ records: object[] }>(server, 'GET', '/v1/audit?action=call.dial_refused&limit=10', {
    token: admin,
  });
  expect(audit.body.records.length).toBeGreaterThanOrEqual(4);
});

test('when the engine dies, telephones are hung up and their calls closed once', async () => {
  await using scene = await telephoneScene();
  const { server, telephony, media } = scene;
  const agent = await availableAgent(server);
  const sip = ring(scene);
  const taken = await take(scene, agent);
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  media.kill();
  const over = await picture(agent.socket, ({ state }) => state === 'ended', 'the end');
  expect(over).toMatchObject({ endReason: 'engine_lost', endedBy: 'system' });
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('ended');
  expect((await call<Call>(server, 'GET', `/v1/calls/${taken.id}`, { token: agent.token })).body.endReason).toBe(
    'engine_lost',
  );
});

test.each(['parties', 'transfer'] as const)(
  'a number is brought into a call of browsers (%s): they begin anew with what telephones speak, and all who stay are heard',
  async (how) => {
    await using scene = await telephoneScene();
    const { server, telephony, media } = scene;
    const talk = await calling(server);
    const { callId, agent, customer } = talk;
    const { customerId, agentId } = await speaking(media, talk);
    const firstLegs = media.sessions.get(callId)!.legs;
    const body = how === 'parties' ? { who: { number: CUSTOMER } } : { to: { number: CUSTOMER } };
    const asked = await verb(server, agent.token, 'POST', `/v1/calls/${callId}/${how}`, body);
    expect([asked.status, asked.body.kind]).toEqual([200, 'voice']);
    const phone = asked.body.parties.find(({ device }) => device === 'telephone')!;
    await expect.poll(() => telephony.calls.get(phone.id)).toEqual({ state: 'dialled', number: CUSTOMER });
    for (const [socket, partyId] of [
      [customer, customerId],
      [agent.socket, agentId],
    ] as const)
      expect(await socket.frame('call.joined', ({ audio }) => audio === 'g711')).toMatchObject({ partyId, callId });
    const session = media.sessions.get(callId)!;
    expect(session.audio).toBe('g711');
    expect([...session.legs.keys()].sort()).toEqual([customerId, agentId, phone.id].sort());
    expect(session.legs.get(agentId)).not.toBe(firstLegs.get(agentId));
    const stays = how === 'parties';
    // Who is transferred waits on hold.
    expect(media.heard(callId)).toEqual(stays ? [`${customerId}>${agentId}`, `${agentId}>${customerId}`].sort() : []);

    telephony.happen({ type: 'answered', sipCallId: phone.id, remote: REMOTE });
    media.flow(callId, phone.id);
    const everybody = [customerId, ...(stays ? [agentId] : []), phone.id];
    const all = everybody.flatMap((from) => everybody.filter((to) => to !== from).map((to) => `${from}>${to}`));
    await expect.poll(() => media.heard(callId)).toEqual(all.sort());
    // The next telephone finds the sound as it is.
    telephony.happen({ type: 'ended', sipCallId: phone.id, by: 'peer', failure: null, status: null });
    if (!stays) return expect.poll(() => media.sessions.size).toBe(0);
    await expect.poll(() => media.heard(callId)).toHaveLength(2);
    expect(media.sessions.get(callId)).toBe(session);
    expect((await verb(server, agent.token, 'POST', `/v1/calls/${callId}/end`)).body.state).toBe('ended');
    await expect.poll(() => media.sessions.size).toBe(0);
  },
);

test('[CALL1] a telephone that hangs up while the store is away ends its call when it is back', async () => {
  await using scene = await telephoneScene();
  const { server, telephony } = scene;
  const agent = await availableAgent(server);
  const sip = ring(scene);
  const taken = await take(scene, agent);
  await expect.poll(() => telephony.calls.get(sip)?.state).toBe('answered');
  const store = server.platform.store as { transaction: unknown };
  const { transaction } = store;
  let refused = 0;
  store.transaction = () => {
    refused += 1;
    return Promise.reject(new Refused('store_unavailable'));
  };
  telephony.happen({ type: 'ended', sipCallId: sip, by: 'peer', failure: null, status: null });
  await expect.poll(() => refused).toBeGreaterThan(0);
  store.transaction = transaction;
  const over = await picture(agent.socket, ({ id, state }) => id === taken.id && state === 'ended', 'the end');
  expect(over).toMatchObject({ endedBy: 'customer', endReason: 'hung_up' });
});
