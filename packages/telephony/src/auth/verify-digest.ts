import { timingSafeEqual } from 'node:crypto';
import type { SipRequest } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import { algorithmOf, type DigestAlgorithm, digest, parseDigest } from './digest.ts';
import type { Nonces } from './nonces.ts';

export type Verdict =
  | { readonly outcome: 'right'; readonly username: string }
  /** No answer to a challenge yet, which is how everybody begins. */
  | { readonly outcome: 'unasked' }
  /** The password is right, the nonce was used before or is too old. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'wrong' };

export const REALM = 'alongside';

/** One field for each algorithm, the better one first; a telephone takes the first that it knows. */
export function challenge(
  nonces: Nonces,
  algorithms: readonly DigestAlgorithm[],
  { host, stale }: { readonly host: string; readonly stale: boolean },
): Field[] {
  return algorithms.map((algorithm) => [
    'WWW-Authenticate',
    `Digest realm="${REALM}", nonce="${nonces.issue(host)}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`,
  ]);
}

/**
 * `passwordOf` answers for every name; one that nobody has gets a password that nobody knows, and everything else happens as for a real one: neither the
 * answer nor its time tells which names exist.
 */
export function verifyDigest(
  request: SipRequest,
  nonces: Nonces,
  passwordOf: (username: string) => { readonly password: string; readonly exists: boolean },
): Verdict {
  const header = request.headers.get('authorization');
  if (header === null) return { outcome: 'unasked' };
  const parameters = parseDigest(header);
  const given = (name: string) => parameters?.get(name) ?? '';
  const algorithm = algorithmOf(parameters?.get('algorithm'));
  const counts = given('qop').toLowerCase() === 'auth' && /^[0-9a-f]{8}$/i.test(given('nc')) && given('cnonce') !== '';
  if (!parameters || algorithm === null || !counts || given('realm') !== REALM) return { outcome: 'wrong' };
  const username = given('username');
  const { password, exists } = passwordOf(username);
  const right = digest({
    algorithm,
    username,
    realm: REALM,
    password,
    method: request.method,
    uri: given('uri'),
    nonce: given('nonce'),
    counted: { nc: given('nc'), cnonce: given('cnonce') },
  });
  const matches = equal(given('response').toLowerCase(), right);
  const nonce = nonces.redeem(given('nonce'));
  const sameUri = given('uri') === request.uri;
  if (!matches || !exists || !sameUri || nonce === 'foreign') return { outcome: 'wrong' };
  return nonce === 'good' ? { outcome: 'right', username } : { outcome: 'stale' };
}

/** It repeats what we sent to this address, so that it comes from there. */
export function isProven({ headers }: SipRequest, nonces: Nonces, host: string): boolean {
  const nonce = parseDigest(headers.get('authorization') ?? '')?.get('nonce');
  return nonce !== undefined && nonces.wasIssuedTo(nonce, host);
}

function equal(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
