import cookie from '@fastify/cookie';
import { nativeRoutes } from '@alongside/protocol';
import Fastify, { type FastifyInstance } from 'fastify';
import { adminHandlers } from './admin-handlers.ts';
import { agentHandlers } from './agent-handlers.ts';
import { auditHandlers } from './audit-handlers.ts';
import { answerRefusals, errorOf, sendRefusal } from './answers.ts';
import { acceptJson, JSON_BYTES, limitBodyTime } from './bodies.ts';
import { callHandlers } from './call-handlers.ts';
import { channelHandlers } from './channel-handlers.ts';
import { cobrowseHandlers } from './cobrowse-handlers.ts';
import { companyHandlers } from './company-handlers.ts';
import { conversationHandlers } from './conversation-handlers.ts';
import { customerHandlers } from './customer-handlers.ts';
import type { Edge } from './edge.ts';
import { setHeaders } from './headers.ts';
import { mountRoutes } from './mount-routes.ts';
import { serveOtherOrigins } from './origin-check.ts';
import { answerBrokenRequests } from './broken-requests.ts';
import { keepFilesApart } from './signed-files.ts';
import { logRequests } from './request-log.ts';
import { threadHandlers } from './thread-handlers.ts';
import { phoneLinkHandlers } from './phone-link-handlers.ts';
import { pushHandlers } from './push-handlers.ts';
import { keepViewerApart } from './viewer-frame.ts';
import { visitorHandlers } from './visitor-handlers.ts';
import { webhookHandlers } from './webhook-handlers.ts';
import { routingHandlers } from './routing-handlers.ts';
import { supervisionHandlers } from './supervision-handlers.ts';

/** Which proxies in front may name the client: none, these addresses, or by their distance from us. */
export type TrustProxy = false | string[] | ((address: string, hop: number) => boolean);

const HEADERS_MILLISECONDS = 10_000;
/** A whole request with a large file over a slow line; JSON bodies have a shorter limit of their own. */
const REQUEST_MILLISECONDS = 150_000;
const IDLE_MILLISECONDS = 30_000;

const handlers = {
  ...customerHandlers,
  ...conversationHandlers,
  ...agentHandlers,
  ...adminHandlers,
  ...auditHandlers,
  ...webhookHandlers,
  ...visitorHandlers,
  ...pushHandlers,
  ...phoneLinkHandlers,
  ...supervisionHandlers,
  ...companyHandlers,
  ...cobrowseHandlers,
  ...callHandlers,
  ...routingHandlers,
  ...channelHandlers,
  ...threadHandlers,
};

/** The HTTP front door with the native routes. Nothing listens yet. */
export async function createHttp(edge: Edge, trustProxy: TrustProxy): Promise<FastifyInstance> {
  const { log } = edge;
  const app = Fastify({
    logger: false,
    bodyLimit: JSON_BYTES,
    connectionTimeout: IDLE_MILLISECONDS,
    keepAliveTimeout: IDLE_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    http: { headersTimeout: HEADERS_MILLISECONDS, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 512 },
    trustProxy,
    genReqId: () => edge.platform.random.uuid(),
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void sendRefusal(reply, errorOf(error, request, log)),
    clientErrorHandler: answerBrokenRequests,
  });
  app.decorateRequest('caller', null);
  answerRefusals(app, log);
  setHeaders(app);
  logRequests(app, log);
  app.addHook('onRequest', async (request) => edge.limit('request', request.ip));
  keepFilesApart(app, edge.filesOrigin ?? null);
  keepViewerApart(app, edge.viewerOrigin ?? null);
  serveOtherOrigins(app, edge.origins);
  await app.register(cookie);
  await app.register(async (api) => {
    acceptJson(api);
    limitBodyTime(api, 'json');
    mountRoutes(api, edge, nativeRoutes, handlers);
  });
  return app;
}
