import { randomUUID } from 'node:crypto';
import { mintTransactionHash } from '@alongside/domain';
import type {
  ChannelConfig,
  ChannelMode,
  ChannelOpened,
  ChannelSettings,
  Started,
  ThreadView,
} from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const tenant = () => server.demo.tenant.domain;

async function addChannel(mode: ChannelMode, more: Partial<ChannelSettings> = {}): Promise<string> {
  const id = `chat_${randomUUID()}`;
  const { tenantId } = await server.platform.store.tenants
    .byDomain(tenant())
    .then((found) => ({ tenantId: found?.id ?? '' }));
  const files = { enabled: true, maxMegabytes: 10, types: [] };
  const rules = { queueId: null, hoursId: null, needsAgents: false, files, transcript: true, proactive: true };
  const forms = { preContactForm: null, contactFields: [], customerFields: [], welcomeText: 'Hello' };
  await server.platform.store.transaction(tenantId, (tx) =>
    tx.channels.saveChannel({ id, name: id, mode, identity: 'anonymous', openId: null, ...rules, ...forms, ...more }),
  );
  return id;
}

const open = (channelId: string, more: object = {}) =>
  call<ChannelOpened>(server, 'POST', '/v1/channel-sessions', {
    body: { tenant: tenant(), channelId, deviceHash: 'device', ...more },
  });
const onChannel = (token: string) => ({
  get: <T>(path: string) => call<T>(server, 'GET', `/v1/threads${path}`, { token }),
  post: <T>(path: string, body: object = {}) => call<T>(server, 'POST', `/v1/threads${path}`, { token, body }),
  patch: <T>(path: string, body: object) => call<T>(server, 'PATCH', `/v1/threads${path}`, { token, body }),
});
const said = (text: string) => ({ clientId: randomUUID(), text });

test('[THR1] [THR2] [THR4] an app opens a channel, begins a thread, talks in it as in any conversation, and comes back after its end', async () => {
  const channelId = await addChannel('multi');
  const config = await call<ChannelConfig>(
    server,
    'GET',
    `/v1/channel-config?tenant=${tenant()}&channelId=${channelId}`,
  );
  expect(config.body).toMatchObject({
    channelId,
    mode: 'multi',
    online: true,
    welcomeText: 'Hello',
    preContactForm: null,
  });
  const opened = await open(channelId, { customerId: randomUUID(), customerName: 'Grace' });
  expect(opened.status).toBe(201);
  const mine = onChannel(opened.body.token);
  const threadId = randomUUID();
  expect((await mine.get(`/${threadId}`)).error?.code).toBe('not_found');
  const sent = await mine.post<{ fresh: boolean; conversationId: string }>(`/${threadId}/messages`, {
    name: 'Cards',
    ...said('My card is lost'),
    contactFields: [{ ident: 'topic', value: 'cards', updatedAt: '2026-11-21T12:00:00.000Z' }],
  });
  expect(sent).toMatchObject({ status: 200, body: { fresh: true } });
  const session = (await mine.post<Started>(`/${threadId}/sessions`)).body;
  expect(session).toMatchObject({ conversationId: sent.body.conversationId, customer: { name: 'Grace' } });

  const agent = await signIn(server, server.demo.agents[0]!);
  const picked = await call(server, 'POST', `/v1/contacts/${session.contactId}/pick`, { token: agent.token });
  expect(picked.status).toBe(200);
  const socket = await connect(server, session.token);
  socket.send({ t: 'subscribe', id: '1', conversationId: session.conversationId, after: 0 });
  const answer = { clientId: 'a1', body: { kind: 'text', text: 'Which one?' } };
  await call(server, 'POST', `/v1/conversations/${session.conversationId}/entries`, {
    token: agent.token,
    body: answer,
  });
  await socket.frame('entries', ({ entries }) => entries.some(({ clientId }) => clientId === 'a1'));
  expect((await mine.get<ThreadView>(`/${threadId}`)).body).toMatchObject({
    name: 'Cards',
    unseen: 1,
    contact: { status: 'open', agent: { name: agent.agent.name }, fields: [{ ident: 'topic', value: 'cards' }] },
  });

  await call(server, 'POST', `/v1/contacts/${session.contactId}/end`, { token: agent.token, body: {} });
  expect((await mine.get<ThreadView>(`/${threadId}`)).body).toMatchObject({
    canAddMessages: true,
    contact: { status: 'resolved' },
  });
  const again = said('One more thing');
  expect((await mine.post(`/${threadId}/messages`, again)).body).toMatchObject({ fresh: true });
  expect((await mine.post(`/${threadId}/messages`, again)).body).toMatchObject({ fresh: false });
  // The socket of before goes on, and its session is now of the thread's next contact.
  await socket.frame('entries', ({ entries }) => entries.some(({ clientId }) => clientId === again.clientId));
  const status = await call<{ contactId: string; state: string }>(server, 'GET', '/v1/online-help', {
    token: session.token,
  });
  expect(status.body).toMatchObject({ state: 'waiting' });
  expect(status.body.contactId).not.toBe(session.contactId);
  await socket.close();
});

test('threads are listed page by page, renamed, told of, archived and asked a transcript of', async () => {
  const { token } = (await open(await addChannel('multi'))).body;
  const mine = onChannel(token);
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of ids) await mine.post(`/${id}/messages`, said(id));
  const first = await mine.get<{ threads: ThreadView[]; nextCursor: string }>('?limit=2');
  expect(first.body.threads.map(({ threadId }) => threadId)).toEqual([ids[2], ids[1]]);
  const second = await mine.get<{ threads: ThreadView[] }>(`?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ threads: [{ threadId: ids[0] }], nextCursor: null });
  expect((await mine.get('?cursor=nonsense')).error?.code).toBe('invalid_request');
  expect((await mine.patch(`/${ids[0]}`, { name: 'Loans' })).body).toMatchObject({ name: 'Loans' });
  const field = { ident: 'topic', value: 'loans', updatedAt: '2026-11-21T12:00:00.000Z' };
  expect((await mine.patch<ThreadView>(`/${ids[0]}/fields`, { fields: [field] })).body.contact.fields).toEqual([field]);
  const own = await call(server, 'PATCH', '/v1/channel-sessions/fields', { token, body: { fields: [field] } });
  expect(own.status).toBe(204);
  expect((await mine.post(`/${ids[0]}/transcript`, { addresses: ['grace@navy.example'] })).status).toBe(204);
  expect((await mine.post(`/${ids[0]}/archive`)).body).toMatchObject({ archived: true, canAddMessages: false });
  expect((await mine.post(`/${ids[0]}/messages`, said('x'))).error?.code).toBe('conversation_ended');
  expect((await mine.post(`/${ids[1]}/end`)).error?.code).toBe('not_allowed');
});

test('a live chat is ended by its customer, who then begins another', async () => {
  const mine = onChannel((await open(await addChannel('live'))).body.token);
  const [first, second] = [randomUUID(), randomUUID()];
  await mine.post(`/${first}/messages`, said('Begin'));
  expect((await mine.post(`/${second}/messages`, said('Begin'))).error?.code).toBe('already_in_help');
  expect((await mine.post(`/${first}/end`)).body).toMatchObject({ contact: { status: 'closed' } });
  expect((await mine.post(`/${second}/messages`, said('Begin'))).body).toMatchObject({ fresh: true });
});

test('[HASH1] whom the company vouches for is its own customer, once per hash; without a voucher nobody is on a channel that wants proof', async () => {
  const channelId = await addChannel('multi', {
    identity: 'oauth',
    openId: { issuer: 'https://id.example', clientId: 'x', redirectUri: 'https://a.example' },
  });
  expect((await open(channelId)).error?.code).toBe('authorization_refused');
  const tenantId = (await server.platform.store.tenants.byDomain(tenant()))!.id;
  const grant = { customerId: `c-${randomUUID()}`, deviceHash: 'device' };
  const { transactionHash } = await mintTransactionHash(server.platform, tenantId, grant);
  const vouched = { transactionHash, startId: randomUUID() };
  const opened = await open(channelId, { ...grant, vouched, customerName: 'Grace' });
  expect(opened.body.customer.name).toBe('Grace');
  expect((await open(channelId, { ...grant, vouched })).body.customer.id).toBe(opened.body.customer.id);
  const stolen = { ...vouched, startId: randomUUID() };
  expect((await open(channelId, { ...grant, vouched: stolen })).error?.code).toBe('start_refused');
  expect((await open(channelId, { ...grant, deviceHash: 'other', vouched })).error?.code).toBe('start_refused');
  expect((await open('chat_00000000-0000-0000-0000-000000000000')).error?.code).toBe('not_found');
  // Two channels, one person of the company.
  const again = await mintTransactionHash(server.platform, tenantId, grant);
  const elsewhere = await open(await addChannel('single'), {
    ...grant,
    vouched: { transactionHash: again.transactionHash, startId: randomUUID() },
  });
  expect(elsewhere.body.customer.id).toBe(opened.body.customer.id);
});
