import { createHash } from 'node:crypto';
import type { Random } from './ports.ts';

/** Secrets that we hand out. The prefix says what it is, so that a leak can be found by a scan. */
export type TokenKind =
  | 'customer-session'
  | 'agent-session'
  | 'socket-ticket'
  | 'channel-transaction'
  | 'channel-access'
  | 'channel-refresh'
  | 'channel-identity'
  | 'cobrowse-page'
  | 'phone-link-api';

const PREFIX: Record<TokenKind, string> = {
  'customer-session': 'asc',
  'agent-session': 'asa',
  'socket-ticket': 'ast',
  'channel-transaction': 'act',
  'channel-access': 'aca',
  'channel-refresh': 'acr',
  'channel-identity': 'aci',
  'cobrowse-page': 'asp',
  'phone-link-api': 'asl',
};

/** A token's kind and tenant are only a claim: the digest must be found among that tenant's. */
export interface ParsedToken {
  readonly kind: TokenKind;
  readonly tenantId: string;
  readonly digest: Uint8Array;
}

/** SHA-256: what is stored of a secret of at least 128 random bits [HASH5]. */
export function digestOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** `<prefix>_<tenant, 32 hex digits>_<256 random bits, base64url>`. The tenant inside lets a lookup set its tenant before it reads. */
export function mintToken(kind: TokenKind, tenantId: string, random: Random): { token: string; digest: Uint8Array } {
  const secret = Buffer.from(random.bytes(32)).toString('base64url');
  const token = `${PREFIX[kind]}_${tenantId.replaceAll('-', '')}_${secret}`;
  return { token, digest: digestOf(token) };
}

const SHAPE = /^(a[sc][a-z])_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** null: not one of ours. */
export function parseToken(token: string): ParsedToken | null {
  const match = SHAPE.exec(token);
  if (!match) return null;
  const [, prefix, a, b, c, d, e] = match;
  const kind = (Object.keys(PREFIX) as TokenKind[]).find((k) => PREFIX[k] === prefix);
  return kind ? { kind, tenantId: `${a}-${b}-${c}-${d}-${e}`, digest: digestOf(token) } : null;
}
