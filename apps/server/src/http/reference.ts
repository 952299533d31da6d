import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { HOUSE } from './app-folders.ts';
import type { Edge } from './edge.ts';
import { setPagePolicy } from './headers.ts';

const PAGES = ['swagger-ui-bundle.js', 'swagger-ui.css'];
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Alongside: API reference</title>
<link rel="stylesheet" href="/reference/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference"></div>
<script src="/reference/swagger-ui-bundle.js"></script>
<script src="/reference/start.js"></script>
</body>
</html>
`;

const START = `window.SwaggerUIBundle({
  url: new URLSearchParams(location.search).get('wire') === 'digital-chat' ? '/digital-chat/openapi.json' : '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
});
`;

/** The documents by their paths, and a page to browse them that loads nothing from elsewhere. */
export async function serveReference(
  app: FastifyInstance,
  edge: Edge,
  documents: Readonly<Record<`/${string}openapi.json`, object>>,
): Promise<void> {
  for (const [path, document] of Object.entries(documents)) {
    const text = JSON.stringify(document);
    app.get(path, async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'no-cache')
        .send(text),
    );
  }
  app.get('/reference/', async (_request, reply) => reply.redirect('/reference'));
  app.get('/reference', async (request, reply) => {
    setPagePolicy(reply, { origin: edge.origins.own(request), frameAncestors: [], trustedTypes: false });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(PAGE);
  });
  app.get('/reference/start.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  const folder = pagesFolder();
  if (folder === null) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/reference/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => PAGES.includes(path.slice(1)),
    maxAge: '1h',
  });
}

/** As the build copied them; from sources, as they are installed for building. */
function pagesFolder(): string | null {
  const copied = join(HOUSE, 'apps', 'server', 'dist', 'reference');
  if (existsSync(copied)) return copied;
  try {
    return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  } catch {
    return null;
  }
}
