import { randomUUID } from 'node:crypto';
import {
  DEFAULT_CALL_SETTINGS,
  addAgent,
  addTenant,
  channelCustomer,
  issueAccessKey,
  mintTransactionHash,
  openChannel,
  sendOnThread,
  startOnlineHelp,
} from '@alongside/domain';
import { type ChannelSettings, nativeRoutes, type OperationId, type Route } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { talking } from '../testing/scene.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const CANARY = 'canary-of-the-other-tenant';

const BROWSER = { endpoint: 'https://push.example/x', keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } };

/** A body that fits each route, so that a refusal is about who asks and not about what. */
const BODIES: { readonly [K in OperationId]?: unknown } = {
  appendEntry: { clientId: 'matrix', body: { kind: 'text', text: 'x' } },
  markRead: { upTo: 1 },
  joinCobrowse: { shortCode: '000000000' },
  saveCobrowseSettings: {
    privateByDefault: false,
    rules: [],
    viewable: [],
    interactive: [],
    recording: { allowed: false, days: 30, minutes: 60, megabytes: 100 },
  },
  signalTyping: { on: true },
  signalDelivered: { upTo: 1 },
  uploadFile: new TextEncoder().encode('text'),
  setPresence: { state: 'away' },
  acceptOffer: { epoch: 1 },
  declineOffer: { epoch: 1 },
  transferContact: { to: { queueId: randomUUID() } },
  endContact: {},
  wrapUpContact: { text: 'x' },
  createAgent: { name: 'x', email: 'x@y.example', password: 'long enough for everybody', role: 'agent' },
  updateTenantSettings: { name: 'Meridian Bank' },
  saveCannedReply: { shortcut: 'matrix', title: 'x', text: 'x' },
  createWebhook: { url: 'https://10.0.0.1/', events: ['contact.ended'] },
  updateWebhook: { description: 'x' },
  saveQueue: {
    name: 'matrix',
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
  },
  takeOverContact: { ownerId: randomUUID() },
  reassignContact: { to: { queueId: randomUUID() } },
  forceAgentState: { state: 'away' },
  monitorContact: { as: 'monitor' },
  saveSkill: { name: 'matrix', description: '' },
  saveBusinessHours: {
    name: 'matrix',
    timeZone: 'Europe/Amsterdam',
    week: [],
    holidays: [],
    closedMessage: '',
  },
  saveChannel: {
    name: 'matrix',
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
  },
  setChannelSecret: { secret: 'x' },
  updateThread: { name: 'x' },
  sendOnThread: { clientId: 'matrix', text: 'x' },
  setThreadFields: { fields: [] },
  setOwnFields: { fields: [] },
  requestTranscript: { addresses: ['a@b.example'] },
  saveContactWeights: { CHAT: 1, VOICE_CALL: 3, VIDEO_CALL: 3 },
  updateAgentSettings: { name: 'x' },
  setAgentPassword: { password: 'long enough for everybody' },
  requestCallBack: { phone: '+31 20 123 4567' },
  setCallBackState: { state: 'taken' },
  inviteVisitor: { text: 'May I help?' },
  saveVisitorSettings: { tracking: 'on', keepMonths: 3 },
  savePhoneLink: {
    enabled: true,
    timeZone: 'UTC',
    requireExpiry: false,
    sessionHours: 12,
    returnUrl: null,
    linkHost: null,
    android: null,
    apple: null,
  },
  dialByLink: { phone: '0988888888', appToken: 'x', tempId: 'matrix' },
  savePhonePush: BROWSER,
  saveHelpPush: BROWSER,
  saveChannelPush: BROWSER,
  savePushSettings: { includeText: false, contact: null },
  startCall: { kind: 'voice' },
  dial: { number: '+31201234567' },
  changeCallKind: { kind: 'video' },
  holdCall: { held: true },
  sendDigits: { digits: '1' },
  addCallParty: { who: { agentId: randomUUID() } },
  transferCall: { to: { queueId: randomUUID() } },
  recordCall: { action: 'start' },
  answerRecording: { granted: true },
  attendCall: { as: 'monitor' },
  saveCallSettings: DEFAULT_CALL_SETTINGS,
  saveTrunk: {
    name: 'matrix',
    mode: 'address',
    host: 'sip.example',
    port: null,
    transport: 'udp',
    username: null,
    peers: [],
    srtp: 'never',
    callerNumber: '+31201234567',
    codecs: ['PCMU'],
    enabled: false,
  },
  savePhoneNumber: { queueId: randomUUID(), greeting: null, menu: [] },
  saveSound: new TextEncoder().encode('no sound'),
  changeDeskPhone: { rings: true },
};
/** PUT with an id of the caller's own choice: another tenant's id only means something of one's own. */
const CREATES: readonly string[] = [
  'saveCannedReply',
  'saveQueue',
  'saveSkill',
  'saveBusinessHours',
  'saveChannel',
  'sendOnThread',
  'createPhoneLinkToken',
  'revokePhoneLinkToken',
  'savePhonePush',
  'removePhonePush',
  'saveHelpPush',
  'removeHelpPush',
  'saveChannelPush',
  'removeChannelPush',
  'saveTrunk',
  'savePhoneNumber',
  'saveSound',
];
const routes = Object.entries(nativeRoutes) as [OperationId, Route][];
const guarded = routes.filter(([, { access }]) => access !== 'anyone');

let server: TestServer;
let tokens: Record<'customer' | 'channel' | 'agent' | 'supervisor' | 'administrator', string>;
let foreign: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer();
  const { agents, admin } = server.demo;
  const sign = async (person: { email: string; password: string }) => (await signIn(server, person)).token;
  const { tenant } = server.demo;
  const tenantId = (await server.platform.store.tenants.byDomain(tenant.domain))!.id;
  const channel = { ...(BODIES.saveChannel as Omit<ChannelSettings, 'id'>), id: `chat_${randomUUID()}`, name: 'own' };
  await server.platform.store.transaction(tenantId, (tx) => tx.channels.saveChannel(channel));
  const onChannel = { tenant: tenant.domain, channelId: channel.id, deviceHash: 'D' };
  tokens = {
    channel: (await openChannel(server.platform, onChannel)).token,
    customer: (await startHelp(server)).token,
    agent: await sign(agents[0]!),
    supervisor: await sign(agents[3]!),
    administrator: await sign(admin),
  };
  foreign = await twin();
});
afterAll(() => server.stop());

/** Another tenant with one of everything; its ids by the parameter that they would be used for. */
async function twin(): Promise<Record<string, string>> {
  const { platform } = server;
  const tenant = await addTenant(platform, { domain: 'twin', settings: { name: CANARY } });
  const { id: agentId } = await addAgent(platform, tenant.id, {
    name: CANARY,
    email: 'a@twin.example',
    password: 'long enough for everybody',
    role: 'agent',
  });
  const { accessKeyId } = await issueAccessKey(platform, tenant);
  const webhookId = randomUUID();
  await platform.store.transaction(tenant.id, (tx) =>
    tx.webhooks.create({
      id: webhookId,
      url: 'https://10.0.0.1/',
      description: CANARY,
      events: ['contact.requested'],
      includeText: true,
      enabled: true,
      sealedSecret: platform.sealer.seal(CANARY),
    }),
  );
  const grant = { customerId: 'twin-1', deviceHash: 'D' };
  const { transactionHash } = await mintTransactionHash(platform, tenant.id, grant);
  const started = await startOnlineHelp(platform, {
    ...grant,
    tenant: 'twin',
    customerName: CANARY,
    transactionHash,
    startId: 'start-twin',
    helpType: 'CHAT',
    isLoggedIn: true,
  });
  const channelId = `chat_${randomUUID()}`;
  await platform.store.transaction(tenant.id, (tx) =>
    tx.channels.saveChannel({ ...(BODIES.saveChannel as Omit<ChannelSettings, 'id'>), id: channelId, name: CANARY }),
  );
  const threadId = randomUUID();
  const talks = await openChannel(platform, { tenant: 'twin', channelId, deviceHash: 'D', customerName: CANARY });
  const message = { messageId: randomUUID(), text: CANARY, fileIds: [] };
  await sendOnThread(platform, (await channelCustomer(platform, talks.token))!, {
    threadExternalId: threadId,
    threadName: CANARY,
    message,
  });
  const visitorId = randomUUID();
  await platform.store.transaction(tenant.id, (tx) => tx.visitors.saveSettings({ tracking: 'on', keepMonths: 3 }));
  const viewed = { id: randomUUID(), type: 'page_view' as const, data: { title: CANARY } };
  await platform.store.visitorLog.append(tenant.id, visitorId, [viewed], { wait: true });
  const replyId = randomUUID();
  await platform.store.transaction(tenant.id, (tx) =>
    tx.directory.saveCannedReply({ id: replyId, shortcut: CANARY, title: 'x', text: CANARY }),
  );
  const upload = await call<{ id: string }>(
    server,
    'POST',
    `/v1/conversations/${started.conversationId}/files?name=${CANARY}.txt`,
    { token: started.token, body: new TextEncoder().encode(CANARY) },
  );
  const number = '+31209999999';
  const [callId, partyId] = [randomUUID(), randomUUID()];
  await platform.store.transaction(tenant.id, async (tx) => {
    const queueId = await tx.queues.defaultQueueId();
    await tx.calls.saveNumber({ number, queueId, greeting: CANARY, menu: [] });
    await tx.calls.saveDeskPhone(agentId, { username: CANARY, password: platform.sealer.seal(CANARY) });
    await tx.calls.create(
      {
        id: callId,
        callCode: CANARY,
        conversationId: started.conversationId,
        contactId: started.contactId,
        kind: 'voice',
        direction: 'inbound',
        state: 'connecting',
        ownsContact: false,
        agentId: null,
        queueId,
        customerNumber: number,
        companyNumber: null,
        tempId: CANARY,
        trunkId: null,
        callUseType: 'standard',
      },
      [
        {
          id: partyId,
          role: 'customer',
          device: 'browser',
          state: 'joining',
          name: CANARY,
          agentId: null,
          number: null,
        },
      ],
    );
  });
  const sent = await platform.store.transaction(tenant.id, (tx) => tx.webhooks.deliveries(webhookId, {}, 1));
  return {
    channelId,
    threadId,
    visitorId,
    subscriptionId: randomUUID(),
    webhookId,
    deliveryId: sent.deliveries[0]!.id,
    contactId: started.contactId,
    conversationId: started.conversationId,
    fileId: upload.body.id,
    accessKeyId,
    customer: started.customer.id,
    reply: replyId,
    kind: 'api',
    number: encodeURIComponent(number),
    callId,
    partyId,
    recordingId: randomUUID(),
    agentId,
  };
}

/** The address with these ids in it; `id` stands for a customer or a canned reply. */
const addressOf = ({ path, query }: Route, ids: Record<string, string>): string => {
  const filled = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => ids[name] ?? ids[path.includes('canned') ? 'reply' : 'customer']!,
  );
  return (query as { required?: string[] } | undefined)?.required?.includes('name') ? `${filled}?name=x.txt` : filled;
};

test('every guarded address asks who is there', async () => {
  expect(guarded.length).toBeGreaterThan(30);
  for (const [name, route] of guarded) {
    for (const token of [
      undefined,
      'nonsense',
      `${tokens.agent.slice(0, -1)}${tokens.agent.endsWith('x') ? 'y' : 'x'}`,
      tokens.agent.replace('asa_', 'asc_'),
    ]) {
      const { status, error } = await call(server, route.method, addressOf(route, foreign), {
        token,
        body: BODIES[name],
      });
      expect([status, error?.kind], name).toEqual([401, 'unauthenticated']);
    }
  }
});

test('every guarded address refuses the roles below the declared one, before it looks at anything', async () => {
  const rank = ['agent', 'supervisor', 'administrator'] as const;
  for (const [name, route] of guarded) {
    const access = route.access;
    const tooLow: string[] =
      access === 'customer'
        ? [...rank, 'channel']
        : access === 'person'
          ? ['channel']
          : access === 'channel'
            ? ['customer', ...rank]
            : ['customer', 'channel', ...rank.slice(0, rank.indexOf(access as (typeof rank)[number]))];
    for (const role of tooLow) {
      const answer = await call(server, route.method, addressOf(route, foreign), {
        token: tokens[role as keyof typeof tokens],
        body: BODIES[name],
      });
      expect([answer.status, answer.error?.code], `${name} as ${role}`).toEqual([403, 'not_allowed']);
    }
  }
});

test('what belongs to another tenant looks like nothing at all, whoever asks', async () => {
  const withId = guarded.filter(([name, { path }]) => path.includes('{') && !CREATES.includes(name));
  expect(withId.length).toBeGreaterThan(15);
  for (const [name, route] of withId) {
    for (const [role, token] of Object.entries(tokens)) {
      const answer = await call(server, route.method, addressOf(route, foreign), { token, body: BODIES[name] });
      const refusedByRole = answer.status === 403 && answer.error?.code === 'not_allowed';
      if (!refusedByRole) expect([answer.status, answer.error?.code], `${name} as ${role}`).toEqual([404, 'not_found']);
      expect(JSON.stringify(answer.body), `${name} as ${role}`).not.toContain(CANARY);
    }
  }
});

test('nothing of another tenant is in any list, and its names cannot be taken over', async () => {
  for (const [name, route] of guarded.filter(([, { method, path }]) => method === 'GET' && !path.includes('{'))) {
    for (const token of Object.values(tokens)) {
      const { body } = await call(server, 'GET', route.path, { token });
      expect(JSON.stringify(body), name).not.toContain(CANARY);
    }
  }
  const stolen = await call(server, 'PUT', `/v1/canned-replies/${foreign.reply}`, {
    token: tokens.administrator,
    body: BODIES.saveCannedReply,
  });
  expect([200, 404, 409]).toContain(stolen.status);
  const kept = await server.platform.store.tenants.byDomain('twin');
  const replies = await server.platform.store.transaction(kept!.id, (tx) => tx.directory.cannedReplies());
  expect(replies).toMatchObject([{ id: foreign.reply, shortcut: CANARY }]);
});

test('ids in a body reach no other tenant either', async () => {
  const { agent, started } = await talking(server, 1);
  const strangers = await server.platform.store.tenants.byDomain('twin');
  const [queue] = await server.platform.store.transaction(strangers!.id, (tx) => tx.queues.views());
  const [colleague] = await server.platform.store.transaction(strangers!.id, (tx) => tx.desks.colleagues());
  for (const to of [{ queueId: queue!.id }, { agentId: colleague!.id }]) {
    const answer = await call(server, 'POST', `/v1/contacts/${started.contactId}/transfer`, {
      token: agent.token,
      body: { to },
    });
    expect(answer.error?.code).toBe('not_found');
  }
  const file = await agent.socket.refused({
    t: 'send',
    conversationId: started.conversationId,
    clientId: 'f',
    body: { kind: 'file', fileId: foreign.fileId },
  });
  expect(file.code).toBe('not_found');
});

test('the socket reaches no other tenant, and hears nothing of it', async () => {
  const socket = await connect(server, tokens.administrator);
  for (const frame of [
    { t: 'subscribe', after: 0 },
    { t: 'send', clientId: 'x', body: { kind: 'text', text: 'x' } },
    { t: 'read', upTo: 1 },
  ]) {
    expect(await socket.refused({ ...frame, conversationId: foreign.conversationId }), frame.t).toMatchObject({
      code: 'not_found',
    });
  }
  await socket.frame('desk');
  await socket.frame('queues');
  expect(JSON.stringify(socket.frames)).not.toContain(CANARY);
  await socket.close();
});

test('fields that nobody asked for change nothing', async () => {
  const own = await call<{ id: string }>(server, 'GET', '/v1/agent/me', { token: tokens.agent });
  const answer = await call<{ id: string; role: string }>(server, 'POST', '/v1/agents', {
    token: tokens.administrator,
    body: {
      ...(BODIES.createAgent as object),
      email: 'mass@y.example',
      id: own.body.id,
      tenantId: foreign.contactId,
      disabled: true,
      openContacts: 9,
    },
  });
  expect(answer.status).toBe(201);
  expect(answer.body.id).not.toBe(own.body.id);
  expect(Object.keys(answer.body).sort()).toEqual(['email', 'id', 'locale', 'name', 'role', 'tenant']);
});
