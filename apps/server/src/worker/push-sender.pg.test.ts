import { randomUUID } from 'node:crypto';
import { channelCustomer, openChannel, openThread, sendOnThread } from '@alongside/domain';
import type { Started } from '@alongside/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { PushService } from '../testing/push-service.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { PushSender } from './push-sender.ts';

/** Past the delay before a push, and past every pause between attempts. */
const LATER = 3_000;

let server: TestServer;
let agent: string;
let admin: string;
let service: PushService;
let sender: PushSender;
let ahead = LATER;
beforeAll(async () => {
  server = await startTestServer();
  ({ token: agent } = await signIn(server, server.demo.agents[0]!));
  ({ token: admin } = await signIn(server, server.demo.admin));
  await call(server, 'PUT', '/v1/agent/presence', { token: agent, body: { state: 'away' } });
});
afterAll(() => server.stop());
beforeEach(async () => {
  service = await new PushService().open();
  ahead = LATER;
  sender = new PushSender(server.platform, {
    isHere: () => false,
    publicUrl: () => null,
    every: 3_600_000,
    ahead: () => ahead,
  });
});
const open: string[] = [];
afterEach(async () => {
  // An agent has room for a few at a time.
  for (const contactId of open.splice(0))
    await call(server, 'POST', `/v1/contacts/${contactId}/end`, { token: agent, body: {} });
  await sender.close();
  await service.close();
});

async function pick(contactId: string): Promise<void> {
  const picked = await call(server, 'POST', `/v1/contacts/${contactId}/pick`, { token: agent });
  expect(picked.status).toBe(200);
  open.push(contactId);
}
/** A customer with an agent, and no socket. */
async function helped(): Promise<Started> {
  const started = await startHelp(server);
  await pick(started.contactId);
  return started;
}
async function say(conversationId: string, text: string, token = agent): Promise<void> {
  const body = { clientId: randomUUID(), body: { kind: 'text', text } };
  const { status } = await call(server, 'POST', `/v1/conversations/${conversationId}/entries`, { token, body });
  expect(status).toBeLessThan(300);
}
async function subscribe({ token }: { token: string }, browser = service.browser(), id = randomUUID()) {
  const { endpoint, keys } = browser;
  const path = `/v1/online-help/push/${id}`;
  const { status } = await call(server, 'PUT', path, { token, body: { endpoint, keys } });
  expect(status).toBe(204);
  return { ...browser, id };
}
const paths = () => service.got.map(({ path }) => path);

test('[PUSH1] a push is signed with the key that the tenant gives out, encrypted for the browser, and holds no words', async () => {
  const started = await helped();
  const browser = await subscribe(started);
  await say(started.conversationId, 'Your card ends in 4321');
  await sender.look();
  const [push] = service.got;
  const { body: key } = await call<{ publicKey: string }>(
    server,
    'GET',
    `/v1/push-key?tenant=${server.demo.tenant.domain}`,
  );
  expect(push).toMatchObject({ path: browser.path, publicKey: key.publicKey, claims: { aud: service.origin } });
  expect(push?.claims.sub).toMatch(/^mailto:/);
  expect(push?.headers).toMatchObject({ ttl: '86400', urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) });
  expect(push?.payload).toEqual({
    alongside: 1,
    title: expect.any(String),
    conversationId: started.conversationId,
    threadId: null,
    seq: expect.any(Number),
    unread: 1,
  });
});

test('[PUSH3] words are sent where the tenant says so', async () => {
  const settings = { includeText: true, contact: 'mailto:help@bank.example' };
  await call(server, 'PUT', '/v1/push-settings', { token: admin, body: settings });
  const started = await helped();
  await subscribe(started);
  await say(started.conversationId, 'Your card is on its way');
  await sender.look();
  await call(server, 'PUT', '/v1/push-settings', { token: admin, body: { includeText: false, contact: null } });
  expect(service.got[0]?.payload).toMatchObject({ text: 'Your card is on its way', from: expect.any(String) });
  expect(service.got[0]?.claims.sub).toBe('mailto:help@bank.example');
});

test('[PUSH2] several messages are told of once, after a moment; what was read, and what the customer wrote, not at all', async () => {
  const started = await helped();
  await subscribe(started);
  ahead = 0;
  await say(started.conversationId, 'one');
  await say(started.conversationId, 'two');
  await sender.look();
  expect(service.got).toEqual([]);
  ahead = LATER;
  await sender.look();
  expect(service.got.map(({ payload }) => payload.unread)).toEqual([2]);
  await sender.look();
  expect(service.got).toHaveLength(1);

  await say(started.conversationId, 'three');
  const { seq } = service.got[0]!.payload;
  await call(server, 'POST', `/v1/conversations/${started.conversationId}/read`, {
    token: started.token,
    body: { upTo: seq + 1 },
  });
  await say(started.conversationId, 'I am writing', started.token);
  await sender.look();
  expect(service.got).toHaveLength(1);
});

test('[PUSH2] who has a socket open is told there alone', async () => {
  const here = await helped();
  const away = await helped();
  const socket = await connect(server, here.token);
  const [open, closed] = [await subscribe(here), await subscribe(away)];
  await say(here.conversationId, 'you see this');
  await say(away.conversationId, 'you do not');
  // The server's own sender, by its own clock.
  await service.until(() => paths().includes(closed.path));
  expect(paths()).not.toContain(open.path);
  socket.raw.close();
  await socket.closed;
}, 30_000);

test('[PUSH2] a browser that the push service does not know any more is forgotten', async () => {
  const started = await helped();
  const [gone, good] = [await subscribe(started), await subscribe(started)];
  service.answer = (response, path) => response.writeHead(path === gone.path ? 410 : 201).end();
  await say(started.conversationId, 'one');
  await sender.look();
  expect(paths().sort()).toEqual([gone.path, good.path].sort());
  await say(started.conversationId, 'two');
  await sender.look();
  expect(paths().slice(2)).toEqual([good.path]);
});

test('[PUSH2] a service that is busy is tried again, and only where it did not take the push', async () => {
  const started = await helped();
  const [busy, good] = [await subscribe(started), await subscribe(started)];
  let refusals = 0;
  service.answer = (response, path) => {
    if (path !== busy.path || ++refusals > 2) return void response.writeHead(201).end();
    response.writeHead(refusals === 1 ? 429 : 503, refusals === 1 ? { 'retry-after': '900' } : {}).end();
  };
  await say(started.conversationId, 'one');
  ahead = 10;
  await sender.look();
  expect(paths().sort()).toEqual([busy.path, good.path].sort());
  ahead = 300;
  await sender.look();
  expect(paths()).toHaveLength(2);
  ahead = 1_000;
  await sender.look();
  ahead = 4_000;
  await sender.look();
  ahead = 9_000;
  await sender.look();
  expect(paths().slice(2)).toEqual([busy.path, busy.path]);
});

test('[PUSH1] a browser belongs to the customer who used it last, and to nobody after they leave', async () => {
  const [first, second] = [await helped(), await helped()];
  const browser = await subscribe(first);
  const taken = await subscribe(second, browser);
  await say(first.conversationId, 'for the first one');
  await sender.look();
  expect(paths()).toEqual([]);
  await say(second.conversationId, 'for the second one');
  await sender.look();
  expect(service.got.map(({ payload }) => payload.conversationId)).toEqual([second.conversationId]);
  const path = `/v1/online-help/push/${taken.id}`;
  for (const _ of [1, 2]) expect((await call(server, 'DELETE', path, { token: second.token })).status).toBe(204);
  await say(second.conversationId, 'nobody hears this');
  await sender.look();
  expect(paths()).toHaveLength(1);
});

test('[PUSH1] an address on a private network is refused, and so is a key that is none', async () => {
  const { token } = await helped();
  const { keys } = service.browser();
  const put = (body: object) => call(server, 'PUT', `/v1/online-help/push/${randomUUID()}`, { token, body });
  expect((await put({ endpoint: 'https://10.0.0.1/push', keys })).error?.code).toBe('address_not_allowed');
  expect((await put({ endpoint: 'http://push.example/x', keys })).error?.code).toBe('address_not_allowed');
  expect((await put({ endpoint: service.browser().endpoint, keys: { ...keys, auth: 'x' } })).error?.code).toBe(
    'invalid_request',
  );
});

test('[PUSH4] tokens of devices are handed to a webhook, once, and browsers among them are told without words', async () => {
  const { body: made } = await call<{ webhook: { id: string } }>(server, 'POST', '/v1/webhooks', {
    token: admin,
    body: { url: `${service.origin}/hook`, events: ['push.requested'], enabled: true },
  });
  const [phone, page] = [randomUUID(), randomUUID()];
  const { path, ...subscription } = service.browser();
  const tell = (visitorId: string, pushToken: string, os: string) =>
    call(server, 'POST', '/v1/visitor-events', {
      body: { tenant: server.demo.tenant.domain, visitorId, pushToken, device: { os } },
    });
  await tell(phone, 'device-token', 'Android');
  await tell(page, JSON.stringify(subscription), 'web');
  const number = `customer-${randomUUID()}`;
  const started = await startHelp(server, number, { visitorId: phone });
  await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
    tx.visitors.identify(page, started.customer.id, null),
  );
  await pick(started.contactId);
  await say(started.conversationId, 'hello');
  await sender.look();
  expect(service.got.map((push) => [push.path, push.payload.text])).toEqual([[path, undefined]]);
  await service.until(() => service.hooks.length > 0);
  expect(service.hooks.map((hook) => JSON.parse(hook) as object)).toMatchObject([
    {
      type: 'push.requested',
      data: {
        conversationId: started.conversationId,
        customer: { customerId: number },
        unread: 1,
        targets: [{ visitorId: phone, pushToken: 'device-token', platform: 'android', channelId: null }],
      },
    },
  ]);
  await call(server, 'DELETE', `/v1/webhooks/${made.webhook.id}`, { token: admin });
});

test('[PUSH1] a customer on a channel is told of the thread', async () => {
  const channelId = `chat_${randomUUID()}`;
  await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
    tx.channels.saveChannel({
      id: channelId,
      name: channelId,
      mode: 'multi',
      identity: 'anonymous',
      openId: null,
      queueId: null,
      hoursId: null,
      needsAgents: false,
      files: { enabled: true, maxMegabytes: 10, types: [] },
      preContactForm: null,
      contactFields: [],
      customerFields: [],
      transcript: true,
      proactive: false,
      welcomeText: null,
    }),
  );
  const opened = await openChannel(server.platform, {
    tenant: server.demo.tenant.domain,
    channelId,
    deviceHash: 'd'.repeat(32),
    customerId: randomUUID(),
    customerName: 'Ada',
  });
  const actor = (await channelCustomer(server.platform, opened.token))!;
  const { conversationId } = await sendOnThread(server.platform, actor, {
    threadExternalId: 'My-Thread',
    message: { messageId: randomUUID(), text: 'hi', fileIds: [] },
    contactFields: [],
    customerFields: [],
  });
  const browser = service.browser();
  const { endpoint, keys } = browser;
  const put = await call(server, 'PUT', `/v1/channel-sessions/push/${randomUUID()}`, {
    token: opened.token,
    body: { endpoint, keys },
  });
  expect(put.status).toBe(204);
  const { contactId } = await openThread(server.platform, actor, 'My-Thread');
  await pick(contactId);
  await say(conversationId, 'hello');
  await sender.look();
  expect(service.got.map(({ path, payload }) => [path, payload.threadId])).toEqual([[browser.path, 'My-Thread']]);
});
