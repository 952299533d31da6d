import { createHash } from 'node:crypto';
import { type Parameters, parseParameters, splitOutside } from '../message/text.ts';

export type DigestAlgorithm = 'MD5' | 'SHA-256';

const hashes = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** null: the old form without a counter (RFC 2069), which some registrars still ask for. */
  readonly counted: { readonly nc: string; readonly cnonce: string } | null;
}

/** RFC 7616, 3.4.1 with `qop=auth`; MD5 because most carriers know nothing else. Hexadecimal. */
export function digest(input: DigestInput): string {
  const hash = (text: string) => createHash(hashes[input.algorithm]).update(text).digest('hex');
  const who = hash(`${input.username}:${input.realm}:${input.password}`);
  const what = hash(`${input.method}:${input.uri}`);
  const { nonce, counted } = input;
  return hash(counted ? `${who}:${nonce}:${counted.nc}:${counted.cnonce}:auth:${what}` : `${who}:${nonce}:${what}`);
}

export function algorithmOf(text: string | undefined): DigestAlgorithm | null {
  const upper = (text ?? 'MD5').toUpperCase();
  return upper === 'MD5' || upper === 'SHA-256' ? upper : null;
}

/** `Digest a="b", c=d`; null: something else. */
export function parseDigest(header: string): Parameters | null {
  const found = /^Digest\s+(.+)$/is.exec(header);
  return found ? parseParameters(splitOutside(found[1] ?? '', ',')) : null;
}
