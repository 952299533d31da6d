import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CodeExchange } from '@alongside/domain';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CLIENT,
  type OpenIdProvider,
  PUBLIC_CLIENT,
  REDIRECT,
  startOpenIdProvider,
} from '../testing/open-id-provider.ts';
import { silentLog } from './log.ts';
import { createOpenId } from './openid.ts';
import { createOutgoing } from './outgoing.ts';

const openId = createOpenId({
  outgoing: createOutgoing({ allowed: [{ host: '127.0.0.1', port: null }] }),
  log: silentLog,
});
const VERIFIER = 'v'.repeat(43);

let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider();
});
afterAll(() => provider.stop());

const exchange = (change: Omit<Partial<CodeExchange>, 'openId'> & { openId?: Partial<CodeExchange['openId']> } = {}) =>
  openId.exchange({
    secret: CLIENT.secret,
    code: 'none',
    verifier: null,
    visitorId: randomUUID(),
    ...change,
    openId: { issuer: provider.issuer, clientId: CLIENT.id, redirectUri: REDIRECT, ...change.openId },
  });

test('a code is exchanged for issuer, subject and name, and never for an e-mail address', async () => {
  const code = await provider.authorize({ subject: 'C-7' });
  expect(await exchange({ code })).toEqual({
    issuer: provider.issuer,
    subject: 'C-7',
    firstName: 'Grace',
    lastName: 'Hopper',
    imageUrl: null,
    codeIsSpent: true,
  });
});

test('the verifier of PKCE goes along, for clients with a secret and without', async () => {
  const code = await provider.authorize({ verifier: VERIFIER });
  expect(await exchange({ code, verifier: VERIFIER })).toMatchObject({ subject: 'C-100' });
  const phone = await provider.authorize({ verifier: VERIFIER, clientId: PUBLIC_CLIENT });
  expect(
    await exchange({ code: phone, verifier: VERIFIER, secret: null, openId: { clientId: PUBLIC_CLIENT } }),
  ).toMatchObject({ subject: 'C-100' });
});

test.each<[string, () => Promise<Parameters<typeof exchange>[0]>]>([
  ['that nobody made', async () => ({ code: 'x'.repeat(43) })],
  [
    'with a wrong verifier',
    async () => ({ code: await provider.authorize({ verifier: VERIFIER }), verifier: 'w'.repeat(43) }),
  ],
  ['whose verifier is left out', async () => ({ code: await provider.authorize({ verifier: VERIFIER }) })],
  [
    'that was made without a verifier and comes with one',
    async () => ({ code: await provider.authorize(), verifier: VERIFIER }),
  ],
  ['of another client', async () => ({ code: await provider.authorize({ clientId: 'another-app' }) })],
  [
    'made for another address',
    async () => ({
      code: await provider.authorize({ clientId: 'another-app', redirectUri: 'https://evil.example/' }),
      openId: { clientId: 'another-app' },
    }),
  ],
  ...[
    'https://bank.example/signed-in/',
    'https://bank.example/signed-in?x=1',
    'https://bank.example:444/signed-in',
    'https://evil.bank.example/signed-in',
  ].map((redirectUri): [string, () => Promise<Parameters<typeof exchange>[0]>] => [
    `at the address ${redirectUri}`,
    async () => ({ code: await provider.authorize(), openId: { redirectUri } }),
  ]),
  ['with a wrong secret', async () => ({ code: await provider.authorize(), secret: 'wrong' })],
  ['without the secret', async () => ({ code: await provider.authorize(), secret: null })],
  ['of a device other than the nonce says', async () => ({ code: await provider.authorize({ nonce: randomUUID() }) })],
])('a code %s is refused', async (_what, make) => {
  expect(await exchange(await make())).toBe('refused');
});

test('a code is good once', async () => {
  const code = await provider.authorize();
  expect(await exchange({ code })).toMatchObject({ subject: 'C-100' });
  expect(await exchange({ code })).toBe('refused');
});

test("a nonce that is the device's own ties a code without a verifier to it", async () => {
  const visitorId = randomUUID();
  const code = await provider.authorize({ nonce: visitorId });
  expect(await exchange({ code, visitorId })).toMatchObject({ subject: 'C-100' });
  const tied = await provider.authorize({ nonce: 'of the app', verifier: VERIFIER });
  expect(await exchange({ code: tied, verifier: VERIFIER })).toMatchObject({ subject: 'C-100' });
});

test('a provider at a private address that nobody allowed is not asked', async () => {
  const guarded = createOpenId({ outgoing: createOutgoing({ allowed: [] }), log: silentLog });
  const code = await provider.authorize();
  const asked = {
    openId: { issuer: provider.issuer, clientId: CLIENT.id, redirectUri: REDIRECT },
    secret: CLIENT.secret,
  };
  expect(await guarded.exchange({ ...asked, code, verifier: null, visitorId: randomUUID() })).toBe('unavailable');
  expect(await exchange({ code })).toMatchObject({ subject: 'C-100' });
});

/** A provider that says what a test lets it say. */
interface Evil {
  readonly issuer: string;
  readonly key: CryptoKey;
  /** Claims as an honest one would write them. */
  readonly claims: () => JWTPayload;
  stop(): Promise<void>;
}
interface EvilSays {
  metadata?: object;
  idToken?: (evil: Evil) => Promise<string | undefined> | string | undefined;
  answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Making an RSA key takes a while: one for all. */
const keys = generateKeyPair('RS256', { extractable: true });

async function evilProvider(says: EvilSays): Promise<Evil> {
  const { publicKey, privateKey } = await keys;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const server = createServer(async (request, response) => {
    const json = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (says.answer?.(request, response)) return;
    if (request.url?.endsWith('/openid-configuration'))
      return json({
        issuer: evil.issuer,
        authorization_endpoint: `${evil.issuer}/auth`,
        token_endpoint: `${evil.issuer}/token`,
        jwks_uri: `${evil.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...says.metadata,
      });
    if (request.url === '/jwks') return json({ keys: [jwk] });
    const idToken = await (says.idToken ?? ((one) => signed(one)))(evil);
    return json({ access_token: 'a', token_type: 'Bearer', ...(idToken === undefined ? {} : { id_token: idToken }) });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = () => Math.floor(Date.now() / 1000);
  const evil: Evil = {
    issuer,
    key: privateKey,
    claims: () => ({ iss: issuer, aud: CLIENT.id, sub: 'victim', iat: now(), exp: now() + 300, given_name: 'V' }),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return evil;
}

const signed = (
  evil: Evil,
  change: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> = {},
  key?: CryptoKey | Uint8Array,
) =>
  new SignJWT({ ...evil.claims(), ...change })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(key ?? evil.key);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (evil: Evil, alg: string) => `${part({ alg })}.${part(evil.claims())}.`;

async function ask(says: EvilSays) {
  const evil = await evilProvider(says);
  try {
    return await exchange({ code: 'any', openId: { issuer: evil.issuer } });
  } finally {
    await evil.stop();
  }
}

test('what an honest provider of this kind says is taken', async () => {
  expect(await ask({})).toMatchObject({ subject: 'victim', firstName: 'V' });
});

const past = () => Math.floor(Date.now() / 1000) - 3600;
test.each<[string, EvilSays]>([
  ['no ID token', { idToken: () => undefined }],
  ['alg none', { idToken: (evil) => unsigned(evil, 'none') }],
  ['alg nOnE', { idToken: (evil) => unsigned(evil, 'nOnE') }],
  [
    'HS256 with the secret of the client',
    { idToken: (evil) => signed(evil, {}, { alg: 'HS256' }, Buffer.from(CLIENT.secret)) },
  ],
  [
    'HS256 with the public key as secret',
    {
      idToken: async (evil) => {
        const published = await (await fetch(`${evil.issuer}/jwks`)).text();
        return signed(evil, {}, { alg: 'HS256' }, Buffer.from(published));
      },
    },
  ],
  [
    'another key under its kid',
    { idToken: async (evil) => signed(evil, {}, {}, (await generateKeyPair('RS256')).privateKey) },
  ],
  ['a kid that it does not have', { idToken: (evil) => signed(evil, {}, { kid: '../k1' }) }],
  ['another issuer', { idToken: (evil) => signed(evil, { iss: 'https://login.bank.example' }) }],
  ['its issuer with a slash more', { idToken: (evil) => signed(evil, { iss: `${evil.issuer}/` }) }],
  ['another audience', { idToken: (evil) => signed(evil, { aud: 'another-app' }) }],
  [
    'several audiences and somebody else as their party',
    { idToken: (evil) => signed(evil, { aud: [CLIENT.id, 'b'], azp: 'b' }) },
  ],
  ['a token that has ended', { idToken: (evil) => signed(evil, { iat: past(), exp: past() + 60 }) }],
  ['a token without an end', { idToken: (evil) => signed(evil, { exp: undefined }) }],
  ['a token without a subject', { idToken: (evil) => signed(evil, { sub: undefined }) }],
  ['a token whose subject is empty', { idToken: (evil) => signed(evil, { sub: '' }) }],
  ['a subject of two lines', { idToken: (evil) => signed(evil, { sub: 'a\nb' }) }],
  ['a signature that is cut', { idToken: async (evil) => (await signed(evil)).slice(0, -8) }],
  [
    'a body that was changed',
    {
      idToken: async (evil) =>
        (await signed(evil)).replace(/\.[^.]+\./, `.${part({ ...evil.claims(), sub: 'else' })}.`),
    },
  ],
  ['metadata of another issuer', { metadata: { issuer: 'https://login.bank.example' } }],
])('%s is refused', async (_what, says) => {
  expect(await ask(says)).toBe('refused');
});

test.each<[string, EvilSays]>([
  ['falls over', { answer: (_request, response) => response.writeHead(500).end('oh') !== undefined }],
  [
    'talks without end',
    { answer: (_request, response) => response.end(`{"x":"${'y'.repeat(600_000)}"}`) !== undefined },
  ],
  ['has its tokens at a private address', { metadata: { token_endpoint: 'https://10.0.0.1/token' } }],
])('a provider that %s gives nothing', async (_what, says) => {
  expect(await ask(says)).toBe('unavailable');
});

test('a provider that sends us elsewhere is not followed', async () => {
  let followed = false;
  const answer: EvilSays['answer'] = (request, response) => {
    if (request.url === '/elsewhere') followed = true;
    if (request.url !== '/token') return false;
    response.writeHead(307, { location: '/elsewhere' }).end();
    return true;
  };
  expect(await ask({ answer })).toBe('refused');
  expect(followed).toBe(false);
});
