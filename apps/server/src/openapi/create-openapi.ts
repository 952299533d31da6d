import { ERRORS, type ErrorCode, errorBodySchema, HTTP_STATUS, nativeRoutes, type Route } from '@alongside/protocol';
import { SchemaBook } from './schemas.ts';
import { SOCKET_TEXT } from './socket-text.ts';

/** Refusals that any request may meet at the edge. */
const ANYWHERE: readonly ErrorCode[] = ['invalid_request', 'rate_limited', 'store_unavailable', 'internal'];
const WITH_BODY: readonly ErrorCode[] = ['malformed_json', 'too_deep', 'body_too_large', 'unsupported_media_type'];
const WITH_CALLER: readonly ErrorCode[] = ['not_authenticated', 'not_allowed', 'origin_refused'];

const SECURITY: Record<Route['access'], object[]> = {
  anyone: [],
  customer: [{ customerToken: [] }],
  agent: [{ agentToken: [] }, { sessionCookie: [] }],
  person: [{ customerToken: [] }, { agentToken: [] }, { sessionCookie: [] }],
  supervisor: [{ agentToken: [] }, { sessionCookie: [] }],
  administrator: [{ agentToken: [] }, { sessionCookie: [] }],
  channel: [{ channelToken: [] }],
  'signed-request': [{ signedRequest: [] }],
};

const securitySchemes = {
  customerToken: { type: 'http', scheme: 'bearer', description: "A customer's token: the answer of startOnlineHelp." },
  channelToken: {
    type: 'http',
    scheme: 'bearer',
    description: "A customer's token on a channel: the answer of openChannel.",
  },
  agentToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'An agent\'s token: signIn with `"transport": "bearer"`.',
  },
  sessionCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-alongside',
    description: "The console's session; only for pages of this server.",
  },
  signedRequest: {
    type: 'apiKey',
    in: 'header',
    name: 'x-dlg-authorization',
    description:
      '`DLGA <AccessKeyId>:<signature>`, with `x-dlg-date` and `x-dlg-requester-userid`. backend-kit signs in one call.',
  },
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The version that this change was made from, as `"17"`: listSettingVersions tells it. If it is no longer the last one, nothing is saved. Without it whatever is there is replaced.',
  schema: { type: 'string' },
};

/** OpenAPI 3.1 of everything that is served, from the same declarations that serve it. */
export function createOpenApi(options: {
  version: string;
  surfaces: readonly Readonly<Record<string, Route>>[];
}): object {
  const book = new SchemaBook();
  const errorRef = book.refer({ ...errorBodySchema, title: 'ErrorBody' });
  const routes = [nativeRoutes, ...options.surfaces].flatMap((some) => Object.values<Route>(some));
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, book, errorRef) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Alongside',
      version: options.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: SOCKET_TEXT,
    },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: sorted(book.schemas), securitySchemes },
  };
}

function operation(route: Route, book: SchemaBook, errorRef: object): object {
  const { status, body, mediaType = 'application/json' } = route.response;
  const parameters = [
    ...parametersOf(route.params, 'path', book),
    ...parametersOf(route.query, 'query', book),
    ...(route.versioned ? [IF_MATCH] : []),
  ];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBody(route, book),
    responses: {
      [status]: { description: 'Done.', ...(body ? { content: { [mediaType]: { schema: book.refer(body) } } } : {}) },
      ...(route.access === 'signed-request' ? {} : refusals(route, errorRef)),
    },
    security: SECURITY[route.access],
    'x-access': route.access,
  };
}

function requestBody(route: Route, book: SchemaBook): object {
  const content = route.rawBody
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : route.body && { 'application/json': { schema: book.refer(route.body) } };
  return content ? { requestBody: { required: true, content } } : {};
}

function parametersOf(schema: object | undefined, where: 'path' | 'query', book: SchemaBook): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: book.refer(inner),
  }));
}

/** One answer a status; each lists its codes. */
function refusals(route: Route, errorRef: object): Record<string, object> {
  const codes = new Set<ErrorCode>([
    ...route.errors,
    ...ANYWHERE,
    ...(route.body ? WITH_BODY : []),
    ...(route.access === 'anyone' ? [] : WITH_CALLER),
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = HTTP_STATUS[ERRORS[code].kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
        content: { 'application/json': { schema: errorRef } },
      },
    ]),
  );
}

const sorted = <T>(object: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
