import { createHash, randomUUID } from 'node:crypto';
import {
  type Authorized,
  type ChannelVisitor,
  enterAnonymously,
  exchangeCode,
  openChannelSession,
  redeemAccessToken,
  redeemTransactionToken,
  refreshAccessToken,
  refreshThirdParty,
  updateCustomerName,
} from '@alongside/domain';
import type { AuditRecord, ChannelIdentity } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, signIn } from '../testing/client.ts';
import { CLIENT, type OpenIdProvider, REDIRECT, startOpenIdProvider } from '../testing/open-id-provider.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const REFUSED = { code: 'authorization_refused' };
const VERIFIER = 'v'.repeat(43);
const NAME = { externalId: '', firstName: '', lastName: '', imageUrl: null };

let server: TestServer;
let provider: OpenIdProvider;
let token: string;
let database: pg.Client;
const channels = {} as Record<ChannelIdentity, string>;

beforeAll(async () => {
  [server, provider] = await Promise.all([startTestServer(), startOpenIdProvider()]);
  ({ token } = await signIn(server, server.demo.admin));
  const identities: ChannelIdentity[] = ['anonymous', 'secured', 'secured_cookie', 'secured_oauth', 'oauth'];
  for (const identity of identities) channels[identity] = await addChannel(identity);
  database = new pg.Client({ connectionString: server.demo.database });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await Promise.all([server.stop(), provider.stop()]);
});

async function addChannel(identity: ChannelIdentity): Promise<string> {
  const id = `chat_${randomUUID()}`;
  const authorizes = identity === 'oauth' || identity === 'secured_oauth';
  const saved = await call(server, 'PUT', `/v1/channels/${id}`, {
    token,
    body: {
      name: randomUUID(),
      mode: 'multi',
      identity,
      openId: authorizes ? { issuer: provider.issuer, clientId: CLIENT.id, redirectUri: REDIRECT } : null,
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
    },
  });
  expect(saved.status).toBe(200);
  const secret = { secret: CLIENT.secret };
  if (authorizes) await call(server, 'PUT', `/v1/channels/${id}/openid-secret`, { token, body: secret });
  return id;
}

const visitorOn = (identity: ChannelIdentity, change: Partial<ChannelVisitor> = {}): ChannelVisitor => ({
  brandId: server.demo.tenant.brandId,
  channelId: channels[identity],
  visitorId: randomUUID(),
  ...change,
});
const exchange = (visitor: ChannelVisitor, code: string, verifier: string | null = null) =>
  exchangeCode(server.platform, visitor, code, verifier);
const audited = async (action: string) =>
  (await call<{ records: AuditRecord[] }>(server, 'GET', `/v1/audit?action=${action}`, { token })).body.records;
const sessionOf = ({ actor }: Authorized) => actor.sessionId;

/** As the database's clock would have it so much later. */
async function pass(seconds: number, ...tables: string[]): Promise<void> {
  await database.query('BEGIN');
  await database.query(`SELECT set_config('app.tenant', $1, true)`, [server.demo.tenant.id]);
  for (const table of tables)
    await database.query(`UPDATE ${table} SET expires_at = expires_at - make_interval(secs => $1)`, [seconds]);
  await database.query('COMMIT');
}

test('on an anonymous channel the app says who it is, and on no other', async () => {
  const externalId = randomUUID();
  const said = { ...NAME, externalId, firstName: ' Ada\n', lastName: 'Byron' };
  const { actor, person, transactionToken } = await enterAnonymously(server.platform, visitorOn('anonymous'), said);
  expect(person).toMatchObject({ externalId, firstName: 'Ada', lastName: 'Byron' });
  expect([actor.sessionId, transactionToken]).toEqual([null, null]);
  const again = await enterAnonymously(server.platform, visitorOn('anonymous'), { ...NAME, externalId });
  expect(again.actor.customerId).toBe(actor.customerId);
  for (const identity of ['secured', 'secured_cookie', 'secured_oauth', 'oauth'] as const)
    await expect(enterAnonymously(server.platform, visitorOn(identity), said)).rejects.toMatchObject(REFUSED);
  await expect(
    enterAnonymously(server.platform, visitorOn('anonymous', { brandId: 999_999 }), said),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a session token opens sockets again and again, of its channel and device alone, until it ends', async () => {
  const visitor = visitorOn('secured');
  const { transactionToken, actor } = await openChannelSession(server.platform, visitor, NAME, null);
  const { token: secret, expiresInSeconds } = transactionToken!;
  expect(expiresInSeconds).toBe(300);
  for (const _ of [1, 2])
    expect((await redeemTransactionToken(server.platform, visitor, secret))?.actor).toEqual(actor);
  const large = { ...visitor, visitorId: visitor.visitorId.toUpperCase() };
  expect(await redeemTransactionToken(server.platform, large, secret)).not.toBeNull();
  for (const other of [
    { ...visitor, visitorId: randomUUID() },
    { ...visitor, channelId: channels.secured_cookie },
    { ...visitor, channelId: channels.anonymous },
    { ...visitor, brandId: 999_999 },
  ])
    expect(await redeemTransactionToken(server.platform, other, secret)).toBeNull();
  for (const bad of [
    '',
    'nonsense',
    `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`,
    secret.replace('act_', 'aca_'),
  ])
    expect(await redeemTransactionToken(server.platform, visitor, bad)).toBeNull();
  await pass(301, 'channel_tokens');
  expect(await redeemTransactionToken(server.platform, visitor, secret)).toBeNull();
});

test('a browser with its identity token is the same customer, and without a good one somebody new, whatever it says', async () => {
  const visitor = visitorOn('secured_cookie');
  const first = await openChannelSession(server.platform, visitor, NAME, null);
  const again = await openChannelSession(
    server.platform,
    visitorOn('secured_cookie'),
    NAME,
    first.identityToken!.token,
  );
  expect(again.actor.customerId).toBe(first.actor.customerId);
  expect(again.identityToken?.token).toBe(first.identityToken?.token);
  const { externalId } = first.actor;
  for (const wrong of [null, 'nonsense', first.transactionToken!.token]) {
    const stranger = await openChannelSession(server.platform, visitor, { ...NAME, externalId }, wrong);
    expect(stranger.actor.customerId).not.toBe(first.actor.customerId);
    expect(stranger.identityToken).not.toBeNull();
  }
});

test('a code of the provider is a customer of the company by its own number, with tokens', async () => {
  const visitor = visitorOn('secured_oauth');
  const code = await provider.authorize({ subject: 'C-1', verifier: VERIFIER });
  const authorized = await exchange(visitor, code, VERIFIER);
  expect(authorized.person).toMatchObject({ externalId: 'C-1', firstName: 'Grace', lastName: 'Hopper' });
  expect(authorized.thirdParty?.access.expiresInSeconds).toBeGreaterThan(299);
  const { tenantId, customerId } = authorized.actor;
  const customer = await server.platform.store.transaction(tenantId, (tx) => tx.directory.customer(customerId));
  expect(customer).toMatchObject({ customerId: 'C-1', name: 'Grace Hopper', isLoggedIn: true });
  const known = await redeemTransactionToken(server.platform, visitor, authorized.transactionToken!.token);
  expect(known?.actor).toEqual(authorized.actor);
  const legacy = await exchange(visitorOn('oauth'), await provider.authorize({ subject: 'C-1' }));
  expect([legacy.transactionToken, legacy.actor.customerId]).toEqual([null, customerId]);
});

test('the same code comes back for its own session only: of this device, channel and verifier; and the audit log tells', async () => {
  const visitor = visitorOn('secured_oauth');
  const code = await provider.authorize({ verifier: VERIFIER });
  const first = await exchange(visitor, code, VERIFIER);
  const again = await exchange(visitor, code, VERIFIER);
  expect(sessionOf(again)).toBe(sessionOf(first));
  expect(again.transactionToken?.token).not.toBe(first.transactionToken?.token);
  expect((await audited('channel_session.code_replayed'))[0]).toMatchObject({
    target: { id: channels.secured_oauth },
    after: { visitorId: visitor.visitorId, sessionId: sessionOf(first) },
  });
  const before = (await audited('channel_session.code_refused')).length;
  for (const [other, verifier] of [
    [{ ...visitor, visitorId: randomUUID() }, VERIFIER],
    [visitor, null],
    [visitor, 'w'.repeat(43)],
    [visitorOn('oauth', { visitorId: visitor.visitorId }), VERIFIER],
  ] as const)
    await expect(exchange(other, code, verifier)).rejects.toMatchObject(REFUSED);
  expect((await audited('channel_session.code_refused')).length).toBe(before + 1);
  const { tenantId } = first.actor;
  await server.platform.store.transaction(tenantId, (tx) => tx.channelSessions.end(sessionOf(first)!));
  await expect(exchange(visitor, code, VERIFIER)).rejects.toMatchObject(REFUSED);
  expect(await redeemTransactionToken(server.platform, visitor, first.transactionToken!.token)).toBeNull();
});

test('a client that comes twice at once with one code gets in twice; two devices never share one', async () => {
  const visitor = visitorOn('secured_oauth');
  const code = await provider.authorize();
  const both = await Promise.all([exchange(visitor, code), exchange(visitor, code)]);
  expect(new Set(both.map(sessionOf)).size).toBe(1);
  for (let round = 0; round < 5; round += 1) {
    const shared = await provider.authorize();
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () => exchange(visitorOn('secured_oauth'), shared)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  }
});

test('a code is remembered for a day, and a page without a device cannot come back with it', async () => {
  const visitor = visitorOn('secured_oauth');
  const code = await provider.authorize();
  await exchange(visitor, code);
  await pass(24 * 3600 + 1, 'channel_codes');
  await expect(exchange(visitor, code)).rejects.toMatchObject(REFUSED);
  const nobodys = visitorOn('secured_oauth', { visitorId: '00000000-0000-0000-0000-000000000000' });
  const another = await provider.authorize();
  await exchange(nobodys, another);
  await expect(exchange(nobodys, another)).rejects.toMatchObject(REFUSED);
});

test('a refresh token is good once; used again it ends the whole session, at once', async () => {
  const visitor = visitorOn('secured_oauth');
  const first = await exchange(visitor, await provider.authorize());
  const old = first.thirdParty!.refresh;
  const stranger = { ...visitor, visitorId: randomUUID() };
  await expect(refreshThirdParty(server.platform, stranger, old)).rejects.toMatchObject(REFUSED);
  const second = await refreshThirdParty(server.platform, visitor, old);
  expect(sessionOf(second)).toBe(sessionOf(first));
  expect((await redeemTransactionToken(server.platform, visitor, second.transactionToken!.token))?.actor).toEqual(
    second.actor,
  );
  const told: unknown[] = [];
  const stop = server.platform.bus.subscribe((hint) => void told.push(hint));
  await expect(refreshThirdParty(server.platform, visitor, old)).rejects.toMatchObject(REFUSED);
  const ended = { kind: 'session-ended', tenantId: second.actor.tenantId, sessionId: sessionOf(first) };
  await expect.poll(() => told).toContainEqual(ended);
  stop();
  for (const { transactionToken } of [first, second])
    expect(await redeemTransactionToken(server.platform, visitor, transactionToken!.token)).toBeNull();
  await expect(refreshThirdParty(server.platform, visitor, second.thirdParty!.refresh)).rejects.toMatchObject(REFUSED);
  expect((await audited('channel_session.refresh_reused'))[0]?.after).toMatchObject({ sessionId: sessionOf(first) });
});

test('of many who use one refresh token at once, one gets through at most', async () => {
  const visitor = visitorOn('secured_oauth');
  const { thirdParty } = await exchange(visitor, await provider.authorize());
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => refreshThirdParty(server.platform, visitor, thirdParty!.refresh)),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
});

test('over the socket an access token brings the next one, past its end too, while the session lives', async () => {
  const visitor = visitorOn('oauth');
  const { thirdParty, actor } = await exchange(visitor, await provider.authorize());
  const access = thirdParty!.access.token;
  expect((await redeemAccessToken(server.platform, visitor, access))?.actor).toEqual(actor);
  expect(await redeemAccessToken(server.platform, { ...visitor, visitorId: randomUUID() }, access)).toBeNull();
  await pass(901, 'channel_tokens');
  expect(await redeemAccessToken(server.platform, visitor, access)).toBeNull();
  expect(await refreshAccessToken(server.platform, { ...visitor, visitorId: randomUUID() }, access)).toBeNull();
  const next = await refreshAccessToken(server.platform, visitor, access);
  expect((await redeemAccessToken(server.platform, visitor, next!.token))?.actor).toEqual(actor);
  // Whoever did not hear our answer asks once more.
  expect(await refreshAccessToken(server.platform, visitor, access)).not.toBeNull();
  await pass(31 * 24 * 3600, 'channel_sessions');
  expect(await redeemAccessToken(server.platform, visitor, next!.token)).toBeNull();
  expect(await refreshAccessToken(server.platform, visitor, next!.token)).toBeNull();
});

test('tokens of one kind are none of another', async () => {
  const visitor = visitorOn('secured_oauth');
  const { transactionToken, thirdParty } = await exchange(visitor, await provider.authorize());
  const [transaction, access, refresh] = [transactionToken!.token, thirdParty!.access.token, thirdParty!.refresh];
  for (const wrong of [access, refresh])
    expect(await redeemTransactionToken(server.platform, visitor, wrong)).toBeNull();
  for (const wrong of [transaction, access])
    await expect(refreshThirdParty(server.platform, visitor, wrong)).rejects.toMatchObject(REFUSED);
  for (const wrong of [transaction, access, refresh]) {
    for (const path of ['/v1/online-help', '/v1/agent/me', '/v1/tenant'])
      expect([401, 403]).toContain((await call(server, 'GET', path, { token: wrong })).status);
  }
});

test('an app may change what its customer is called, but not what a provider has proven', async () => {
  const { actor } = await enterAnonymously(server.platform, visitorOn('anonymous'), NAME);
  const said = { ...NAME, firstName: 'Ada' };
  expect(await updateCustomerName(server.platform, actor, said)).toMatchObject({ firstName: 'Ada' });
  expect(await updateCustomerName(server.platform, actor, NAME)).toMatchObject({ firstName: 'Ada' });
  const proven = await exchange(visitorOn('oauth'), await provider.authorize());
  expect(await updateCustomerName(server.platform, proven.actor, said)).toMatchObject({ firstName: 'Grace' });
});

test('a session that began in another way is worth nothing after the channel has changed', async () => {
  const id = await addChannel('secured');
  const visitor = visitorOn('secured', { channelId: id });
  const { transactionToken } = await openChannelSession(server.platform, visitor, NAME, null);
  const { body } = await call<{ channels: { id: string; openIdSecretSet?: boolean }[] }>(
    server,
    'GET',
    '/v1/channels',
    {
      token,
    },
  );
  const { id: _id, openIdSecretSet: _set, ...settings } = body.channels.find((one) => one.id === id)!;
  await call(server, 'PUT', `/v1/channels/${id}`, { token, body: { ...settings, identity: 'secured_cookie' } });
  expect(await redeemTransactionToken(server.platform, visitor, transactionToken!.token)).toBeNull();
});

test('the demo takes codes that begin with "good", again and again, on its own channels alone', async () => {
  const demo = { issuer: 'https://login.meridian.example', clientId: 'x', redirectUri: REDIRECT };
  const ask = (code: string, issuer: string) =>
    server.platform.identityProvider.exchange({
      openId: { ...demo, issuer },
      secret: CLIENT.secret,
      code,
      verifier: null,
      visitorId: 'v',
    });
  expect(await ask('good-1', demo.issuer)).toMatchObject({ codeIsSpent: false });
  expect(await ask('good-1', demo.issuer)).toEqual(await ask('good-1', demo.issuer));
  expect(await ask('bad', demo.issuer)).toBe('refused');
  expect(await ask('good-1', provider.issuer)).toBe('refused');
});

test('T4: no secret that was handed out stands in the database', async () => {
  const visitor = visitorOn('secured_oauth');
  const code = await provider.authorize();
  const authorized = await exchange(visitor, code);
  const cookie = await openChannelSession(server.platform, visitorOn('secured_cookie'), NAME, null);
  const secrets = [
    code,
    authorized.transactionToken!.token,
    authorized.thirdParty!.access.token,
    authorized.thirdParty!.refresh,
    cookie.identityToken!.token,
    CLIENT.secret,
  ];
  const { rows } = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  await database.query('BEGIN');
  await database.query(`SELECT set_config('app.tenant', $1, true)`, [server.demo.tenant.id]);
  let dump = '';
  for (const { name } of rows) {
    const content = await database.query(`SELECT t::text AS row FROM ${name} t`);
    dump += JSON.stringify(content.rows);
  }
  await database.query('ROLLBACK');
  expect(dump).toContain(createHash('sha256').update(authorized.thirdParty!.refresh).digest('hex'));
  for (const secret of secrets) expect(dump.includes(secret), secret.slice(0, 4)).toBe(false);
});
