import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'bank-app', secret: 'a secret that only the provider and the bank know' };
export const PUBLIC_CLIENT = 'bank-phone';
export const REDIRECT = 'https://bank.example/signed-in';

/** What an app says when it sends somebody to the provider. */
export interface AuthorizeRequest {
  readonly subject?: string;
  readonly verifier?: string;
  readonly nonce?: string;
  readonly clientId?: string;
  readonly redirectUri?: string;
}

export interface OpenIdProvider {
  readonly issuer: string;
  /** A code as the app gets it after somebody has signed in. */
  authorize(request?: AuthorizeRequest): Promise<string>;
  stop(): Promise<void>;
}

/** A real OpenID provider on this machine, whose sign-in page is skipped. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [REDIRECT] },
      { client_id: PUBLIC_CLIENT, token_endpoint_auth_method: 'none', redirect_uris: [REDIRECT] },
      { client_id: 'another-app', client_secret: CLIENT.secret, redirect_uris: [REDIRECT, 'https://evil.example/'] },
    ],
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name', 'picture'] },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Session: 600, Interaction: 600 },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, given_name: 'Grace', family_name: 'Hopper', email: 'same@bank.example' }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    async authorize(request = {}) {
      const { subject = 'C-100', verifier, nonce, clientId = CLIENT.id, redirectUri = REDIRECT } = request;
      const client = await provider.Client.find(clientId);
      if (!client) throw new Error('There is no such client.');
      const grant = new provider.Grant({ accountId: subject, clientId });
      grant.addOIDCScope('openid profile');
      const code = new provider.AuthorizationCode({
        accountId: subject,
        client,
        grantId: await grant.save(),
        gty: 'authorization_code',
        redirectUri,
        scope: 'openid profile',
        authTime: Math.floor(Date.now() / 1000),
        ...(nonce === undefined ? {} : { nonce }),
        ...(verifier === undefined ? {} : { codeChallenge: challengeOf(verifier), codeChallengeMethod: 'S256' }),
      } as ConstructorParameters<typeof provider.AuthorizationCode>[0]);
      return code.save();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
