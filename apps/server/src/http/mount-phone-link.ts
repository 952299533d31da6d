import { Refused } from '@alongside/domain';
import type { WireError } from '@alongside/protocol';
import type { PhoneLinkRequest, PhoneLinkRoute } from '@alongside/surface-phone-link';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assertStorable } from '../edge/guard-json.ts';
import { statusOf } from '../edge/wire-refusal.ts';
import { errorOf } from './answers.ts';
import { limitBodyTime } from './bodies.ts';
import type { Edge } from './edge.ts';

const BODY_BYTES = 16 * 1024;
const KEPT_SECONDS = '600';
/** As published. */
const TOO_MANY = 'Too Many Attempts.';

/** Serves the phone link's published addresses. They take no cookie: what proves something is in the request. Pages that the company lists may read the answers. */
export async function mountPhoneLink(
  app: FastifyInstance,
  routes: readonly PhoneLinkRoute[],
  edge: Edge,
): Promise<void> {
  await app.register(async (published) => {
    published.removeAllContentTypeParsers();
    published.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      async (_request: unknown, text: string) => text,
    );
    limitBodyTime(published, 'json');
    crossOrigin(published, edge);
    for (const { operationId, method, path, handle } of routes) {
      const url = path.replace(/\{(\w+)\}/g, ':$1');
      published.route({
        method,
        url,
        exposeHeadRoute: false,
        config: { operationId },
        async onRequest(request) {
          if (method === 'POST') edge.limit('signIn', request.ip);
          assertStorable(request.params, '');
          assertStorable(request.query, '');
        },
        async handler(request, reply) {
          const { status, headers, body } = await handle(passedOn(request, edge));
          return reply
            .code(status)
            .headers(headers)
            .send(typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength));
        },
        async errorHandler(error, request, reply) {
          if (error instanceof Refused) return refuse(reply, errorOf(error, request, edge.log));
          if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) throw error;
          edge.log.error({ requestId: request.id, operationId, reason: error.message }, 'A phone link request failed.');
          return reply.code(500).send({ code: 'errors', message: 'The server failed; it is in its log.' });
        },
      });
      if (method === 'POST') published.options(url, async (_request, reply) => reply.code(204).send());
    }
  });
}

/** What the edge refuses, in the words of this wire. */
function refuse(reply: FastifyReply, error: WireError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterSeconds));
  const message = error.code === 'rate_limited' ? TOO_MANY : error.message;
  return reply.code(statusOf(error)).send({ code: 'errors', message });
}

function crossOrigin(app: FastifyInstance, { origins }: Edge): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined || !(await origins.listedByAnyone(origin))) return;
    reply
      .header('access-control-allow-origin', origin)
      .header('access-control-expose-headers', 'retry-after')
      .header('cross-origin-resource-policy', 'cross-origin');
    if (request.method !== 'OPTIONS') return;
    reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', KEPT_SECONDS);
  });
}

function passedOn(request: FastifyRequest, { facts, origins }: Edge): PhoneLinkRequest {
  return {
    params: request.params as Record<string, string>,
    query: firstOfEach(request.query as Record<string, string | string[]>),
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : '',
    address: request.ip,
    base: origins.own(request) ?? facts.linkHost(),
  };
}

export function firstOfEach(query: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]);
  return Object.fromEntries(entries) as Record<string, string>;
}
