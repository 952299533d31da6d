import type { FastifyInstance, FastifyReply } from 'fastify';

const NOTHING_SPECIAL = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** A page on which people talk and see each other: its own camera, microphone and screen, each after the browser's own question. */
const CALLS = NOTHING_SPECIAL.replace(/(camera|display-capture|microphone)=\(\)/g, '$1=(self)');

const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const YEAR = 365 * 24 * 3600;

/** What every answer carries. Pages replace the policy by their own. */
export function setHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('permissions-policy', NOTHING_SPECIAL)
      .header('cross-origin-resource-policy', 'same-origin')
      .header('content-security-policy', API_POLICY);
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${YEAR}; includeSubDomains`);
  });
}

/** A page of ours. Scripts and styles come from us alone, and nothing is built from strings. `origin` names our sockets where a browser's 'self' does not. */
export function setPagePolicy(
  reply: FastifyReply,
  page: {
    origin: string | null;
    frameAncestors: readonly string[];
    trustedTypes: boolean;
    styleNonce?: string;
    pictures?: readonly string[];
    /** Calls can be had on it. */
    calls?: boolean;
    frames?: readonly string[];
  },
): void {
  const sockets = page.origin === null ? '' : ` ${page.origin.replace(/^http/, 'ws')}`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${page.styleNonce === undefined ? '' : ` 'nonce-${page.styleNonce}'`}`,
    ["img-src 'self' blob: data:", ...(page.pictures ?? [])].join(' '),
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    `connect-src 'self'${sockets}`,
    ...(page.frames === undefined || page.frames.length === 0 ? [] : [`frame-src ${page.frames.join(' ')}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    `frame-ancestors ${page.frameAncestors.length === 0 ? "'none'" : page.frameAncestors.join(' ')}`,
    ...(page.trustedTypes ? ["require-trusted-types-for 'script'"] : []),
  ];
  if (page.calls) reply.header('permissions-policy', CALLS);
  reply.header('content-security-policy', policy.join('; '));
}
