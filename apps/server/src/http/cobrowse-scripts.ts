import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '@alongside/domain';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HOUSE } from './app-folders.ts';

const BUILT = join(HOUSE, 'packages', 'cobrowse', 'dist');
/** Where a company's pages load the doors from, word for word; `page.js` is loaded by them when support starts. */
export const SDK_PATH = '/assistserver/sdk/';
const SCRIPTS = ['assist-sdk.js', 'assist-agent-sdk.js', 'page.js'] as const;

/** The co-browse scripts for pages of other origins: the two doors with their published names, and what a page takes part with. */
export function serveCobrowseScripts(app: FastifyInstance): void {
  const kept = new Map<string, { at: number; body: Buffer }>();
  const send = (name: string, reply: FastifyReply) => {
    const path = join(BUILT, name);
    if (!existsSync(path))
      throw new Refused('not_found', { message: 'The co-browse scripts have not been built: run npm run build.' });
    const at = statSync(path).mtimeMs;
    const held = kept.get(name);
    const file = held?.at === at ? held : { at, body: readFileSync(path) };
    kept.set(name, file);
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin');
    return reply.send(file.body);
  };
  for (const name of SCRIPTS) app.get(SDK_PATH + name, async (_request, reply) => send(name, reply));
  app.get('/cobrowse/page.js', async (_request, reply) => send('page.js', reply));
}
