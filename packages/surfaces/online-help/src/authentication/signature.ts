import { createHmac, timingSafeEqual } from 'node:crypto';

/** What `DLGA <AccessKeyId>:<signature>` says. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly signature: string;
}

/** What a signature covers, besides the date: the request exactly as it came. */
export interface SignedParts {
  readonly method: string;
  readonly contentType: string;
  readonly date: string;
  readonly rawBody: Uint8Array;
  /** Without the query. */
  readonly path: string;
}

const SHAPE = /^DLGA ([^\s:]{1,256}):([^\s:]{1,256})$/;

/** @returns null if it does not have the published form */
export function parseAuthorization(header: string): Authorization | null {
  const match = SHAPE.exec(header);
  return match?.[1] !== undefined && match[2] !== undefined ? { accessKeyId: match[1], signature: match[2] } : null;
}

/**
 * Whether the secret's owner made this signature: base64 of HMAC-SHA256 over method, content type, date, raw body and path, joined by line feeds.
 * The published formula lacks the line feed before the path while its prose and example have it: both are accepted.
 * Both are computed whatever the first one gives, and the comparison takes the same time wherever the texts differ.
 */
export function isSignedBy(secret: string, parts: SignedParts, signature: string): boolean {
  const canonical = sameText(sign(secret, parts, '\n'), signature);
  const without = sameText(sign(secret, parts, ''), signature);
  return canonical || without;
}

function sign(
  secret: string,
  { method, contentType, date, rawBody, path }: SignedParts,
  beforePath: '\n' | '',
): string {
  return createHmac('sha256', secret)
    .update(`${method}\n${contentType}\n${date}\n`)
    .update(rawBody)
    .update(beforePath + path)
    .digest('base64');
}

// Compared as text, not as decoded bytes: base64 spells the same bytes in several ways, and each would pass the replay check once.
function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
