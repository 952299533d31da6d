import { Refused } from '@alongside/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Origins } from '../edge/origins.ts';
import type { Caller } from './authentication.ts';

const ALLOWED_METHODS = 'GET, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS = 'authorization, content-type';
const EXPOSED_HEADERS = 'retry-after, content-disposition';
const KEPT_SECONDS = '600';

const originOf = (request: FastifyRequest, origins: Origins): { own: boolean; origin: string | undefined } => {
  const origin = request.headers.origin;
  return { origin, own: origin !== undefined && origin === origins.own(request) };
};

/** Answers preflights, and lets the pages that some tenant lists read our answers. Cookies are never among what they may use. */
export function serveOtherOrigins(app: FastifyInstance, origins: Origins): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/')) return;
    reply.header('vary', 'Origin');
    const { origin, own } = originOf(request, origins);
    if (origin === undefined || own) return;
    const listed = await origins.listedByAnyone(origin);
    if (listed) {
      reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED_HEADERS);
    }
    if (request.method !== 'OPTIONS') return;
    if (listed) allowMethods(reply);
    return reply.code(204).send();
  });
  // A route of its own, so that a preflight reaches the hook above; without an Origin it has nothing to say.
  app.options('/v1/*', async (_request, reply) => reply.code(204).send());
}

function allowMethods(reply: FastifyReply): void {
  reply
    .header('access-control-allow-methods', ALLOWED_METHODS)
    .header('access-control-allow-headers', ALLOWED_HEADERS)
    .header('access-control-max-age', KEPT_SECONDS);
}

/**
 * Whether this page may make this call. Without an Origin: not a browser's cross-site call, but then a cookie must prove that it comes from our
 * own page. Another origin than ours must be on the list of the caller's tenant, and cannot use a cookie at all.
 */
export async function assertOrigin(
  origins: Origins,
  request: FastifyRequest,
  caller: Caller | null,
  domain: string | undefined,
): Promise<void> {
  const { origin, own } = originOf(request, origins);
  if (own) return;
  if (caller?.via === 'cookie') {
    const harmless =
      origin === undefined && (request.method === 'GET' || request.headers['sec-fetch-site'] === 'same-origin');
    if (!harmless)
      throw new Refused('origin_refused', { message: 'A session cookie counts only for pages of this server.' });
    return;
  }
  if (origin === undefined) return;
  if (!(await isListed(origins, origin, caller, domain)))
    throw new Refused('origin_refused', { message: `The origin ${origin} is not on the tenant's list.` });
}

async function isListed(
  origins: Origins,
  origin: string,
  caller: Caller | null,
  domain: string | undefined,
): Promise<boolean> {
  if (caller) return origins.listedBy(caller.actor.tenantId, origin);
  const tenant = domain === undefined ? null : await origins.tenant(domain);
  return tenant?.settings.origins.includes(origin) ?? false;
}
