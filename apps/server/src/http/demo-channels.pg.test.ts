import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { applyDemoFile, readDemoTenantFile } from '../demo/apply-demo-file.ts';
import { silentLog } from '../engines/log.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await applyDemoFile(readDemoTenantFile(), server.demo, { url: server.url, log: silentLog });
});
afterAll(() => server.stop());

type Name = keyof TestServer['demo']['digitalChat']['channels'];
interface TokenAnswer {
  readonly accessToken?: string;
  readonly expiresIn?: number;
  readonly customerIdentity?: { readonly idOnExternalPlatform: string };
  readonly thirdParty?: { readonly refresh_token: string };
  readonly refresh_token?: string;
}

const channelOf = (name: Name) => server.demo.digitalChat.channels[name];
const infoOf = async (name: Name) => {
  const { chat, brandId } = server.demo.digitalChat;
  const answer = await fetch(`${chat}/1.0/brand/${brandId}/channel/${channelOf(name)}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
async function tokenFor(name: Name, visitorId: string, body: object): Promise<{ status: number; body: TokenAnswer }> {
  const { authorize, brandId } = server.demo.digitalChat;
  const query = new URLSearchParams({ brandId: String(brandId), channelId: channelOf(name), visitorId });
  const answer = await fetch(`${authorize}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://bank.example' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as TokenAnswer };
}
/** HTTP status of the upgrade; 101: open. */
function upgrade(name: Name, visitorId: string, more: Record<string, string> = {}): Promise<number> {
  const { gateway, brandId } = server.demo.digitalChat;
  const query = new URLSearchParams({
    brandId: String(brandId),
    channelId: channelOf(name),
    visitorId,
    sdkPlatform: 'web',
    sdkVersion: '3.3.0',
    ...more,
  });
  return new Promise((settle, fail) => {
    const socket = new WebSocket(`${gateway}?${query}`);
    socket.on('open', () => {
      socket.close();
      settle(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      settle(response.statusCode ?? 0);
    });
    socket.on('error', fail);
  });
}
const code = (authorization_code: string) => ({ thirdParty: { grant_type: 'authorization_code', authorization_code } });

test('the six channels of the demo are what demo.json says they are', async () => {
  const seen: Record<string, unknown> = {};
  for (const name of Object.keys(server.demo.digitalChat.channels) as Name[]) {
    const { status, body } = await infoOf(name);
    expect([status, body.availability, body.preContactForm ?? null], name).toEqual([200, { status: 'online' }, null]);
    const settings = body.settings as { hasMultipleThreadsPerEndUser: boolean; securedSessions: boolean };
    seen[name] = [
      body.isLiveChat,
      settings.hasMultipleThreadsPerEndUser,
      settings.securedSessions,
      body.isAuthorizationEnabled,
    ];
  }
  expect(seen).toEqual({
    multi: [false, true, false, false],
    single: [false, false, false, false],
    live: [true, false, false, false],
    secured: [false, true, true, false],
    oauth: [false, true, true, true],
    legacyoauth: [false, true, false, true],
  });
});

test('a secured channel opens with the token of its own device, and without one not at all', async () => {
  const visitorId = randomUUID();
  const own = { customerIdentity: { idOnExternalPlatform: randomUUID() } };
  const { status, body } = await tokenFor('secured', visitorId, own);
  expect(status).toBe(200);
  expect(body).toMatchObject({ expiresIn: 300, ...own });
  const transactionToken = body.accessToken!;
  expect(await upgrade('secured', visitorId, { transactionToken })).toBe(101);
  expect(await upgrade('secured', visitorId, { transactionToken })).toBe(101);
  expect(await upgrade('secured', visitorId)).toBe(401);
  expect(await upgrade('secured', randomUUID(), { transactionToken })).toBe(401);
  expect(await upgrade('oauth', visitorId, { transactionToken })).toBe(401);
});

test('a code that begins with good is good again and again, and any other never', async () => {
  const visitorId = randomUUID();
  const first = await tokenFor('oauth', visitorId, code('good-1'));
  const again = await tokenFor('oauth', visitorId, code('good-1'));
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body.customerIdentity).toEqual(first.body.customerIdentity);
  expect(await upgrade('oauth', visitorId, { transactionToken: again.body.accessToken! })).toBe(101);
  expect((await tokenFor('oauth', randomUUID(), code('good-1'))).status).toBe(200);
  for (const bad of ['bad', ' good', 'Good-1', ''])
    expect((await tokenFor('oauth', visitorId, code(bad))).status, bad).toBeGreaterThanOrEqual(400);
});

test('a refresh brings the next tokens at both places where clients look, once', async () => {
  const visitorId = randomUUID();
  const { body } = await tokenFor('oauth', visitorId, code('good-2'));
  const refresh = { thirdParty: { grant_type: 'refresh_token', refresh_token: body.thirdParty!.refresh_token } };
  const next = await tokenFor('oauth', visitorId, refresh);
  expect(next.body).toMatchObject({
    accessToken: expect.any(String),
    thirdParty: { access_token: expect.any(String), refresh_token: next.body.refresh_token },
  });
  expect(await upgrade('oauth', visitorId, { transactionToken: next.body.accessToken! })).toBe(101);
  expect((await tokenFor('oauth', visitorId, refresh)).status).toBe(401);
  expect(await upgrade('oauth', visitorId, { transactionToken: next.body.accessToken! })).toBe(401);
});

test('a file goes up over the chat wire and comes down by its address', async () => {
  const { chat, brandId } = server.demo.digitalChat;
  const sent = Buffer.from('plain words');
  const upload = (body: object) =>
    fetch(`${chat}/1.0/brand/${brandId}/channel/${channelOf('multi')}/attachment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const taken = await upload({ content: sent.toString('base64'), mimeType: 'text/plain', fileName: 'a.txt' });
  const { fileUrl } = (await taken.json()) as { fileUrl: string };
  expect(fileUrl.startsWith(server.url)).toBe(true);
  expect(await (await fetch(fileUrl)).text()).toBe('plain words');
  const refused = await upload({ content: sent.toString('base64'), mimeType: 'image/png', fileName: 'a.exe' });
  expect([refused.status, await refused.json()]).toEqual([
    200,
    expect.objectContaining({ isAttachmentsEnabled: true, allowedFileSize: '20' }),
  ]);
});
