import {
  FILES_PATH,
  LARGE_EVENTS_PATH,
  readLargeEvent,
  readRecordingChunk,
  readSignedFile,
  RECORDING_CHUNKS_PATH,
  Refused,
} from '@alongside/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAsDownload } from './download.ts';
import type { Edge } from './edge.ts';

type Query = Readonly<Record<string, string | undefined>>;
const SECONDS_OF_PREFLIGHT = '86400';

/** With an origin of its own for files nothing else is served there, and files nowhere else: so no file can ever run as a page of ours. */
export function keepFilesApart(app: FastifyInstance, filesOrigin: string | null): void {
  if (filesOrigin === null) return;
  const { host } = new URL(filesOrigin);
  app.addHook('onRequest', async (request) => {
    if ((request.host === host) !== request.url.startsWith(FILES_PATH)) throw new Refused('not_found');
  });
}

/**
 * What signed addresses lead to: customers' files, events that were too long for a frame, and recordings. The address is the right to read it, so any page may, without
 * cookies.
 */
export function serveSignedFiles(app: FastifyInstance, { platform }: Pick<Edge, 'platform'>): void {
  const open = (request: FastifyRequest, reply: FastifyReply): void => {
    reply
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('vary', 'Access-Control-Request-Headers');
    if (request.method !== 'OPTIONS') return;
    reply
      .header('access-control-allow-methods', 'GET, HEAD')
      .header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
      .header('access-control-max-age', SECONDS_OF_PREFLIGHT);
  };

  for (const path of [`${FILES_PATH}*`, `${LARGE_EVENTS_PATH}*`, `${RECORDING_CHUNKS_PATH}*`])
    app.options(path, async (request, reply) => {
      open(request, reply);
      return reply.code(204).send();
    });

  app.get<{ Params: { tenantId: string; fileId: string }; Querystring: Query }>(
    `${FILES_PATH}:tenantId/:fileId/:name`,
    async (request, reply) => {
      open(request, reply);
      const { file, bytes } = await readSignedFile(platform, request.params, request.query);
      sendAsDownload(reply, file);
      reply.header('cache-control', 'private, max-age=900');
      return reply.send(bytes);
    },
  );

  app.get<{ Querystring: Query }>(`${LARGE_EVENTS_PATH}:tenantId/:file`, async (request, reply) => {
    open(request, reply);
    const text = await readLargeEvent(platform, request.url.split('?')[0] ?? '', request.query);
    if (text === null) throw new Refused('not_found');
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-store').send(text);
  });

  app.get<{ Params: { tenantId: string; id: string; n: string }; Querystring: Query }>(
    `${RECORDING_CHUNKS_PATH}:tenantId/:id/:n`,
    async (request, reply) => {
      open(request, reply);
      const packed = await readRecordingChunk(platform, request.params, request.query);
      reply.header('content-encoding', 'gzip').header('cache-control', 'private, max-age=900, no-transform');
      return reply.type('application/octet-stream').send(packed);
    },
  );
}
