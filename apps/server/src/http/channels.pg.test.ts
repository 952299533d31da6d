import { randomUUID } from 'node:crypto';
import { type Channel, findChannel, isChannelOnline } from '@alongside/domain';
import type { ChannelSettings, ChannelView } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { availableAgent, setPresence } from '../testing/scene.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ token } = await signIn(server, server.demo.admin));
});
afterAll(() => server.stop());

const body = (change: Partial<ChannelSettings> = {}): Omit<ChannelSettings, 'id'> => ({
  name: randomUUID(),
  mode: 'live',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: { enabled: true, maxMegabytes: 1, types: [] },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: false,
  proactive: false,
  welcomeText: null,
  ...change,
});
const newId = () => `chat_${randomUUID()}`;
const save = (id: string, change: Partial<ChannelSettings> = {}) =>
  call<ChannelView>(server, 'PUT', `/v1/channels/${id}`, { token, body: body(change) });
const list = async () =>
  (await call<{ channels: ChannelView[] }>(server, 'GET', '/v1/channels', { token })).body.channels;
const found = async (id: string): Promise<Channel> => {
  const channel = await findChannel(server.platform, server.demo.tenant.brandId, id);
  if (!channel) throw new Error('The channel is not there.');
  return channel;
};
const question = { ident: 'age', label: 'Age', type: 'text' as const, required: false, values: [] };

test('a channel is made, changed, listed and removed, each kept in the audit log', async () => {
  const id = newId();
  const made = await save(id, { name: ' Website ' });
  expect(made.body).toMatchObject({ id, name: 'Website', openIdSecretSet: false });
  const changed = await save(id, { name: 'Website', mode: 'multi' });
  expect(changed.body.mode).toBe('multi');
  expect((await list()).find((one) => one.id === id)).toEqual(changed.body);
  expect(await found(id)).toMatchObject({ brandId: server.demo.tenant.brandId, mode: 'multi' });
  const { status } = await call(server, 'DELETE', `/v1/channels/${id}`, { token });
  expect(status).toBe(204);
  expect(await findChannel(server.platform, server.demo.tenant.brandId, id)).toBeNull();
  expect((await call(server, 'DELETE', `/v1/channels/${id}`, { token })).error?.code).toBe('not_found');
});

test('the secret at the provider is written and never read', async () => {
  const id = newId();
  const openId = { issuer: 'https://login.bank.example', clientId: 'app', redirectUri: 'bank.app:/signed-in' };
  await save(id, { identity: 'oauth', openId });
  const set = (secret: string | null) =>
    call(server, 'PUT', `/v1/channels/${id}/openid-secret`, { token, body: { secret } });
  expect((await set('hush-hush')).status).toBe(204);
  await save(id, { identity: 'oauth', openId });
  const channels = await list();
  expect(channels.find((one) => one.id === id)?.openIdSecretSet).toBe(true);
  const log = await call(server, 'GET', '/v1/audit?limit=20', { token });
  for (const said of [channels, log.body]) expect(JSON.stringify(said)).not.toContain('hush-hush');
  await set(null);
  expect((await list()).find((one) => one.id === id)?.openIdSecretSet).toBe(false);
});

test.each<[string, Partial<ChannelSettings>, string]>([
  ['a queue that is not there', { queueId: randomUUID() }, '/body/queueId'],
  ['hours that are not there', { hoursId: randomUUID() }, '/body/hoursId'],
  ['authorization without a provider', { identity: 'oauth' }, '/body/openId'],
  [
    'an issuer that is no address',
    { openId: { issuer: 'file:///etc/passwd', clientId: 'a', redirectUri: 'https://a.example/' } },
    '/body/openId/issuer',
  ],
  [
    'an app at no address',
    { openId: { issuer: 'https://a.example', clientId: 'a', redirectUri: 'nowhere' } },
    '/body/openId/redirectUri',
  ],
  ['a question twice', { contactFields: [question, question] }, '/body/contactFields/1/ident'],
  [
    'a node that hangs on nothing',
    { customerFields: [{ ...question, type: 'tree', values: [{ name: 'a', value: 'A', parent: 'b' }] }] },
    '/body/customerFields/0/values',
  ],
  [
    'values of a text',
    { preContactForm: { name: 'f', fields: [{ ...question, values: [{ name: 'a', value: 'A', parent: null }] }] } },
    '/body/preContactForm/fields/0/values',
  ],
])('%s is refused', async (_what, change, field) => {
  const { status, error } = await save(newId(), change);
  expect([status, error?.field]).toEqual([400, field]);
});

test('a name is taken once, and an id is one of a channel', async () => {
  await save(newId(), { name: 'App' });
  expect((await save(newId(), { name: 'APP' })).error?.code).toBe('already_exists');
  expect((await save(randomUUID())).status).toBe(400);
});

test('a channel is online while its hours and its queue are open', async () => {
  const hours = async (week: object[]) => {
    const id = randomUUID();
    const closed = { name: id, timeZone: 'UTC', week, holidays: [], closedMessage: '' };
    await call(server, 'PUT', `/v1/business-hours/${id}`, { token, body: closed });
    return id;
  };
  const always = await hours([1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })));
  const never = await hours([]);
  const id = newId();
  const online = async (change: Partial<ChannelSettings>) => {
    expect((await save(id, { name: 'Hours', ...change })).status).toBe(200);
    return isChannelOnline(server.platform, await found(id));
  };
  expect(await online({})).toBe(true);
  expect(await online({ hoursId: always })).toBe(true);
  expect(await online({ hoursId: never })).toBe(false);
  const [queue] = (await call<{ queues: { id: string }[] }>(server, 'GET', '/v1/queue-settings', { token })).body
    .queues;
  const { id: _id, ...settings } = queue!;
  const queueId = randomUUID();
  await call(server, 'PUT', `/v1/queue-settings/${queueId}`, {
    token,
    body: { ...settings, name: 'Closed', isDefault: false, hoursId: never },
  });
  expect(await online({ queueId })).toBe(false);
});

test('a channel that needs agents is online while somebody of its queue is there', async () => {
  const id = newId();
  await save(id, { needsAgents: true });
  const online = async () => isChannelOnline(server.platform, await found(id));
  expect(await online()).toBe(false);
  const agent = await availableAgent(server);
  expect(await online()).toBe(true);
  const skillId = randomUUID();
  await call(server, 'PUT', `/v1/skills/${skillId}`, { token, body: { name: 'Rare', description: '' } });
  const [queue] = (await call<{ queues: { id: string }[] }>(server, 'GET', '/v1/queue-settings', { token })).body
    .queues;
  const { id: _id, ...settings } = queue!;
  const queueId = randomUUID();
  const rings = [{ afterSeconds: 0, requirements: [{ skillId, level: 3 }] }];
  await call(server, 'PUT', `/v1/queue-settings/${queueId}`, {
    token,
    body: { ...settings, name: 'Rare', isDefault: false, rings },
  });
  await save(id, { needsAgents: true, queueId });
  expect(await online()).toBe(false);
  await save(id, { needsAgents: true });
  await setPresence(server, agent.token, 'away');
  expect(await online()).toBe(false);
});
