import { randomUUID } from 'node:crypto';
import type { Desk, QueueSettings } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyDemoFile, readDemoTenantFile } from '../demo/apply-demo-file.ts';
import { DEMO_CHANNELS } from '../demo/digital-chat.ts';
import { silentLog } from '../engines/log.ts';
import { ChatClient, chatClient, messageData } from '../testing/chat-client.ts';
import { call, signIn } from '../testing/client.ts';
import { availableAgent, type SceneAgent, setPresence } from '../testing/scene.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let agent: SceneAgent;
beforeAll(async () => {
  server = await startTestServer();
  await applyDemoFile(readDemoTenantFile(), server.demo, { url: server.url, log: silentLog });
  agent = await availableAgent(server);
});
afterAll(() => server.stop());

/** The agent takes whatever rings for this customer. */
async function take(client: ChatClient, contactId: string): Promise<void> {
  const ringing = ({ desk }: { desk: Desk }) => desk.offers.find((offer) => offer.contactId === contactId);
  const { epoch } = ringing(await agent.socket.frame('desk', (frame) => ringing(frame) !== undefined))!;
  const { status } = await call(server, 'POST', `/v1/contacts/${contactId}/accept`, {
    token: agent.token,
    body: { epoch },
  });
  expect(status).toBe(200);
  await client.push('CaseInboxAssigneeChanged', ({ data }) => data.case.contactId === contactId);
}

const agentSays = async (conversationId: string, body: object) =>
  call(server, 'POST', `/v1/conversations/${conversationId}/entries`, {
    token: agent.token,
    body: { clientId: randomUUID(), body },
  });

test('a live chat from its beginning to its end', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.live);
  expect((await client.ask('RecoverLivechat', {})).error?.errorCode).toBe('RecoveringLivechatFailed');
  const thread = randomUUID();
  const ack = await client.say(thread, 'Begin Conversation', {
    messageContent: { type: 'TEXT', payload: { text: 'Begin Conversation' }, parameters: { isInitialMessage: true } },
  });
  expect(Object.keys(ack).sort()).toEqual(['createdAt', 'eventId']);
  const place = await client.push('SetPositionInQueue');
  expect(place.data.positionInQueue).toBeGreaterThanOrEqual(1);
  expect(
    client.frames
      .map(({ eventType }) => eventType)
      .filter((type) => type && type !== 'FireProactiveAction')
      .slice(0, 4),
  ).toEqual(['CaseCreated', 'CaseToRoutingQueueAssignmentChanged', 'MessageCreated', 'SetPositionInQueue']);
  const { data } = await client.push('CaseCreated');
  await take(client, data.case.contactId);
  const said = await agentSays(data.thread.id, { kind: 'text', text: 'Hello, Grace' });
  expect(said.status).toBeLessThan(300);
  const hello = await client.push('MessageCreated', (frame) => frame.data.message.direction === 'outbound');
  expect(hello.data.message).toMatchObject({
    messageContent: { text: 'Hello, Grace' },
    user: { id: expect.any(Number) },
  });
  expect(Number.isInteger(hello.data.message.user.id)).toBe(true);
  await client.ask('MessageSeenByConsumer', { thread: { idOnExternalPlatform: thread } });
  await client.push('MessageSeenChanged');
  await client.ask('EndContact', { thread: { idOnExternalPlatform: thread }, contact: { id: data.case.id } });
  expect((await client.push('CaseStatusChanged')).data.case.status).toBe('closed');
  expect((await client.say(thread, 'more')).error?.errorCode).toBe('SendingMessageFailed');
  await client.close();
});

test('threads of a customer survive a restart of the server, and the client comes back by itself', async () => {
  const externalId = randomUUID();
  const client = await chatClient(server, DEMO_CHANNELS.multi, { externalId, platform: 'android' });
  const thread = randomUUID();
  await client.say(thread, 'first');
  const before = client.closed;
  await server.restart();
  const code = await before;
  expect(code).not.toBe(1000);
  const again = await chatClient(server, DEMO_CHANNELS.multi, { externalId, platform: 'android' });
  const { postback } = await again.ask('FetchThreadList');
  expect(postback?.data.threads).toMatchObject([{ idOnExternalPlatform: thread }]);
  const recovered = await again.ask('RecoverThread', {
    thread: { idOnExternalPlatform: thread, client_type: 'thread_id' },
  });
  expect(
    recovered.postback?.data.messages.map((one: { messageContent: { text: string } }) => one.messageContent.text),
  ).toEqual(['first']);
  await again.say(thread, 'second');
  await again.push('MessageCreated', (frame) => frame.data.message.messageContent.text === 'second');
  await again.close();
  agent = await availableAgent(server);
});

test('single-thread: an ended contact is resolved, the thread goes on', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.single, { platform: 'ios' });
  expect((await client.ask('RecoverThread')).error?.errorCode).toBe('RecoveringThreadFailed');
  const thread = randomUUID().toUpperCase();
  await client.say(thread, 'Hi', { contact: { customFields: [{ ident: 'age', value: '24' }] } });
  const { data } = await client.push('CaseCreated');
  expect(data.thread.idOnExternalPlatform).toBe(thread);
  await take(client, data.case.contactId);
  const ended = await call(server, 'POST', `/v1/contacts/${data.case.contactId}/end`, { token: agent.token, body: {} });
  expect(ended.status).toBeLessThan(300);
  expect((await client.push('CaseStatusChanged')).data.case.status).toBe('resolved');
  await client.say(thread, 'again');
  await client.push('CaseCreated', (frame) => frame.data.case.id !== data.case.id);
  const { postback } = await client.ask('RecoverThread', { thread: { idOnExternalPlatform: thread.toLowerCase() } });
  expect(postback?.data.messages).toHaveLength(2);
  await client.close();
});

test('a message that is sent again over another socket is stored once', async () => {
  const externalId = randomUUID();
  const [one, two] = [
    await chatClient(server, DEMO_CHANNELS.multi, { externalId }),
    await chatClient(server, DEMO_CHANNELS.multi, { externalId }),
  ];
  const data = messageData(randomUUID(), 'once');
  const answers = await Promise.all([
    one.ask('SendMessage', data),
    two.ask('SendMessage', data),
    one.ask('SendMessage', data),
  ]);
  expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  const { postback } = await one.ask('RecoverThread', { thread: data.thread });
  expect(postback?.data.messages).toHaveLength(1);
  await Promise.all([one.close(), two.close()]);
});

test('nobody reads another customer’s thread, or writes into it', async () => {
  const one = await chatClient(server, DEMO_CHANNELS.multi);
  const two = await chatClient(server, DEMO_CHANNELS.multi, { platform: 'android' });
  const thread = { idOnExternalPlatform: randomUUID() };
  await one.say(thread.idOnExternalPlatform, 'private');
  for (const type of [
    'RecoverThread',
    'LoadThreadMetadata',
    'ArchiveThread',
    'UpdateThread',
    'GenerateAuthorizationToken',
  ])
    expect([
      type,
      (await two.ask(type, { thread, customFields: [{ ident: 'a', value: 'b' }] })).error !== undefined,
    ]).toEqual([type, true]);
  await two.ask('MessageSeenByCustomer', { thread });
  await two.ask('SetContactCustomFields', { thread, customFields: [{ ident: 'a', value: 'b' }] });
  await two.say(thread.idOnExternalPlatform, 'mine');
  const { postback } = await one.ask('RecoverThread', { thread });
  expect(postback?.data.messages.map((one: { messageContent: { text: string } }) => one.messageContent.text)).toEqual([
    'private',
  ]);
  expect(postback?.data.contact.customFields).toEqual([]);
  expect(two.texts.join()).not.toContain('private');
  await Promise.all([one.close(), two.close()]);
});

test('a secured channel takes no socket without a token', async () => {
  const refused = new ChatClient(server, DEMO_CHANNELS.secured);
  await expect(refused.opened()).rejects.toThrow();
  const visitorId = randomUUID();
  const query = new URLSearchParams({
    brandId: String(server.demo.tenant.brandId),
    channelId: DEMO_CHANNELS.secured,
    visitorId,
  });
  const { status, body, headers } = await call<Record<string, never>>(server, 'POST', `/oauth/token?${query}`, {
    body: { customerIdentity: { idOnExternalPlatform: randomUUID() }, type: 'anonymous' },
    headers: { origin: 'https://shop.example' },
  });
  expect(status).toBe(200);
  expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(headers.get('access-control-allow-credentials')).toBe('true');
  const client = await new ChatClient(server, DEMO_CHANNELS.secured, {
    visitorId,
    query: { transactionToken: body.accessToken! },
  }).opened();
  expect((await client.ask('FetchThreadList', {})).postback?.eventType).toBe('ThreadListFetched');
  await client.close();
});

test('frames that are no events get an answer too, and the socket lives', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.multi);
  const before = client.frames.length;
  for (const text of ['{', '[]', 'null', '{"eventId":1}', `{"a":${'['.repeat(60)}${']'.repeat(60)}}`])
    client.raw.send(text);
  await client.until(() => client.frames.length === before + 5, 'five answers');
  expect(client.frames.slice(before)).toEqual(
    Array.from({ length: 5 }, () => ({
      message: expect.any(String),
      connectionId: expect.any(String),
      requestId: expect.any(String),
    })),
  );
  client.raw.send('{"action":"heartbeat"}');
  await client.until(() => client.texts.includes('"pong"'), 'a pong');
  const eventId = randomUUID();
  client.raw.send(
    JSON.stringify({
      action: 'chatWindowEvent',
      eventId,
      payload: { eventType: 'SendMessage', data: { x: 'x'.repeat(150_000) } },
    }),
  );
  expect((await client.answer(eventId)).error?.errorCode).toBe('SendingMessageFailed');
  await client.close();
});

test('a frame that is refused unread is answered under its eventId', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.multi);
  const unfit: [string, string][] = [
    ['half an emoji, as a field of limited length cuts it', '{"text":"\\ud83d"}'],
    ['U+0000', '{"text":"\\u0000"}'],
    ['a key that stands twice', '{"a":1,"a":2}'],
    ['a reach for a prototype', '{"__proto__":{}}'],
    ['a hostile depth', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ];
  for (const [what, data] of unfit) {
    const eventId = randomUUID();
    const payload = `{"eventType":"SendMessage","data":${data}}`;
    client.raw.send(`{"action":"chatWindowEvent","eventId":"${eventId}","payload":${payload}}`);
    expect([what, (await client.answer(eventId)).error?.errorCode]).toEqual([what, 'SendingMessageFailed']);
  }
  expect((await client.say(randomUUID(), 'whole 😀')).error).toBeUndefined();
  await client.close();
});

test('a queue that hands on whoever waits too long is told to the chat that waits', async () => {
  const { token } = await signIn(server, server.demo.admin);
  const ask = <T>(method: string, path: string, body?: object) =>
    call<T>(server, method, path, { token, ...(body ? { body } : {}) });
  const { body } = await ask<{ queues: QueueSettings[] }>('GET', '/v1/queue-settings');
  const { id, ...first } = body.queues.find(({ isDefault }) => isDefault)!;
  const second = randomUUID();
  const saved = await ask('PUT', `/v1/queue-settings/${second}`, { ...first, name: 'Second line', isDefault: false });
  expect(saved.status).toBe(200);
  await setPresence(server, agent.token, 'away');
  await ask('PUT', `/v1/queue-settings/${id}`, { ...first, overflow: { afterSeconds: 1, queueId: second } });
  const client = await chatClient(server, DEMO_CHANNELS.multi);
  await client.say(randomUUID(), 'Is anybody there?');
  const { data } = await client.push(
    'CaseToRoutingQueueAssignmentChanged',
    (frame) => frame.data.routingQueue?.name === 'Second line',
  );
  expect(data.previousRoutingQueue).toMatchObject({ name: first.name });
  await client.close();
});
