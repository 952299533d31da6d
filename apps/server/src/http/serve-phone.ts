import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Refused } from '@alongside/domain';
import type { FastifyInstance } from 'fastify';
import { builtApp } from './app-folders.ts';
import type { Edge } from './edge.ts';
import { setPagePolicy } from './headers.ts';

/** Built files carry a hash of their content in their name. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.\w+$/;
/** What a telephone needs of the device, for this page alone. */
const DEVICE = 'microphone=(self), camera=(self), display-capture=(self), geolocation=(), payment=(), usb=()';

/** The phone as it was built: an installable page of its own, with the microphone. */
export async function servePhone(app: FastifyInstance, edge: Edge): Promise<void> {
  const folder = builtApp('phone');
  app.get('/phone', async (_request, reply) => reply.redirect('/phone/'));
  for (const page of ['/phone/', '/phone/index.html'])
    app.get(page, async (request, reply) => {
      if (folder === null)
        throw new Refused('not_found', { message: 'The phone has not been built: run npm run build.' });
      setPagePolicy(reply, { origin: edge.origins.own(request), frameAncestors: [], trustedTypes: true });
      return reply
        .header('permissions-policy', DEVICE)
        .header('cross-origin-opener-policy', 'same-origin')
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(readFileSync(join(folder, 'index.html'), 'utf8'));
    });
  if (folder === null) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/phone/',
    index: false,
    decorateReply: false,
    cacheControl: false,
    wildcard: true,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      const kept = HASHED.test(basename(path)) && extname(path) !== '.html';
      response.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
