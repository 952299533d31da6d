import { randomUUID } from 'node:crypto';
import type { AgentSettings, BusinessHours, OnlineHelpStatus, QueueSettings, Skill } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { setPresence, talking } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = (await signIn(server, server.demo.admin)).token;
});
afterAll(() => server.stop());

const ask = <T>(method: string, path: string, body?: unknown, token = admin) =>
  call<T>(server, method, path, { token, ...(body === undefined ? {} : { body }) });
const queues = async () => (await ask<{ queues: QueueSettings[] }>('GET', '/v1/queue-settings')).body.queues;
const people = async () => (await ask<{ agents: AgentSettings[] }>('GET', '/v1/agent-settings')).body.agents;
const plain = (change: Partial<QueueSettings> = {}): Omit<QueueSettings, 'id'> => ({
  name: `Queue ${randomUUID().slice(0, 8)}`,
  isDefault: false,
  priority: 0,
  rings: [{ afterSeconds: 0, requirements: [] }],
  offerSeconds: null,
  hoursId: null,
  maxWaitSeconds: null,
  maxWaitMessage: '',
  overflow: null,
  callBackAfterSeconds: null,
  afterContactSeconds: 0,
  preferLastAgentHours: 0,
  serviceLevel: { seconds: 60, goal: 80 },
  externalRouter: null,
  survey: false,
  ...change,
});
const saveQueue = (id: string, change: Partial<QueueSettings> = {}) =>
  ask<QueueSettings>('PUT', `/v1/queue-settings/${id}`, plain(change));
const saveSkill = async (name: string): Promise<string> => {
  const id = randomUUID();
  const { status } = await ask<Skill>('PUT', `/v1/skills/${id}`, { name, description: '' });
  expect(status).toBe(200);
  return id;
};
const hours = (change: Partial<BusinessHours> = {}) => ({
  name: `Hours ${randomUUID().slice(0, 8)}`,
  timeZone: 'Europe/Istanbul',
  week: [{ day: 1, from: '09:00', to: '24:00' }],
  holidays: [],
  closedMessage: 'We sleep.',
  ...change,
});

test('a queue is kept whole, twice the same is the same, and the default moves but is never given up', async () => {
  const [before] = await queues();
  const id = randomUUID();
  const wanted = plain({ priority: 3, rings: [{ afterSeconds: 0, requirements: [] }], survey: true, offerSeconds: 20 });
  for (let time = 0; time < 2; time += 1)
    expect((await ask('PUT', `/v1/queue-settings/${id}`, wanted)).body).toEqual({ id, ...wanted });
  expect((await ask('PUT', `/v1/queue-settings/${id}`, { ...wanted, isDefault: true })).status).toBe(200);
  expect((await queues()).filter(({ isDefault }) => isDefault)).toMatchObject([{ id }]);
  const given = await ask('PUT', `/v1/queue-settings/${id}`, wanted);
  expect(given.error).toMatchObject({ code: 'invalid_request', field: '/body/isDefault' });
  const { id: first, ...rest } = before!;
  expect((await ask('PUT', `/v1/queue-settings/${first}`, { ...rest, isDefault: true })).status).toBe(200);
  expect((await saveQueue(randomUUID(), { name: wanted.name.toUpperCase() })).error?.code).toBe('already_exists');
});

test('a queue points only to what there is, and its rings follow one another', async () => {
  const id = randomUUID();
  const unknown = randomUUID();
  for (const change of [
    { hoursId: unknown },
    { overflow: { afterSeconds: 10, queueId: unknown } },
    { rings: [{ afterSeconds: 0, requirements: [{ skillId: unknown, level: 1 }] }] },
    { externalRouter: { webhookId: unknown, deadlineMilliseconds: 500 } },
  ])
    expect((await saveQueue(id, change)).error?.code, JSON.stringify(change)).toBe('unknown_reference');
  for (const rings of [
    [{ afterSeconds: 5, requirements: [] }],
    [0, 10, 10].map((afterSeconds) => ({ afterSeconds, requirements: [] })),
  ])
    expect((await saveQueue(id, { rings })).error?.code).toBe('invalid_request');
  expect((await saveQueue(id, { overflow: { afterSeconds: 10, queueId: id } })).error?.code).toBe('invalid_request');
  expect((await queues()).some((queue) => queue.id === id)).toBe(false);
});

test('what something still uses stays, and says by what; afterwards it goes', async () => {
  const skillId = await saveSkill('Loans');
  const hoursId = randomUUID();
  expect((await ask('PUT', `/v1/business-hours/${hoursId}`, hours())).body).toMatchObject({ id: hoursId });
  const [target, id] = [randomUUID(), randomUUID()];
  await saveQueue(target);
  const name = `Loans desk ${id.slice(0, 4)}`;
  const uses = {
    name,
    hoursId,
    overflow: { afterSeconds: 60, queueId: target },
    rings: [{ afterSeconds: 0, requirements: [{ skillId, level: 3 }] }],
  };
  expect((await saveQueue(id, uses)).status).toBe(200);
  for (const path of [`skills/${skillId}`, `business-hours/${hoursId}`, `queue-settings/${target}`]) {
    const { error } = await ask('DELETE', `/v1/${path}`);
    expect(error, path).toMatchObject({ code: 'in_use', message: expect.stringContaining(name) });
  }
  for (const path of [
    `queue-settings/${id}`,
    `skills/${skillId}`,
    `business-hours/${hoursId}`,
    `queue-settings/${target}`,
  ]) {
    expect((await ask('DELETE', `/v1/${path}`)).status, path).toBe(204);
    expect((await ask('DELETE', `/v1/${path}`)).error?.code, path).toBe('not_found');
  }
  const [standard] = await queues();
  expect((await ask('DELETE', `/v1/queue-settings/${standard!.id}`)).error?.code).toBe('in_use');
});

test('a queue in which somebody waits stays', async () => {
  const id = randomUUID();
  await saveQueue(id);
  const { token } = await startHelp(server, undefined, { queueId: id });
  expect((await ask('DELETE', `/v1/queue-settings/${id}`)).error?.code).toBe('in_use');
  await ask('POST', '/v1/online-help/cancel', {}, token);
  expect((await ask('DELETE', `/v1/queue-settings/${id}`)).status).toBe(204);
  // Its name is free again, and its history is still told.
  expect((await queues()).some((queue) => queue.id === id)).toBe(false);
});

test('hours that cannot be are refused with the place of the fault', async () => {
  const save = (change: Partial<BusinessHours>) => ask('PUT', `/v1/business-hours/${randomUUID()}`, hours(change));
  expect((await save({ timeZone: 'Mars/Olympus' })).error).toMatchObject({ field: '/body/timeZone' });
  expect((await save({ week: [{ day: 1, from: '10:00', to: '09:00' }] })).error).toMatchObject({
    field: '/body/week/0',
  });
  expect((await save({ week: [{ day: 1, from: '24:30', to: '25:00' }] })).error?.code).toBe('invalid_request');
});

test('[ROUTE6] a start outside the hours is refused with when they open, and the hash stays good', async () => {
  const [hoursId, id] = [randomUUID(), randomUUID()];
  await ask('PUT', `/v1/business-hours/${hoursId}`, hours({ week: [] }));
  await saveQueue(id, { hoursId });
  await expect(startHelp(server, 'night owl', { queueId: id })).rejects.toThrow(/outside_hours.*We sleep/);
  const always = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
  await ask('PUT', `/v1/business-hours/${hoursId}`, hours({ week: always }));
  const { token } = await startHelp(server, 'night owl', { queueId: id });
  await ask('POST', '/v1/online-help/cancel', {}, token);
  await expect(startHelp(server, undefined, { queueId: randomUUID() })).rejects.toThrow(/unknown_reference/);
});

test('weights are kept, and only those made later have them', async () => {
  const weights = { CHAT: 2, VOICE_CALL: 5, VIDEO_CALL: 6 };
  expect((await ask('PUT', '/v1/contact-weights', weights)).body).toEqual(weights);
  expect((await ask('GET', '/v1/contact-weights')).body).toEqual(weights);
  await ask('PUT', '/v1/contact-weights', { CHAT: 1, VOICE_CALL: 3, VIDEO_CALL: 3 });
});

test('a person is changed in parts; what is unknown or taken is refused', async () => {
  const [one, other] = await people();
  const skillId = await saveSkill('Cards');
  const change = {
    capacity: 7,
    limits: { CHAT: 2 },
    skills: [{ skillId, level: 4 }],
    staffNumber: 'S-1',
    outOfOffice: { message: 'Back on Monday', forwardTo: [other!.id] },
  };
  const path = `/v1/agent-settings/${one!.id}`;
  expect((await ask('PATCH', path, change)).body).toEqual({ ...one, ...change });
  expect((await people()).find(({ id }) => id === one!.id)).toEqual({ ...one, ...change });
  expect((await ask('PATCH', path, { outOfOffice: null, skills: [], capacity: one!.capacity })).status).toBe(200);
  const codeOf = async (body: object, id = one!.id) =>
    (await ask('PATCH', `/v1/agent-settings/${id}`, body)).error?.code;
  expect(await codeOf({ email: other!.email })).toBe('already_exists');
  expect(await codeOf({ staffNumber: 'S-1' }, other!.id)).toBe('already_exists');
  expect(await codeOf({ skills: [{ skillId: randomUUID(), level: 1 }] })).toBe('unknown_reference');
  expect(await codeOf({ outOfOffice: { message: '', forwardTo: [randomUUID()] } })).toBe('unknown_reference');
  expect(await codeOf({ name: 'x' }, randomUUID())).toBe('not_found');
});

test('the last administrator who can sign in keeps the role', async () => {
  const last = (await people()).find(({ role }) => role === 'administrator')!;
  for (const change of [{ role: 'agent' }, { disabled: true }])
    expect((await ask('PATCH', `/v1/agent-settings/${last.id}`, change)).error?.code).toBe('last_administrator');
});

test('[CON4] a capacity below what is held is reached as contacts end, and nobody is over it at any instant', async () => {
  const { agent, started } = await talking(server, 2);
  const path = `/v1/agent-settings/${agent.agent.id}`;
  expect((await ask<AgentSettings>('PATCH', path, { capacity: 0 })).body.capacity).toBe(0);
  const desk = () => ask<{ presence: object }>('GET', '/v1/agent/desk', undefined, agent.token);
  expect((await desk()).body.presence).toMatchObject({ capacity: 0, openContacts: 1 });
  await ask('POST', `/v1/contacts/${started.contactId}/end`, { wrapUp: '' }, agent.token);
  const waits = await startHelp(server);
  expect((await ask('POST', `/v1/contacts/${waits.contactId}/pick`, {}, agent.token)).error?.code).toBe('at_capacity');
  await ask('POST', '/v1/online-help/cancel', {}, waits.token);
  // Whoever is still there would be rung for what a later test puts back.
  await setPresence(server, agent.token, 'away');
  await ask('PATCH', path, { capacity: 3 });
  await agent.socket.close();
});

test('a disabled person is signed out at once, and what they hold waits again at its place', async () => {
  const { agent, started, customer } = await talking(server, 1);
  const path = `/v1/agent-settings/${agent.agent.id}`;
  expect((await ask('PATCH', path, { disabled: true })).status).toBe(200);
  await agent.socket.closed;
  expect((await ask('GET', '/v1/agent/me', undefined, agent.token)).error?.code).toBe('not_authenticated');
  const help = await ask<OnlineHelpStatus>('GET', '/v1/online-help', undefined, started.token);
  expect(help.body).toMatchObject({ state: 'waiting', standing: { position: 1 } });
  expect((await ask('PATCH', path, { disabled: false })).status).toBe(200);
  await ask('POST', '/v1/online-help/cancel', {}, started.token);
  await customer.close();
});

test('[WS5] another role ends what was opened with the one before', async () => {
  const { token, agent } = await signIn(server, server.demo.agents[1]!);
  const socket = await connect(server, token);
  const path = `/v1/agent-settings/${agent.id}`;
  expect((await ask('PATCH', path, { role: 'supervisor' })).status).toBe(200);
  expect(await socket.closed).toBe(4401);
  const supervisor = await signIn(server, server.demo.agents[1]!);
  expect(supervisor.agent.role).toBe('supervisor');
  expect((await ask('PATCH', path, { role: 'supervisor', name: supervisor.agent.name })).status).toBe(200);
  expect((await ask('GET', '/v1/agent/me', undefined, supervisor.token)).status).toBe(200);
  expect((await ask('PATCH', path, { role: 'agent' })).status).toBe(200);
  expect((await ask('GET', '/v1/agent/me', undefined, supervisor.token)).error?.code).toBe('not_authenticated');
});

test('a new password ends the sessions of the old one', async () => {
  const person = server.demo.agents[0]!;
  const { token, agent } = await signIn(server, person);
  const password = 'another long sentence for a test';
  expect((await ask('PUT', `/v1/agent-settings/${agent.id}/password`, { password })).status).toBe(204);
  expect((await ask('GET', '/v1/agent/me', undefined, token)).error?.code).toBe('not_authenticated');
  expect((await signIn(server, { ...person, password })).agent.id).toBe(agent.id);
});

test('[AUD1] every change is in the audit log', async () => {
  const { body } = await ask<{ records: { action: string }[] }>('GET', '/v1/audit?limit=100');
  const said = new Set(body.records.map(({ action }) => action));
  for (const action of [
    'queue.saved',
    'queue.deleted',
    'skill.saved',
    'skill.deleted',
    'business_hours.saved',
    'business_hours.deleted',
    'contact_weights.saved',
    'agent.changed',
    'agent.password_set',
  ])
    expect(said, action).toContain(action);
});
