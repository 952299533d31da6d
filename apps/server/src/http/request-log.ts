import type { Logger } from '@alongside/domain';
import type { FastifyInstance } from 'fastify';

/** One line a request, without its query, body or caller. Only what went wrong stands out. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.statusCode;
    const fields = {
      requestId: request.id,
      method: request.method,
      path: request.routeOptions.url ?? '(no route)',
      operationId: request.routeOptions.config.operationId,
      status,
      milliseconds: Math.round(reply.elapsedTime),
    };
    if (status >= 500) log.warn(fields, 'Request failed.');
    else log.debug(fields, 'Request answered.');
  });
}
