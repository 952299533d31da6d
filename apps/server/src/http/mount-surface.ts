import type { Route } from '@alongside/protocol';
import type { FastifyInstance } from 'fastify';
import type { Origins } from '../edge/origins.ts';
import { acceptBytes, JSON_BYTES, limitBodyTime } from './bodies.ts';

/** A published wire that we also speak: it authenticates, checks and answers in its own words. */
export interface Surface {
  readonly routes: Readonly<Record<string, Route>>;
  readonly handlers: Readonly<Record<string, (request: SurfaceRequest) => Promise<SurfaceResponse>>>;
}
interface SurfaceRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Uint8Array;
}
interface SurfaceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const NOTHING = new Uint8Array();

/** Serves a surface: the body's bytes and the path go to it untouched, since they are signed. */
export async function mountSurface(
  app: FastifyInstance,
  { routes, handlers }: Surface,
  origins: Pick<Origins, 'own'>,
): Promise<void> {
  await app.register(async (signed) => {
    acceptBytes(signed, JSON_BYTES);
    limitBodyTime(signed, 'json');
    for (const [name, route] of Object.entries(routes)) {
      signed.route({
        method: route.method,
        url: route.path.replace(/\{(\w+)\}/g, ':$1'),
        config: { operationId: route.operationId },
        async handler(request, reply) {
          const answer = await handlers[name]!({
            method: request.method,
            path: request.url.split('?')[0] ?? '/',
            origin: origins.own(request),
            headers: request.headers,
            rawBody: Buffer.isBuffer(request.body) ? request.body : NOTHING,
          });
          return reply.code(answer.status).headers(answer.headers).send(answer.body);
        },
      });
    }
  });
}
