import type { CodeRequest, CodeRoute } from '@alongside/surface-short-codes';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assertStorable } from '../edge/guard-json.ts';
import { limitBodyTime } from './bodies.ts';
import type { Edge } from './edge.ts';
import { sessionCookie } from './session-cookie.ts';

const BODY_BYTES = 16 * 1024;
const KEPT_SECONDS = '600';
const OTHERS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Serves the short-code surface's addresses. Only pages that the company lists may ask, with their cookies. */
export async function mountShortCodes(app: FastifyInstance, routes: readonly CodeRoute[], edge: Edge): Promise<void> {
  await app.register(async (codes) => {
    codes.removeAllContentTypeParsers();
    codes.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_BYTES },
      async (_request: unknown, text: string) => text,
    );
    limitBodyTime(codes, 'json');
    crossOrigin(codes, edge);
    for (const { method, path: url, operationId, signsIn, handle } of routes) {
      codes.route({
        method,
        url,
        exposeHeadRoute: false,
        config: { operationId },
        async onRequest(request) {
          edge.limit(signsIn ? 'signIn' : 'shortCode', request.ip);
          assertStorable(request.query, '');
        },
        async handler(request, reply) {
          const { status, headers, body } = await handle(await passedOn(request, edge));
          return reply.code(status).headers(headers).send(body);
        },
      });
      codes.route({
        method: OTHERS.filter((other) => other !== method),
        url,
        exposeHeadRoute: false,
        handler: async (_request, reply) => reply.code(405).header('allow', `${method}, OPTIONS`).send(),
      });
      codes.options(url, async (_request, reply) => reply.code(204).send());
    }
  });
}

/** Lets pages that some company lists read the answers; whether this company does is asked before anything is done. */
function crossOrigin(app: FastifyInstance, { origins }: Edge): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined || !(await origins.listedByAnyone(origin))) return;
    reply
      .header('access-control-allow-origin', origin)
      .header('access-control-allow-credentials', 'true')
      .header('access-control-expose-headers', 'retry-after')
      .header('cross-origin-resource-policy', 'cross-origin');
    if (request.method !== 'OPTIONS') return;
    reply
      .header('access-control-allow-methods', 'GET, POST, PUT')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', KEPT_SECONDS);
  });
}

async function passedOn(request: FastifyRequest, edge: Edge): Promise<CodeRequest> {
  const { origins } = edge;
  const own = origins.own(request);
  const site = request.headers['sec-fetch-site'];
  // A browser names no origin when it reads from the page's own.
  const origin = request.headers.origin ?? (site === 'same-origin' ? own : null);
  const isOwn = origin !== null && origin === own;
  const query = firstOfEach(request.query as Record<string, string | string[]>);
  return {
    method: request.method,
    query,
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : '',
    address: request.ip,
    isHttps: request.protocol === 'https',
    origin,
    tenantId: await companyOf(edge, query.tenant, origin),
    consoleToken: isOwn ? (sessionCookie(request) ?? null) : null,
    async trusts(tenantId) {
      if (origin === null) return site === undefined;
      return isOwn || origins.listedBy(tenantId, origin);
    },
  };
}

/** By its word, or the only one there is, or the only one that lists this page. */
async function companyOf(
  { platform, origins }: Edge,
  word: string | undefined,
  origin: string | null,
): Promise<string | null> {
  if (word !== undefined) return (await origins.tenant(word))?.id ?? null;
  const only = await platform.store.tenants.only();
  if (only !== null || origin === null) return only?.id ?? null;
  const listing = (await platform.store.tenants.all()).filter(({ settings }) => settings.origins.includes(origin));
  return listing.length === 1 ? listing[0]!.id : null;
}

function firstOfEach(query: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]);
  return Object.fromEntries(entries) as Record<string, string>;
}
