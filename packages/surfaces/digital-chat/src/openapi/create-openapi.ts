import type { ChatRoute } from '../http/exchange.ts';
import { allEventTypes } from '../parsing/event-types.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { FAILED } from './shapes.ts';

const SOCKET = `The published chat wire, for apps and pages that carry its SDKs: docs/digital-chat.md tells how to point one here.

Everything else goes over the socket at /chat/socket?brandId&channelId&visitorId&sdkPlatform&sdkVersion[&transactionToken]: one JSON frame
\`{action, eventId, payload: {eventType, data, …}}\` for each event, and exactly one answer with its eventId. A heartbeat is
\`{"action":"heartbeat"}\`, answered with the JSON string "pong". Events:

${allEventTypes.map((type) => `- ${type}`).join('\n')}
`;

/** OpenAPI 3.1 of this surface's addresses; they are not in the house's own document, since they are not ours to change. */
export function createChatOpenApi(routes: readonly ChatRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operation = OPERATIONS[route.operationId];
    if (operation)
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, operation) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Alongside: digital chat',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: SOCKET,
    },
    paths,
    components: {
      schemas: { Failed: FAILED },
      securitySchemes: {
        messageToken: { type: 'http', scheme: 'bearer', description: 'Of GenerateAuthorizationToken.' },
      },
    },
  };
}

function operationOf({ operationId, path, credentials }: ChatRoute, operation: Operation): object {
  const { summary, tag, query = {}, body, status, answer, bearer } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name ?? '', 'path', { required: true }));
  const inQuery = Object.entries(query).map(([name, more]) => parameter(name, 'query', more));
  return {
    operationId,
    tags: [tag],
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: {
      [status]: {
        description: credentials ? 'Done; a cookie may come with it.' : 'Done.',
        ...(answer ? { content: json(answer) } : {}),
      },
      default: {
        description: 'Refused; errorCode `SdkVersionNotSupported` for a client that is too old.',
        content: json({ $ref: '#/components/schemas/Failed' }),
      },
    },
    security: bearer ? [{ messageToken: [] }] : [],
  };
}

const json = (schema: object) => ({ 'application/json': { schema } });
const parameter = (name: string, place: 'path' | 'query', { description = '', required = false }) => ({
  name,
  in: place,
  required,
  ...(description ? { description } : {}),
  schema: { type: 'string' },
});
