import { createHmac, timingSafeEqual } from 'node:crypto';
import { readLocalTime } from './local-time.ts';

/** What a call token says, its signature checked. */
export interface CallToken {
  /** The agent's number, as the company wrote it. */
  readonly agentNumber: string;
  /** Milliseconds since 1970; null: it names no end. */
  readonly expiresAt: number | null;
}

/** `not_genuine`: the form, the algorithm or the signature; `no_agent`: it names nobody; `expired`. */
export type CallTokenFault = 'not_genuine' | 'no_agent' | 'expired';

const LONGEST = 4_096;
const PART = /^[A-Za-z0-9_-]+$/;
const NUMBER = /^[\x21-\x7e]{1,64}$/;

/**
 * Checks a call token: a JWT (RFC 7519), HS256 and nothing else, under one of the voice tokens that are good now. `expired` is in the tenant's own
 * time; `exp` (RFC 7519 4.1.4) counts too. Header fields that would have to be understood (`crit`) are refused.
 */
export function readCallToken(
  token: string,
  secrets: readonly string[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): CallToken | CallTokenFault {
  const parts = token.length > LONGEST ? [] : token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature || !parts.every((part) => PART.test(part)))
    return 'not_genuine';
  const { alg, crit } = objectIn(header) ?? {};
  if (alg !== 'HS256' || crit !== undefined) return 'not_genuine';
  if (!secrets.some((secret) => isSigned(`${header}.${payload}`, signature, secret))) return 'not_genuine';
  const said = objectIn(payload);
  if (said === null) return 'not_genuine';
  const { ipphone, expired, exp } = said;
  const agentNumber = typeof ipphone === 'number' ? String(ipphone) : ipphone;
  if (typeof agentNumber !== 'string' || !NUMBER.test(agentNumber)) return 'no_agent';
  const ends: number[] = [];
  if (expired !== undefined && expired !== null) {
    const end = typeof expired === 'string' ? readLocalTime(expired, timeZone) : null;
    // An end that cannot be read is an end that was meant.
    if (end === null) return 'expired';
    ends.push(end.getTime());
  }
  if (exp !== undefined && exp !== null) {
    if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'expired';
    ends.push(exp * 1_000);
  }
  const expiresAt = ends.length === 0 ? null : Math.min(...ends);
  if (expiresAt !== null && expiresAt <= now.getTime()) return 'expired';
  return { agentNumber, expiresAt };
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const right = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64url');
  // Another spelling of the same bytes is another text: one token has one form.
  return given.length === right.length && timingSafeEqual(given, right) && given.toString('base64url') === signature;
}

function objectIn(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
