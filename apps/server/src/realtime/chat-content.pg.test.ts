import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyDemoFile, readDemoTenantFile } from '../demo/apply-demo-file.ts';
import { DEMO_CHANNELS } from '../demo/digital-chat.ts';
import { silentLog } from '../engines/log.ts';
import { type ChatClient, chatClient, messageData } from '../testing/chat-client.ts';
import { call } from '../testing/client.ts';
import { accept, availableAgent, type SceneAgent } from '../testing/scene.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let server: TestServer;
let agent: SceneAgent;
beforeAll(async () => {
  server = await startTestServer();
  await applyDemoFile(readDemoTenantFile(), server.demo, { url: server.url, log: silentLog });
  agent = await availableAgent(server);
});
afterAll(() => server.stop());

const channelPath = (channelId: string) => `/chat/1.0/brand/${server.demo.tenant.brandId}/channel/${channelId}`;

test('a picture is uploaded, sent, shown to its customer, and fetched without credentials', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.multi);
  const upload = await call<{ fileUrl: string }>(server, 'POST', `${channelPath(DEMO_CHANNELS.multi)}/attachment`, {
    body: { content: PICTURE.toString('base64'), mimeType: 'image/png', fileName: 'dot.png' },
    headers: { origin: 'https://shop.example' },
  });
  expect(upload.status).toBe(200);
  const sent = messageData(randomUUID(), 'look', {
    attachments: [{ url: upload.body.fileUrl, friendlyName: 'dot.png' }],
  });
  expect((await client.ask('SendMessage', sent)).error).toBeUndefined();
  const { data } = await client.push('MessageCreated');
  const [attachment] = data.message.attachments;
  expect(attachment).toMatchObject({
    friendlyName: 'dot.png',
    fileName: 'dot.png',
    mimeType: 'image/png',
    url: expect.stringMatching(/^http/),
  });
  const bytes = await fetch(attachment.url);
  expect(bytes.status).toBe(200);
  expect(bytes.headers.get('access-control-allow-origin')).toBe('*');
  expect(Buffer.from(await bytes.arrayBuffer()).equals(PICTURE)).toBe(true);
  expect((await fetch(attachment.url.replace(/.$/, (last: string) => (last === 'a' ? 'b' : 'a')))).status).not.toBe(
    200,
  );
  await client.close();
});

test('a base address that ends in /chat is good for the web client too', async () => {
  for (const base of ['', '/chat']) {
    const { status, body } = await call(server, 'GET', `${base}${channelPath(DEMO_CHANNELS.live)}?locale=en_US`);
    expect([status, body]).toEqual([200, expect.objectContaining({ isLiveChat: true })]);
  }
});

test('rich content of an agent: web is shown it, iOS what it can decode', async () => {
  const externalId = randomUUID();
  const web = await chatClient(server, DEMO_CHANNELS.multi, { externalId });
  const ios = await chatClient(server, DEMO_CHANNELS.multi, { externalId, platform: 'ios' });
  await web.say(randomUUID(), 'Hi');
  const { data } = await web.push('CaseCreated');
  await accept(server, agent, data.case.contactId);
  const show = (content: object, fallbackText: string) =>
    call(server, 'POST', `/v1/conversations/${data.thread.id}/entries`, {
      token: agent.token,
      body: { clientId: randomUUID(), body: { kind: 'rich', content, fallbackText } },
    });
  expect(
    (await show({ type: 'quick_replies', text: 'Sure?', actions: [{ text: 'Yes', postback: 'y' }] }, 'Sure? Yes'))
      .status,
  ).toBeLessThan(300);
  expect((await show({ type: 'adaptive_card', card: { type: 'AdaptiveCard' } }, 'A card')).status).toBeLessThan(300);
  const shown = async (client: ChatClient, text: string) =>
    (await client.push('MessageCreated', (frame) => frame.data.message.messageContent.fallbackText === text)).data
      .message.messageContent;
  expect(await shown(web, 'Sure? Yes')).toMatchObject({
    type: 'QUICK_REPLIES',
    payload: { actions: [{ type: 'REPLY_BUTTON', text: 'Yes', postback: 'y' }] },
  });
  expect(await shown(ios, 'Sure? Yes')).toMatchObject({ type: 'QUICK_REPLIES' });
  expect(await shown(web, 'A card')).toMatchObject({ type: 'ADAPTIVE_CARD', payload: { type: 'AdaptiveCard' } });
  expect(await shown(ios, 'A card')).toMatchObject({ type: 'TEXT', text: 'A card' });
  await Promise.all([web.close(), ios.close()]);
});

test('an answer above 128 KiB is fetched, and carries the number that was asked', async () => {
  const client = await chatClient(server, DEMO_CHANNELS.multi);
  const thread = randomUUID();
  for (let index = 0; index < 20; index += 1) await client.say(thread, 'é'.repeat(7_500));
  const eventId = client.send('RecoverThread', { thread: { idOnExternalPlatform: thread } });
  const { data } = await client.push('EventInS3', (frame) => frame.data.originEvent.eventType === 'ThreadRecovered');
  const stored = await fetch(data.s3Object.url, { headers: { 'x-sdk-platform': 'web' } });
  expect(stored.status).toBe(200);
  expect(await stored.json()).toMatchObject({ eventId, postback: { eventType: 'ThreadRecovered' } });
  const preflight = await fetch(data.s3Object.url, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-trace-id,x-sdk-platform',
    },
  });
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-trace-id');
  await client.close();
});

test('a client that reads nothing is cut off, and others are told meanwhile', async () => {
  const externalId = randomUUID();
  const lazy = await chatClient(server, DEMO_CHANNELS.multi, { externalId });
  const client = await chatClient(server, DEMO_CHANNELS.multi, { externalId });
  const thread = randomUUID();
  lazy.raw.pause();
  let closed = false;
  void lazy.closed.then(() => {
    closed = true;
  });
  for (let index = 0; index < 400 && !closed; index += 1) await client.say(thread, 'x'.repeat(8_000));
  lazy.raw.resume();
  expect(await lazy.closed).not.toBe(1000);
  await client.close();
});
