import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fakeChat } from '../testing/fake-client.ts';

const params = { brandId: '1386', channelId: 'chat_11111111-2222-4333-8444-555555555555' };

test('channel info has every field that a decoder requires', async () => {
  await using chat = fakeChat({
    mode: 'live',
    preContactForm: {
      name: 'Before we start',
      fields: [
        {
          ident: 'topic',
          label: 'Topic',
          type: 'tree',
          required: true,
          values: [
            { name: 'a', value: 'A', parent: null },
            { name: 'b', value: 'B', parent: 'a' },
          ],
        },
      ],
    },
  });
  const { status, body } = await chat.request('chatChannelInfo', { params, query: { locale: 'en_US' } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    channelIdOnExternalPlatform: '11111111-2222-4333-8444-555555555555',
    availability: { status: 'online' },
    isLiveChat: true,
    isAuthorizationEnabled: false,
    isSecuredCookieEnabled: false,
    isUnsecuredConnectionAllowed: true,
    settings: {
      hasMultipleThreadsPerEndUser: false,
      securedSessions: false,
      liveChatAllowTranscript: true,
      fileRestrictions: {
        allowedFileSize: '40',
        isAttachmentsEnabled: true,
        allowedFileTypes: [{ mimeType: 'image/*', description: 'images' }],
      },
      features: { securedSessions: false, isRecoverLivechatDoesNotFailEnabled: false },
    },
    preContactForm: {
      channels: [{ id: params.channelId }],
      customFields: [
        {
          isRequired: true,
          definition: {
            ident: 'topic',
            type: 'tree',
            values: [
              { name: 'a', value: 'A' },
              { name: 'b', value: 'B', parentId: 'a' },
            ],
          },
        },
      ],
    },
  });
});

test.each([
  ['secured', false, false, true],
  ['secured_cookie', false, true, true],
  ['secured_oauth', true, false, true],
  ['oauth', true, false, false],
] as const)(
  'a channel of kind %s tells native how to authenticate',
  async (identity, authorization, cookie, secured) => {
    await using chat = fakeChat({ identity });
    const { body } = await chat.request('chatChannelInfo', { params });
    expect(body).toMatchObject({
      isAuthorizationEnabled: authorization,
      isSecuredCookieEnabled: cookie,
      settings: { securedSessions: secured, features: { securedSessions: secured } },
    });
  },
);

test('an unknown channel, or one of another brand, is not found', async () => {
  await using chat = fakeChat();
  for (const wrong of [
    { ...params, brandId: '1' },
    { ...params, brandId: 'x' },
    { ...params, channelId: 'chat_x' },
  ])
    expect(await chat.request('chatChannelInfo', { params: wrong })).toMatchObject({
      status: 404,
      body: { error: { errorMessage: expect.any(String) } },
    });
});

test('a file is kept, and a refused one is answered with what is allowed', async () => {
  await using chat = fakeChat();
  const content = Buffer.from('abc').toString('base64');
  const upload = (body: object) => chat.request('chatAttachment', { params, body });
  expect(await upload({ content, mimeType: 'image/png', fileName: 'a.png' })).toMatchObject({
    status: 200,
    body: { fileUrl: expect.stringMatching(/^https:/) },
  });
  expect(await upload({ content, mimeType: 'text/html', fileName: 'a.html' })).toMatchObject({
    status: 200,
    body: { allowedFileSize: '40', isAttachmentsEnabled: true },
  });
  expect(await upload({ content: '*', mimeType: 'image/png' })).toMatchObject({ status: 400 });
});

test('a refreshed third-party token stands where each client looks', async () => {
  await using chat = fakeChat({ identity: 'secured_oauth' });
  const query = { ...params, visitorId: randomUUID() };
  const ask = (thirdParty: object) => chat.request('chatToken', { query, body: { thirdParty } });
  const { body } = await ask({ grant_type: 'authorization_code', authorization_code: 'good-1', code_verifier: 'v' });
  expect(body).toMatchObject({
    accessToken: 'tx-sub-1',
    expiresIn: 300,
    customerIdentity: { idOnExternalPlatform: 'sub-1' },
    thirdParty: { access_token: 'access-sub-1', refresh_token: 'refresh-sub-1', expires_in: 3600 },
    contact: { customFields: [] },
  });
  expect((await ask({ grant_type: 'refresh_token', refresh_token: 'refresh-sub-1' })).body).toMatchObject({
    access_token: 'access-sub-1',
    refresh_token: 'refresh-sub-1',
    expires_in: 3600,
    accessToken: 'tx-sub-1',
    thirdParty: { access_token: 'access-sub-1' },
  });
  expect((await ask({ grant_type: 'authorization_code', authorization_code: 'bad' })).status).toBe(401);
});

test('a cookie counts for pages of the company only; a token that was kept counts anywhere', async () => {
  await using chat = fakeChat({ identity: 'secured_cookie' });
  const query = { ...params, visitorId: randomUUID() };
  const first = await chat.request('chatToken', { query, body: {} });
  const cookie = first.headers!['set-cookie']!.split(';')[0]!;
  expect(first.headers!['set-cookie']).toMatch(/HttpOnly; SameSite=None; Secure/);
  const again = await chat.request('chatToken', { query, body: {}, headers: { cookie } });
  expect(again.body.customerIdentity).toEqual(first.body.customerIdentity);
  const foreign = await chat.request('chatToken', {
    query,
    body: {},
    headers: { cookie },
    trustsOrigin: async () => false,
  });
  expect(foreign.body.customerIdentity).not.toEqual(first.body.customerIdentity);
  expect(foreign.headers).not.toHaveProperty('set-cookie');
  const kept = await chat.request('chatToken', {
    query: { ...query, storageFallback: '1' },
    body: {},
    headers: { authorization: `Bearer ${first.body.identityToken}` },
    trustsOrigin: async () => false,
  });
  expect(kept.body.customerIdentity).toEqual(first.body.customerIdentity);
});

test('visitors and what they did reach the house', async () => {
  await using chat = fakeChat();
  const where = { brandId: '1386', visitorId: randomUUID() };
  expect(
    await chat.request('chatVisitor', { params: where, body: { browserFingerprint: { deviceToken: 't' } } }),
  ).toMatchObject({ status: 204 });
  expect(
    await chat.request('chatVisitorEvents', { params: where, body: { id: randomUUID(), type: 'PageView' } }),
  ).toMatchObject({ status: 204 });
  expect(chat.house.calls.map(({ name }) => name)).toEqual(['rememberVisitor', 'storeVisitorEvents']);
});
