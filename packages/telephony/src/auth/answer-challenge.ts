import type { SipResponse } from '../message/sip-message.ts';
import { quote } from '../message/text.ts';
import type { Field } from '../message/write-message.ts';
import { algorithmOf, type DigestAlgorithm, digest, parseDigest } from './digest.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What to add to the request that was refused with 401 or 407; SHA-256 where the peer can. null: nothing that we could answer. */
export function answerChallenge(
  refusal: SipResponse,
  request: { readonly method: string; readonly uri: string },
  { username, password }: Credentials,
  cnonce: string,
): Field | null {
  const isProxy = refusal.status === 407;
  const challenges = refusal.headers
    .all(isProxy ? 'proxy-authenticate' : 'www-authenticate')
    .flatMap((header) => {
      const parameters = parseDigest(header);
      const algorithm = parameters && algorithmOf(parameters.get('algorithm'));
      return parameters && algorithm ? [{ parameters, algorithm }] : [];
    })
    .sort((a, b) => strength(b.algorithm) - strength(a.algorithm));
  const best = challenges[0];
  const realm = best?.parameters.get('realm');
  const nonce = best?.parameters.get('nonce');
  if (!best || realm === undefined || !nonce) return null;
  const qop = best.parameters.get('qop');
  const mayCount = qop?.split(',').some((word) => word.trim().toLowerCase() === 'auth') ?? false;
  if (qop !== undefined && !mayCount) return null;
  const counted = mayCount ? { nc: '00000001', cnonce } : null;
  const response = digest({ ...request, algorithm: best.algorithm, username, realm, password, nonce, counted });
  const opaque = best.parameters.get('opaque');
  const parts = [
    `Digest username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(request.uri)}`,
    `response="${response}"`,
    `algorithm=${best.algorithm}`,
    ...(counted ? ['qop=auth', `nc=${counted.nc}`, `cnonce="${counted.cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
  ];
  return [isProxy ? 'Proxy-Authorization' : 'Authorization', parts.join(', ')];
}

const strength = (algorithm: DigestAlgorithm) => (algorithm === 'SHA-256' ? 1 : 0);

/** The peer only wants a newer nonce; the password was right. */
export function isStale(refusal: SipResponse): boolean {
  const header = refusal.headers.get(refusal.status === 407 ? 'proxy-authenticate' : 'www-authenticate');
  return header !== null && parseDigest(header)?.get('stale')?.toLowerCase() === 'true';
}
