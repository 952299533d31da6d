import { Refused } from '@alongside/domain';
import type { Route } from '@alongside/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assertStorable } from '../edge/guard-json.ts';
import { compileBody, compileText } from '../edge/request-schema.ts';
import { type Caller, callerFor } from './authentication.ts';
import { acceptBeacons, acceptBytes, FILE_BODY_BYTES, limitBodyTime, limitFilesAtOnce } from './bodies.ts';
import { type Call, type Handlers, JsonText } from './call.ts';
import type { Edge } from './edge.ts';
import { versionIn } from './if-match.ts';
import { assertOrigin } from './origin-check.ts';
import { limitFor } from './route-limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    operationId?: string;
    /** The body is a file: its limit has an error of its own. */
    file?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

const NOTHING = new Uint8Array();

type AnyHandler = (call: Call<Route>) => Promise<unknown>;

/** Serves declared routes: who may call, what fits, and what gets out are all read from the declaration. */
export function mountRoutes<Routes extends Record<string, Route>>(
  app: FastifyInstance,
  edge: Edge,
  routes: Routes,
  handlers: Handlers<Routes>,
): void {
  const handlerOf = (name: string) => handlers[name] as unknown as AnyHandler;
  for (const [name, route] of Object.entries(routes)) {
    if (!route.rawBody && !route.beacon) mountRoute(app, edge, route, handlerOf(name));
  }
  app.register(async (beacons) => {
    acceptBeacons(beacons);
    for (const [name, route] of Object.entries(routes)) {
      if (route.beacon) mountRoute(beacons, edge, route, handlerOf(name));
    }
  });
  app.register(async (files) => {
    acceptBytes(files, FILE_BODY_BYTES);
    limitFilesAtOnce(files);
    limitBodyTime(files, 'file');
    for (const [name, route] of Object.entries(routes)) {
      if (route.rawBody) mountRoute(files, edge, route, handlerOf(name));
    }
  });
}

function mountRoute(app: FastifyInstance, edge: Edge, route: Route, handler: AnyHandler): void {
  const { status, body: answer, mediaType } = route.response;
  const check = checksOf(route);
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { operationId: route.operationId, ...(route.rawBody ? { file: true } : {}) },
    // Only what the declaration lists gets out, whatever a handler returns.
    ...(answer && !mediaType ? { schema: { response: { [status]: answer } } } : {}),
    // Before the body is read: who is refused anyway sends none.
    async onRequest(request) {
      limitFor(edge.limit, route, { ip: request.ip, session: null });
      request.caller = await callerFor(edge.platform, route.access, request);
      if (request.caller) {
        limitFor(edge.limit, route, { ip: request.ip, session: request.caller.actor.sessionId });
        await assertOrigin(edge.origins, request, request.caller, undefined);
      }
    },
    async preHandler(request) {
      check(request);
      if (!request.caller && route.access === 'anyone')
        await assertOrigin(edge.origins, request, null, domainIn(request));
    },
    async handler(request, reply) {
      reply.code(status);
      const { platform, facts } = edge;
      const { params, query, caller } = request;
      const body = route.rawBody ? (request.body ?? NOTHING) : request.body;
      const actor = caller && basedOn(route, caller.actor, request);
      const call = { platform, facts, actor, params, query, body, request, reply };
      const result = await handler(call as unknown as Call<Route>);
      if (result instanceof JsonText) {
        reply.type('application/json; charset=utf-8');
        return Buffer.from(result.text);
      }
      return result instanceof Uint8Array
        ? Buffer.from(result.buffer, result.byteOffset, result.byteLength)
        : (result ?? null);
    },
  });
}

/** What a person of the company saves, they save over the version that they have read, if they say so. */
function basedOn(route: Route, actor: Caller['actor'], { headers }: FastifyRequest): Caller['actor'] {
  if (!route.versioned || actor.kind !== 'agent') return actor;
  const version = versionIn(headers['if-match']);
  return version === undefined ? actor : { ...actor, basedOn: version };
}

/** The tenant that a request for anyone names, in its query or its body. */
function domainIn({ query, body }: FastifyRequest): string | undefined {
  for (const part of [query, body]) {
    const tenant = (part as { tenant?: unknown } | undefined)?.tenant;
    if (typeof tenant === 'string') return tenant;
  }
  return undefined;
}

function checksOf(route: Route): (request: FastifyRequest) => void {
  const params = route.params && compileText(route.params);
  const query = route.query && compileText(route.query);
  const body = route.body && compileBody(route.body);
  return (request) => {
    assertStorable(request.params, '');
    assertStorable(request.query, '');
    params?.(request.params);
    query?.(request.query);
    if (!body) return;
    if (request.body === undefined || request.body === null) request.body = {};
    if (typeof request.body !== 'object') throw new Refused('invalid_request', { field: '', rule: 'type object' });
    body(request.body);
  };
}
