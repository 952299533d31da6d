import { createHash } from 'node:crypto';
import type { CodeExchange, IdentityProvider, Logger, Outgoing, ProvenPerson } from '@alongside/domain';
import * as openid from 'openid-client';

/** What a provider says of itself is asked anew after this. */
const REMEMBERED_MILLISECONDS = 10 * 60_000;
const MOST_REMEMBERED = 200;
/** Metadata and keys are longer than most answers. */
const MOST_BYTES = 512 * 1024;
/** Of its clock against ours. */
const TOLERANCE_SECONDS = 30;
const MILLISECONDS = 10_000;

export interface OpenIdOptions {
  readonly outgoing: Outgoing;
  readonly log: Logger;
}

/** Nobody answered, or nothing that could be read. */
class Unavailable extends Error {}

/**
 * Companies' OpenID providers, reached by the guarded way out alone. A person is proven by an ID token with the provider's own signature, whose
 * issuer, audience and times fit; symmetric and missing signatures are refused. The app began the flow, so its `state` and the issuer of the
 * answer are for the app to check: there is one provider per channel, and a code of any other one is refused by it.
 */
export function createOpenId({ outgoing, log }: OpenIdOptions): IdentityProvider {
  const remembered = new Map<string, { until: number; config: Promise<openid.Configuration> }>();
  const fetch = guardedFetch(outgoing);

  const configOf = (exchange: CodeExchange, method: AuthMethod): Promise<openid.Configuration> => {
    const key = keyOf(exchange, method);
    const known = remembered.get(key);
    if (known && known.until > Date.now()) return known.config;
    const config = discover(exchange, method, fetch);
    remembered.delete(key);
    remembered.set(key, { until: Date.now() + REMEMBERED_MILLISECONDS, config });
    config.catch(() => remembered.delete(key));
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return config;
  };

  const attempt = async (exchange: CodeExchange, method: AuthMethod): Promise<ProvenPerson> => {
    const config = await configOf(exchange, method);
    const tokens = await openid.genericGrantRequest(config, 'authorization_code', {
      code: exchange.code,
      redirect_uri: exchange.openId.redirectUri,
      ...(exchange.verifier === null ? {} : { code_verifier: exchange.verifier }),
    });
    return personIn(config, tokens, exchange);
  };

  return {
    async exchange(exchange) {
      const refuse = (error: unknown) => {
        const answer = isUnavailable(error) ? 'unavailable' : 'refused';
        log.warn(
          {
            where: 'openid',
            issuer: exchange.openId.issuer,
            clientId: exchange.openId.clientId,
            reason: reasonOf(error),
          },
          answer === 'refused' ? 'A provider refused a code, or vouched badly.' : 'A provider gave no answer.',
        );
        return answer;
      };
      const method: AuthMethod = exchange.secret === null ? 'none' : 'basic';
      try {
        return await attempt(exchange, method);
      } catch (error) {
        // Registered for the other way of showing its secret: until then the provider has not looked at the code.
        if (method !== 'basic' || !isWrongClient(error)) return refuse(error);
      }
      return attempt(exchange, 'post').catch(refuse);
    },
  };
}

type AuthMethod = 'none' | 'basic' | 'post';
type Tokens = Awaited<ReturnType<typeof openid.genericGrantRequest>>;

const keyOf = ({ openId, secret }: CodeExchange, method: AuthMethod): string =>
  createHash('sha256')
    .update(JSON.stringify([openId.issuer, openId.clientId, secret, method]))
    .digest('hex');

async function discover(
  { openId, secret }: CodeExchange,
  method: AuthMethod,
  fetch: openid.CustomFetch,
): Promise<openid.Configuration> {
  const issuer = new URL(openId.issuer);
  const authentication =
    secret === null || method === 'none'
      ? openid.None()
      : method === 'basic'
        ? openid.ClientSecretBasic(secret)
        : openid.ClientSecretPost(secret);
  const metadata = { [openid.clockTolerance]: TOLERANCE_SECONDS };
  return openid.discovery(issuer, openId.clientId, metadata, authentication, {
    [openid.customFetch]: fetch,
    timeout: MILLISECONDS / 1000,
    execute: [
      openid.enableNonRepudiationChecks,
      // Only for hosts that the server was told to allow: the way out takes no other plain address.
      ...(issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
    ],
  });
}

const SUBJECT = /^[\x20-\x7e]{1,255}$/;

async function personIn(
  config: openid.Configuration,
  tokens: Tokens,
  { verifier, visitorId }: CodeExchange,
): Promise<ProvenPerson> {
  const claims = tokens.claims();
  if (!claims) throw new Error('no ID token');
  if (!SUBJECT.test(claims.sub)) throw new Error('unusable subject');
  // PKCE ties the code to the app that began. Without it a nonce is the only tie that we can see: it must be this device's.
  if (verifier === null && claims.nonce !== undefined && claims.nonce !== visitorId) throw new Error('foreign nonce');
  const named = hasName(claims) ? claims : { ...claims, ...(await userInfo(config, tokens, claims.sub)) };
  const text = (name: string) => (typeof named[name] === 'string' ? (named[name] as string) : '');
  return {
    issuer: claims.iss,
    subject: claims.sub,
    firstName: text('given_name') || text('name'),
    lastName: text('given_name') === '' ? '' : text('family_name'),
    imageUrl: text('picture') || null,
    codeIsSpent: true,
  };
}

const hasName = (claims: Readonly<Record<string, unknown>>): boolean =>
  claims.name !== undefined || claims.given_name !== undefined;

/** Names only: without them the person is as proven as with them. */
async function userInfo(config: openid.Configuration, tokens: Tokens, subject: string): Promise<object> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  return openid.fetchUserInfo(config, tokens.access_token, subject).catch(() => ({}));
}

function guardedFetch(outgoing: Outgoing): openid.CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await outgoing.send({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
      milliseconds: MILLISECONDS,
      mostBytes: MOST_BYTES,
    });
    if (!answer.ok) throw new Unavailable(answer.error);
    if (answer.cut || answer.status >= 500) throw new Unavailable(answer.cut ? 'too long' : `status ${answer.status}`);
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    });
  };
}

function isUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof Unavailable || at.name === 'TimeoutError' || at.name === 'AbortError') return true;
  }
  return false;
}

const isWrongClient = (error: unknown): boolean =>
  (error instanceof openid.ResponseBodyError && error.error === 'invalid_client') ||
  error instanceof openid.WWWAuthenticateChallengeError;

/** Codes and names of claims; never a token. */
function reasonOf(error: unknown): string {
  if (error instanceof openid.ResponseBodyError) return error.error;
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return `${code}: ${error.message}`.slice(0, 200);
}
