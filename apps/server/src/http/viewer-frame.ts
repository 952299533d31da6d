import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { framePage } from '@alongside/cobrowse/relay';
import { Refused } from '@alongside/domain';
import type { FastifyInstance } from 'fastify';
import { HOUSE } from './app-folders.ts';

/** Where browsers fetch the frame of the co-browse viewer: a second name of this server, or a port of its own. */
export type ViewerFrameAt = { readonly origin: string } | { readonly port: number };

/** What the console must know of it. */
export interface ViewerFrame {
  /** @param own the console's origin as the browser reached it @returns the frame's page on another origin; null: there is none */
  urlFor(own: string | null): string | null;
}

export const VIEWER_PATH = '/viewer/';
const SCRIPT = join(HOUSE, 'packages', 'cobrowse', 'dist', 'frame.js');

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The page and its one script; null: nothing else is here. */
function answerTo(path: string, ancestors: readonly string[]): Answer | null {
  if (!existsSync(SCRIPT)) return null;
  const script = readFileSync(SCRIPT);
  if (path === VIEWER_PATH) {
    const version = createHash('sha256').update(script).digest('hex').slice(0, 12);
    const { html, headers } = framePage(`frame.js?${version}`, ancestors);
    return { headers: { ...headers, 'cache-control': 'no-cache' }, body: html };
  }
  if (path !== `${VIEWER_PATH}frame.js`) return null;
  return {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
    body: script,
  };
}

/** With a name of its own nothing else is served there, and the frame nowhere else: what runs there can reach no page of ours. */
export function keepViewerApart(app: FastifyInstance, frameOrigin: string | null): void {
  if (frameOrigin === null) return;
  const { host } = new URL(frameOrigin);
  app.addHook('onRequest', async (request) => {
    if ((request.host === host) !== request.url.startsWith(VIEWER_PATH)) throw new Refused('not_found');
  });
}

/** Pages that a company lists, by its word: beside the console they may frame its agents' viewer. */
export type ListedPages = (tenant: string | null) => Promise<readonly string[]>;
const NO_PAGES: ListedPages = async () => [];

/** The frame under a second name of this server. @param consoleOrigin who may frame it, beside the pages that the company lists */
export function serveViewerFrame(app: FastifyInstance, consoleOrigin: string, listed: ListedPages = NO_PAGES): void {
  for (const path of [VIEWER_PATH, `${VIEWER_PATH}frame.js`])
    app.get(path, async (request, reply) => {
      const { tenant } = request.query as { tenant?: unknown };
      const answer = answerTo(path, [consoleOrigin, ...(await listed(typeof tenant === 'string' ? tenant : null))]);
      if (answer === null)
        throw new Refused('not_found', { message: 'The viewer has not been built: run npm run build.' });
      return reply.headers(answer.headers).send(answer.body);
    });
}

/** Without a second name: a listener that serves the frame and nothing else. Another port is another origin. */
export class ViewerFrameListener implements ViewerFrame {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #listed: ListedPages;
  #consolePort = 0;

  constructor(listed: ListedPages = NO_PAGES) {
    this.#listed = listed;
  }

  /** @returns the port, which is another one where the wanted one is taken */
  async listen(host: string, port: number, consolePort: number): Promise<number> {
    this.#consolePort = consolePort;
    await this.#bind(host, port).catch((error: unknown) => {
      if (port === 0) throw error;
      return this.#bind(host, 0);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  urlFor(own: string | null): string | null {
    const address = this.#server.address() as AddressInfo | null;
    if (address === null || own === null) return null;
    const { protocol, hostname } = new URL(own);
    // A secure page may not frame one that is not.
    return protocol === 'http:' ? `http://${hostname}:${address.port}${VIEWER_PATH}` : null;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  #bind(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  async #answer({ method, url = '/', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = `http://${headers.host ?? 'none'}`;
    const asked = URL.canParse(url, base) ? new URL(url, base) : null;
    const pages = asked === null ? [] : await this.#listed(asked.searchParams.get('tenant')).catch(() => []);
    const answer =
      asked !== null && (method === 'GET' || method === 'HEAD')
        ? answerTo(asked.pathname, [`http://${asked.hostname}:${this.#consolePort}`, ...pages])
        : null;
    if (answer === null) response.writeHead(404).end();
    else response.writeHead(200, answer.headers).end(method === 'HEAD' ? undefined : answer.body);
  }
}
