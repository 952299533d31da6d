import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Refused } from '@alongside/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { builtApp } from './app-folders.ts';
import type { Edge } from './edge.ts';
import { agentPageFrames } from './agent-page.ts';
import { setPagePolicy } from './headers.ts';

const LOADERS = new Set(['loader.js', 'loader.mjs']);
const LOADER_CACHE = 'public, max-age=300';
/** Built files carry a hash of their content in their name. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.\w+$/;

/** The console and the widget as they were built, each with its own policy. `/` leads to the console. */
export async function serveApps(app: FastifyInstance, edge: Edge): Promise<void> {
  app.get('/', async (_request, reply) => reply.redirect('/console/'));
  for (const name of ['console', 'widget'] as const) {
    const folder = builtApp(name);
    app.get(`/${name}`, async (_request, reply) => reply.redirect(`/${name}/`));
    for (const page of [`/${name}/`, `/${name}/index.html`])
      app.get(page, async (request, reply) => sendPage(edge, name, folder, request, reply));
    if (folder === null) continue;
    await app.register(fastifyStatic, {
      root: folder,
      prefix: `/${name}/`,
      index: false,
      decorateReply: false,
      cacheControl: false,
      wildcard: true,
      dotfiles: 'ignore',
      setHeaders: (response, path) => {
        const file = basename(path);
        if (LOADERS.has(file)) {
          response.header('access-control-allow-origin', '*');
          response.header('cross-origin-resource-policy', 'cross-origin');
          response.header('cache-control', LOADER_CACHE);
        } else {
          const kept = HASHED.test(file) && extname(file) !== '.html';
          response.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
        }
      },
    });
  }
}

async function sendPage(
  edge: Edge,
  name: 'console' | 'widget',
  folder: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (folder === null)
    throw new Refused('not_found', { message: `The ${name} has not been built: run npm run build.` });
  const origin = edge.origins.own(request);
  // The component library writes a few style elements of its own and finds the nonce for them in this tag.
  const nonce = Buffer.from(edge.platform.random.bytes(16)).toString('base64');
  const viewer = name === 'console' ? (edge.viewerFrame?.urlFor(origin) ?? null) : null;
  if (name === 'console') {
    reply.header('cross-origin-opener-policy', 'same-origin');
    const frameAncestors = await agentPageFrames(edge, request);
    setPagePolicy(reply, {
      origin,
      frameAncestors,
      trustedTypes: true,
      calls: true,
      styleNonce: nonce,
      frames: viewer === null ? [] : [new URL(viewer).origin],
    });
  } else {
    const frame = await widgetFrame(edge, request);
    setPagePolicy(reply, { origin, trustedTypes: true, calls: true, styleNonce: nonce, ...frame });
  }
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
  return readFileSync(join(folder, 'index.html'), 'utf8').replace(
    '<head>',
    `<head><meta property="csp-nonce" nonce="${nonce}">${viewer === null ? '' : `<meta name="viewer-frame" content="${viewer}">`}`,
  );
}

/** Which pages may frame the widget of this tenant, and where its logo comes from: parsed, since they stand in a header. Nobody, for a tenant that does not exist. */
async function widgetFrame(
  edge: Edge,
  request: FastifyRequest,
): Promise<{ frameAncestors: string[]; pictures: string[] }> {
  const domain = (request.query as { tenant?: unknown }).tenant;
  const tenant = typeof domain === 'string' ? await edge.origins.tenant(domain) : null;
  if (tenant === null) return { frameAncestors: [], pictures: [] };
  const { origins, logoUrl } = tenant.settings;
  const sources = (urls: string[]) => urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
  return { frameAncestors: ["'self'", ...sources(origins)], pictures: logoUrl === null ? [] : sources([logoUrl]) };
}
