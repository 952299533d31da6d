import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Edge } from './edge.ts';
import { AGENT_PAGE_SCRIPT } from './agent-page-script.ts';
import { setPagePolicy } from './headers.ts';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Help</title>
<link rel="stylesheet" href="agentchat.css">
<main>
<p id="said" role="status" aria-live="polite"></p>
<button id="again" type="button" hidden></button>
</main>
<script src="agentchat.js" defer></script>
</html>
`;
const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { min-height: 90vh; display: grid; place-content: center; justify-items: center; gap: 1rem; padding: 1rem; text-align: center; }
button { font: inherit; padding: 0.5rem 1.25rem; }
`;

/**
 * The published way in for an agent who works in the company's own application: \`/app/agentchat.html#/auth?…\`, mostly in a frame. It signs in,
 * starts the customer's help and leads on to the console. With several tenants: \`/app/agentchat.html?tenant=<domain>#/auth?…\`.
 */
export function serveAgentPage(app: FastifyInstance, edge: Edge): void {
  app.get('/app/agentchat.html', async (request, reply) => {
    const frameAncestors = await agentPageFrames(edge, request);
    setPagePolicy(reply, { origin: edge.origins.own(request), frameAncestors, trustedTypes: true });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(PAGE);
  });
  app.get('/app/agentchat.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(AGENT_PAGE_SCRIPT),
  );
  app.get('/app/agentchat.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(STYLE),
  );
}

/** Which pages may frame the console: those of the tenant that the address names, or of the only one. */
export async function agentPageFrames(edge: Edge, request: FastifyRequest): Promise<string[]> {
  const { tenant: domain } = request.query as { tenant?: unknown };
  // The page is also there while the store is away: then nobody may frame it.
  const tenant = await (typeof domain === 'string'
    ? edge.origins.tenant(domain)
    : edge.platform.store.tenants.only()
  ).catch(() => null);
  const origins = tenant?.settings.agentPageOrigins ?? [];
  const frames = origins.flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
  return frames.length === 0 ? [] : ["'self'", ...frames];
}
