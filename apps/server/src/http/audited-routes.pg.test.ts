import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_CALL_SETTINGS } from '@alongside/domain';
import type { AuditAction, AuditRecord, OperationId, Route } from '@alongside/protocol';
import { nativeRoutes } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wavOf } from '../calls/tune.ts';
import { call, mintHash, signIn, startHelp } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** An example of each change that a supervisor or administrator can make, and the action that it must leave in the audit log. */
interface Example {
  readonly action: AuditAction;
  /** Ids in the address, and the body; made when it is called, so that it can rest on what was made before. */
  readonly of?: () => Promise<{ params?: Record<string, string>; body?: unknown }>;
}

let server: TestServer;
let token: string;
let receiver: ReturnType<typeof createServer>;
beforeAll(async () => {
  server = await startTestServer();
  ({ token } = await signIn(server, server.demo.admin));
  receiver = createServer((_request, response) => response.writeHead(204).end());
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((closed) => receiver.close(closed));
  await server.stop();
});

async function addWebhook(): Promise<string> {
  const { body } = await call<{ webhook: { id: string } }>(server, 'POST', '/v1/webhooks', {
    token,
    body: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, events: ['contact.requested'] },
  });
  return body.webhook.id;
}
const ofWebhook =
  (body: unknown = {}) =>
  async () => ({ params: { webhookId: await addWebhook() }, body });
async function addKey(): Promise<string> {
  const { body } = await call<{ accessKeyId: string }>(server, 'POST', '/v1/access-keys', { token });
  return body.accessKeyId;
}
const agentId = async (index: number) => (await signIn(server, server.demo.agents[index]!)).agent.id;
async function activeContact(index: number): Promise<{ contactId: string; ownerId: string }> {
  const { agent, token: own } = await signIn(server, server.demo.agents[index]!);
  await call(server, 'PUT', '/v1/agent/presence', { token: own, body: { state: 'away' } });
  const { contactId } = await startHelp(server);
  const picked = await call(server, 'POST', `/v1/contacts/${contactId}/pick`, { token: own });
  expect(picked.status).toBe(200);
  return { contactId, ownerId: agent.id };
}
const defaultQueue = () => server.platform.store.transaction(server.demo.tenant.id, (tx) => tx.queues.defaultQueueId());
const company = () => ({ url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, queue: 'ours' });
const NUMBER = encodeURIComponent('+31201234567');
const trunk = () => ({
  name: `Carrier ${randomUUID()}`,
  mode: 'register',
  host: 'sip.example',
  port: null,
  transport: 'tls',
  username: 'bank',
  password: 'long enough for everybody',
  peers: [],
  srtp: 'when_offered',
  callerNumber: '+31201234567',
  codecs: ['PCMA'],
  enabled: false,
});
const queue = (name: string) => ({
  name,
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
});
const hours = (name: string) => ({ name, timeZone: 'Europe/Amsterdam', week: [], holidays: [], closedMessage: '' });
const channel = (name: string) => ({
  name,
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
  transcript: false,
  proactive: false,
  welcomeText: null,
});
const ofChannel = (made: boolean, body: () => unknown) => async () => {
  const channelId = `chat_${randomUUID()}`;
  if (made) await call(server, 'PUT', `/v1/channels/${channelId}`, { token, body: channel(channelId) });
  return { params: { channelId }, body: body() };
};
/** A thing with an id of the caller's choice: to be made by the call, or made before it. */
const ofNew = (body: () => unknown) => async () => ({ params: { id: randomUUID() }, body: body() });
const ofMade = (place: string, body: () => unknown) => async () => {
  const id = randomUUID();
  const made = await call(server, 'PUT', `/v1/${place}/${id}`, { token, body: body() });
  expect(made.status).toBe(200);
  return { params: { id } };
};
const reply = { shortcut: 'audited', title: 'x', text: 'x' };

const EXAMPLES: { readonly [K in OperationId]?: Example } = {
  createAgent: {
    action: 'agent.created',
    of: async () => ({
      body: { name: 'x', email: `${randomUUID()}@y.example`, password: 'long enough for everybody', role: 'agent' },
    }),
  },
  createAccessKey: { action: 'access_key.created', of: async () => ({ body: { name: 'the bank' } }) },
  rotateAccessKey: { action: 'access_key.rotated', of: async () => ({ params: { accessKeyId: await addKey() } }) },
  revokeAccessKey: { action: 'access_key.revoked', of: async () => ({ params: { accessKeyId: await addKey() } }) },
  updateTenantSettings: { action: 'tenant.settings_changed', of: async () => ({ body: { name: 'Renamed' } }) },
  saveCannedReply: {
    action: 'canned_reply.saved',
    of: async () => ({ params: { id: randomUUID() }, body: reply }),
  },
  deleteCannedReply: {
    action: 'canned_reply.deleted',
    async of() {
      const id = randomUUID();
      const body = { ...reply, shortcut: 'deleted' };
      await call(server, 'PUT', `/v1/canned-replies/${id}`, { token, body });
      return { params: { id } };
    },
  },
  saveChannel: { action: 'channel.saved', of: ofChannel(false, () => channel('audited')) },
  deleteChannel: { action: 'channel.deleted', of: ofChannel(true, () => undefined) },
  setChannelSecret: { action: 'channel.secret_set', of: ofChannel(true, () => ({ secret: 'the secret' })) },
  createWebhook: {
    action: 'webhook.created',
    of: async () => ({
      body: {
        url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
        events: ['contact.ended'],
      },
    }),
  },
  takeOverContact: {
    action: 'contact.taken_over',
    async of() {
      const { contactId, ownerId } = await activeContact(0);
      return { params: { contactId }, body: { ownerId } };
    },
  },
  reassignContact: {
    action: 'contact.reassigned',
    async of() {
      const { contactId } = await activeContact(1);
      return { params: { contactId }, body: { to: { queueId: await defaultQueue() } } };
    },
  },
  forceAgentState: {
    action: 'agent.presence_forced',
    of: async () => ({ params: { agentId: await agentId(2) }, body: { state: 'away' } }),
  },
  monitorContact: {
    action: 'contact.monitored',
    async of() {
      const { contactId } = await startHelp(server);
      return { params: { contactId }, body: { as: 'monitor' } };
    },
  },
  eraseVisitor: {
    action: 'visitor.erased',
    async of() {
      const visitorId = randomUUID();
      await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
        tx.visitors.remember(visitorId, { pushToken: 'x' }),
      );
      return { params: { visitorId } };
    },
  },
  saveVisitorSettings: {
    action: 'visitor_settings.changed',
    of: async () => ({ body: { tracking: 'on', keepMonths: 2 } }),
  },
  savePhoneLink: {
    action: 'phone_link.changed',
    of: async () => ({
      body: {
        enabled: true,
        timeZone: 'UTC',
        requireExpiry: true,
        sessionHours: 8,
        returnUrl: 'bank://calls',
        linkHost: null,
        android: null,
        apple: null,
      },
    }),
  },
  createPhoneLinkToken: { action: 'phone_link_token.created', of: async () => ({ params: { kind: 'api' } }) },
  revokePhoneLinkToken: {
    action: 'phone_link_token.revoked',
    async of() {
      await call(server, 'POST', '/v1/phone-link/tokens/voice', { token });
      return { params: { kind: 'voice' } };
    },
  },
  savePushSettings: {
    action: 'push_settings.changed',
    of: async () => ({ body: { includeText: true, contact: null } }),
  },
  saveQueue: { action: 'queue.saved', of: ofNew(() => queue(randomUUID())) },
  deleteQueue: { action: 'queue.deleted', of: ofMade('queue-settings', () => queue(randomUUID())) },
  saveSkill: { action: 'skill.saved', of: ofNew(() => ({ name: randomUUID(), description: '' })) },
  deleteSkill: { action: 'skill.deleted', of: ofMade('skills', () => ({ name: randomUUID(), description: '' })) },
  saveBusinessHours: { action: 'business_hours.saved', of: ofNew(() => hours(randomUUID())) },
  deleteBusinessHours: { action: 'business_hours.deleted', of: ofMade('business-hours', () => hours(randomUUID())) },
  saveCobrowseSettings: {
    action: 'cobrowse_settings.saved',
    of: async () => ({
      body: {
        privateByDefault: true,
        rules: [],
        viewable: [],
        interactive: [],
        recording: { allowed: true, days: 1, minutes: 1, megabytes: 1 },
      },
    }),
  },
  deleteCobrowseRecording: {
    action: 'cobrowse_recording.deleted',
    async of() {
      const [id, sessionId] = [randomUUID(), randomUUID()];
      const { conversationId } = await startHelp(server);
      await server.platform.store.transaction(server.demo.tenant.id, async (tx) => {
        const { customerId } = (await tx.log.conversation(conversationId))!;
        const who = { conversationId, customerId, agentId: await agentId(0) };
        await tx.cobrowse.offer({ ...who, id: sessionId, creatorDigest: Buffer.alloc(32), seconds: 60 });
        await tx.cobrowseRecordings.start({ id, sessionId });
      });
      return { params: { id } };
    },
  },
  attendCall: {
    action: 'call.monitored',
    async of() {
      const { token: own } = await signIn(server, server.demo.agents[1]!);
      await call(server, 'PUT', '/v1/agent/presence', { token: own, body: { state: 'away' } });
      const { contactId } = await startHelp(server, undefined, { helpType: 'VOICE_CALL' });
      await call(server, 'POST', `/v1/contacts/${contactId}/pick`, { token: own });
      const { body } = await call<{ calls: { id: string }[] }>(server, 'GET', '/v1/my-calls', { token: own });
      return { params: { callId: body.calls[0]!.id }, body: { as: 'monitor' } };
    },
  },
  saveCallSettings: {
    action: 'call_settings.changed',
    of: async () => ({ body: { ...DEFAULT_CALL_SETTINGS, recording: 'by_agent' } }),
  },
  saveTrunk: { action: 'trunk.saved', of: async () => ({ params: { id: randomUUID() }, body: trunk() }) },
  deleteTrunk: {
    action: 'trunk.deleted',
    async of() {
      const id = randomUUID();
      await call(server, 'PUT', `/v1/trunks/${id}`, { token, body: trunk() });
      return { params: { id } };
    },
  },
  savePhoneNumber: {
    action: 'phone_number.saved',
    of: async () => ({ params: { number: NUMBER }, body: { queueId: await defaultQueue(), greeting: null, menu: [] } }),
  },
  deletePhoneNumber: {
    action: 'phone_number.deleted',
    async of() {
      const body = { queueId: await defaultQueue(), greeting: null, menu: [] };
      await call(server, 'PUT', `/v1/phone-numbers/${NUMBER}`, { token, body });
      return { params: { number: NUMBER } };
    },
  },
  saveSound: {
    action: 'sound.saved',
    of: async () => ({ params: { name: 'welcome' }, body: wavOf(new Int16Array(80)) }),
  },
  deleteSound: {
    action: 'sound.deleted',
    async of() {
      await call(server, 'PUT', '/v1/sounds/closed', { token, body: wavOf(new Int16Array(80)) });
      return { params: { name: 'closed' } };
    },
  },
  giveDeskPhone: { action: 'desk_phone.made', of: async () => ({ params: { agentId: await agentId(0) } }) },
  takeDeskPhone: {
    action: 'desk_phone.removed',
    async of() {
      const id = await agentId(0);
      await call(server, 'POST', `/v1/desk-phones/${id}`, { token });
      return { params: { agentId: id } };
    },
  },
  saveContactWeights: {
    action: 'contact_weights.saved',
    of: async () => ({ body: { CHAT: 2, VOICE_CALL: 3, VIDEO_CALL: 3 } }),
  },
  updateAgentSettings: {
    action: 'agent.changed',
    of: async () => ({ params: { id: await agentId(2) }, body: { name: 'Another name' } }),
  },
  setAgentPassword: {
    action: 'agent.password_set',
    of: async () => ({ params: { id: await agentId(2) }, body: { password: 'long enough for everybody' } }),
  },
  saveCompanyBackend: { action: 'company_backend.saved', of: async () => ({ body: company() }) },
  removeCompanyBackend: {
    action: 'company_backend.removed',
    async of() {
      await call(server, 'PUT', '/v1/company-backend', { token, body: company() });
      return {};
    },
  },
  updateWebhook: { action: 'webhook.changed', of: ofWebhook({ description: 'changed' }) },
  deleteWebhook: { action: 'webhook.deleted', of: ofWebhook() },
  rotateWebhookSecret: { action: 'webhook.secret_rotated', of: ofWebhook() },
  testWebhook: { action: 'webhook.tested', of: ofWebhook() },
  replayDeadDeliveries: { action: 'webhook.replayed', of: ofWebhook() },
  replayWebhookDelivery: {
    action: 'webhook.replayed',
    async of() {
      const webhookId = await addWebhook();
      await startHelp(server);
      const list = () =>
        call<{ deliveries: { id: string; state: string }[] }>(server, 'GET', `/v1/webhooks/${webhookId}/deliveries`, {
          token,
        });
      await expect.poll(async () => (await list()).body.deliveries[0]?.state).toBe('delivered');
      return { params: { webhookId, deliveryId: (await list()).body.deliveries[0]!.id } };
    },
  },
};

const changing = (Object.entries(nativeRoutes) as [OperationId, Route][]).filter(
  ([, { access, method }]) => (access === 'supervisor' || access === 'administrator') && method !== 'GET',
);

test('[AUD2] each change that a supervisor or administrator can make has an example here', () => {
  expect(changing.filter(([name]) => EXAMPLES[name] === undefined).map(([name]) => name)).toEqual([]);
  expect(changing.length).toBeGreaterThan(10);
});

test.each(changing)('[AUD2] %s leaves its action in the audit log: who, from where, on what', async (name, route) => {
  const example = EXAMPLES[name]!;
  const { params = {}, body } = (await example.of?.()) ?? {};
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) => params[key]!);
  const newest = async () =>
    (await call<{ records: AuditRecord[] }>(server, 'GET', `/v1/audit?action=${example.action}&limit=1`, { token }))
      .body.records[0];
  const before = (await newest())?.seq ?? 0;
  const answer = await call(server, route.method, path, { token, body });
  expect([answer.status, answer.error?.code], name).toEqual([route.response.status, undefined]);
  const record = await newest();
  expect(record?.seq, name).toBeGreaterThan(before);
  expect(record).toMatchObject({
    actor: { kind: 'agent', name: expect.stringMatching(/./) },
    ip: '127.0.0.1',
  });
  if (route.path.includes('{'))
    expect(record?.target, name).toMatchObject({ kind: expect.stringMatching(/./), id: expect.stringMatching(/./) });
});

test('[AUD2] coming, failing to come and going leave theirs', async () => {
  const { email, password } = server.demo.agents[0]!;
  await call(server, 'POST', '/v1/agent/sign-in', {
    body: { email, password: 'a wrong password that was typed', transport: 'bearer' },
  });
  const { token: session } = await signIn(server, { email, password });
  await call(server, 'POST', '/v1/agent/sign-out', { token: session });
  const { body } = await call<{ records: AuditRecord[] }>(server, 'GET', '/v1/audit?limit=3', { token });
  expect(body.records.map(({ action }) => action)).toEqual(['sign_out', 'sign_in.succeeded', 'sign_in.failed']);
  expect(body.records[2]).toMatchObject({ actor: { kind: 'unknown' }, ip: '127.0.0.1', target: { kind: 'agent' } });
  expect(JSON.stringify(body)).not.toContain('that was typed');
});

test('[AUD3] the chain of all this is sound, and holds no secret', async () => {
  const verdict = await call(server, 'GET', '/v1/audit/verdict', { token });
  expect(verdict.body).toMatchObject({ sound: true, firstBroken: null });
  const { body } = await call(server, 'GET', '/v1/audit?limit=100', { token });
  expect(JSON.stringify(body)).not.toMatch(/whsec_|long enough for everybody|Secret"/);
});

test('T2b: a key that is rotated again and again refuses no request that is signed with the newest or the one before', async () => {
  const { accessKeyId } = server.demo.onlineHelp;
  let secret = server.demo.onlineHelp.accessKeySecret;
  let running = true;
  let asked = 0;
  const askers = Array.from({ length: 4 }, async (_, asker) => {
    while (running) {
      const onlineHelp = { accessKeyId, accessKeySecret: secret };
      const own = { ...server, demo: { ...server.demo, onlineHelp } };
      await mintHash(own, { customerId: `c${asker}`, deviceHash: randomUUID() });
      asked += 1;
    }
  });
  for (let round = 0; round < 5; round += 1) {
    const seen = asked;
    await expect.poll(() => asked).toBeGreaterThan(seen + 10);
    const { body } = await call<{ accessKeySecret: string }>(server, 'POST', `/v1/access-keys/${accessKeyId}/rotate`, {
      token,
      body: { overlapHours: 1 },
    });
    secret = body.accessKeySecret;
  }
  running = false;
  await Promise.all(askers);
  const cut = await call(server, 'POST', `/v1/access-keys/${accessKeyId}/rotate`, { token, body: { overlapHours: 0 } });
  expect(cut.body).toMatchObject({ previousSecretUntil: null });
  const old = { ...server, demo: { ...server.demo, onlineHelp: { accessKeyId, accessKeySecret: secret } } };
  await expect(mintHash(old, { customerId: 'c', deviceHash: randomUUID() })).rejects.toThrow('401');
});
