import { createHash } from 'node:crypto';

/**
 * What a page that puts Help in must allow, and nothing more:
 * - `script-src <alongside>`: the loader. Its styles go through CSSOM, so no `unsafe-inline`.
 * - `frame-src <alongside>`: the widget's frame. Everything else happens in there, under its own policy.
 * - `connect-src <alongside>`: page views and the key of notifications. A page that tells nothing of its visitors needs none.
 * - the same with ws: a page that can be looked at together. Its recorder is the bank's own file, and writes no styles into the page.
 * The rest is the bank's own.
 * @param inline scripts that stand in the page itself; each is allowed by its hash
 */
export function pageHeaders(alongsideUrl: string, inline: readonly string[] = []): Record<string, string> {
  const alongside = new URL(alongsideUrl).origin;
  const hashes = inline.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  const policy = [
    "default-src 'none'",
    ['script-src', "'self'", alongside, ...hashes].join(' '),
    `frame-src ${alongside}`,
    `connect-src 'self' ${alongside} ${alongside.replace(/^http/, 'ws')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ];
  return { ...COMMON, 'content-security-policy': policy.join('; ') };
}

/** On every answer. */
export const COMMON: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
};
