import { type ChatRequest, type ChatResponse, type ChatRoute, refusedAtTheDoor } from '@alongside/surface-digital-chat';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { assertStorable } from '../edge/guard-json.ts';
import type { RateName } from '../edge/rates.ts';
import { statusOf } from '../edge/wire-refusal.ts';
import { errorOf } from './answers.ts';
import { acceptJson, acceptUploads, limitBodyTime, limitFilesAtOnce } from './bodies.ts';
import type { Edge } from './edge.ts';

/** Per address; whatever is not named here only counts as a request. */
const RATE_OF: Readonly<Record<string, RateName>> = {
  chatAttachment: 'attachment',
  chatToken: 'chatToken',
  chatVisitor: 'visitor',
  chatVisitorEvents: 'visitor',
};
/** Each is in memory twice: as it came, and as what it holds. */
const MOST_UPLOADS = 4;
const METHODS = 'GET, POST, PUT, OPTIONS';
const KEPT_SECONDS = '600';
const HEADER_NAMES = /^[A-Za-z0-9-]+(\s*,\s*[A-Za-z0-9-]+){0,30}$/;

/** Serves the chat surface's addresses. Apps and pages of any origin may ask: what proves something is in the request, and a cookie only counts where the company lists the page. */
export async function mountDigitalChat(app: FastifyInstance, routes: readonly ChatRoute[], edge: Edge): Promise<void> {
  await app.register(async (chat) => {
    acceptJson(chat);
    answerFailures(chat, edge);
    limitBodyTime(chat, 'json');
    crossOrigin(chat, routes);
    for (const route of routes)
      if (route.body !== 'upload') for (const url of urlsOf(route)) chat.route(served(route, url, edge));
  });
  await app.register(async (uploads) => {
    acceptUploads(uploads);
    answerFailures(uploads, edge);
    crossOrigin(uploads, []);
    limitFilesAtOnce(uploads, MOST_UPLOADS);
    limitBodyTime(uploads, 'file');
    for (const route of routes)
      if (route.body === 'upload') for (const url of urlsOf(route)) uploads.route(served(route, url, edge));
  });
}

/** What is refused before a handler is asked, in the words that chat clients read. */
function answerFailures(app: FastifyInstance, { log }: Edge): void {
  app.setErrorHandler((error, request, reply) => {
    const refused = errorOf(error, request, log);
    if (refused.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(refused.retryAfterSeconds));
    return send(reply, refusedAtTheDoor(statusOf(refused), refused));
  });
}

function served(route: ChatRoute, url: string, edge: Edge): RouteOptions {
  const { operationId, method, handle, tooLarge } = route;
  const rate = RATE_OF[operationId];
  return {
    method,
    url,
    config: { operationId, credentials: route.credentials },
    async onRequest(request) {
      if (rate) edge.limit(rate, request.ip);
      assertStorable(request.params, '');
      assertStorable(request.query, '');
    },
    async handler(request, reply) {
      return send(reply, await handle(passedOn(request, edge)));
    },
    ...(tooLarge && {
      async errorHandler(error, request, reply) {
        if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
        return send(reply, await tooLarge(passedOn(request, edge)));
      },
    }),
  };
}

/** Any page may read the answers; only where cookies go along is its origin named and the sending of them allowed. */
function crossOrigin(app: FastifyInstance, routes: readonly ChatRoute[]): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin').header('cross-origin-resource-policy', 'cross-origin');
    if (origin === undefined) return;
    reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', 'retry-after');
    if (request.routeOptions.config.credentials) reply.header('access-control-allow-credentials', 'true');
    if (request.method !== 'OPTIONS') return;
    const asked = request.headers['access-control-request-headers'] ?? '';
    reply
      .header('access-control-allow-methods', METHODS)
      .header('access-control-allow-headers', HEADER_NAMES.test(asked) ? asked : 'content-type')
      .header('access-control-max-age', KEPT_SECONDS);
    return reply.code(204).send();
  });
  for (const url of ['/chat/1.0/*', '/chat/chat/1.0/*', '/web-analytics/1.0/*']) {
    if (routes.length > 0) app.options(url, async (_request, reply) => reply.code(204).send());
  }
  for (const route of routes.filter(({ credentials }) => credentials))
    app.options(urlOf(route), { config: { credentials: true } }, async (_request, reply) => reply.code(204).send());
}

function passedOn(request: FastifyRequest, { origins }: Edge): ChatRequest {
  const { headers, params, query, protocol } = request;
  return {
    params: params as Record<string, string>,
    query: firstOfEach(query as Record<string, string | string[]>),
    headers,
    body: request.body,
    isHttps: protocol === 'https',
    async trustsOrigin(tenantId) {
      const { origin } = headers;
      // No page at all: an app, whose cookies no other app can send.
      if (origin === undefined) return headers['sec-fetch-site'] === undefined;
      return origin === origins.own(request) || origins.listedBy(tenantId, origin);
    },
  };
}

function firstOfEach(query: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value]);
  return Object.fromEntries(entries) as Record<string, string>;
}

const send = (reply: FastifyReply, { status, headers = {}, body }: ChatResponse) =>
  reply.code(status).headers(headers).send(body);

/** Android and iOS are given a base that ends in /chat, the web client one to which it appends that: with either base all of them come through. */
const urlsOf = (route: ChatRoute): string[] =>
  route.path.startsWith('/chat/') ? [urlOf(route), `/chat${urlOf(route)}`] : [urlOf(route)];

const urlOf = ({ path }: ChatRoute): string => path.replace(/\{(\w+)\}/g, ':$1');

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Cookies of other pages may come along. */
    credentials?: boolean;
  }
}
