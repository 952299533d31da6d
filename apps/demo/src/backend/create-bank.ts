import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createBackendKit, type Fetch } from '@alongside/backend-kit';
import { createApi } from './api.ts';
import { type CallSystem, createCallSystem } from './call-system.ts';
import { serveAdviser } from './serve-adviser.ts';
import { serveCallSystem } from './serve-call-system.ts';
import type { Config } from './config.ts';
import { COMMON } from './headers.ts';
import { createLedger } from './ledger.ts';
import { createSessions } from './sessions.ts';
import { createSite } from './site.ts';

const BODY_BYTES = 16 * 1024;

type Parts = {
  /** Where the built page lies. */
  readonly pageFolder: string;
  readonly log: (line: string) => void;
  readonly fetch?: Fetch;
  readonly now?: () => number;
  /** The bank's own call system; off until it has its key. */
  readonly callSystem?: CallSystem;
};

/** The bank's server. Nothing listens yet. */
export function createBank(config: Config, { pageFolder, log, fetch, now = Date.now, ...parts }: Parts): Server {
  const callSystem = parts.callSystem ?? createCallSystem(now);
  const kit = createBackendKit({
    url: config.alongsideUrl,
    accessKeyId: config.accessKeyId,
    accessKeySecret: config.accessKeySecret,
    requesterUserId: 'meridian-bank',
    ...(fetch ? { fetch } : {}),
  });
  const sessions = createSessions(config.customers, config.accessKeySecret);
  const api = createApi({ config, kit, sessions, ledger: createLedger(now), log });
  const site = createSite(pageFolder, config);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bank');
    if (/^\/(services|call-system)(\/|$)/.test(pathname) && callSystem.isOn())
      return serveCallSystem(
        { callSystem, alongsideUrl: config.alongsideUrl, tenant: config.tenant, now },
        request,
        response,
      );
    const { voiceToken, tenant, alongsideUrl } = config;
    if (/^\/adviser(\/call)?$/.test(pathname) && voiceToken)
      return serveAdviser({ voiceToken, tenant, alongsideUrl }, request, response);
    const handler = api[`${request.method} ${pathname}`];
    if (handler) {
      if (request.method === 'POST' && !isFromOwnPage(request)) return sendJson(response, 403, { error: 'origin' });
      const body = request.method === 'POST' ? await readBody(request) : {};
      if (!body) return sendJson(response, 400, { error: 'body' });
      const result = await handler({ customer: sessions.customerOf(request.headers.cookie), body });
      return sendJson(response, result.status, result.body, result.cookie);
    }
    const page = request.method === 'GET' || request.method === 'HEAD' ? await site.get(pathname) : null;
    if (!page) return sendJson(response, 404, { error: 'not_found' });
    // The ten-line page has no sign-in of its own.
    const visitor = pathname === '/plain.html' && !sessions.customerOf(request.headers.cookie);
    const first = visitor ? config.customers[0] : undefined;
    response.writeHead(200, { ...page.headers, ...(first ? { 'set-cookie': sessions.cookieFor(first) } : {}) });
    response.end(request.method === 'HEAD' ? undefined : page.body);
  };

  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal' });
    });
  });
}

/** A foreign page can send a form with the customer's cookie; a browser tells where it comes from. */
export function isFromOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** null: too large, or no JSON object. */
async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) return null;
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, cookie?: string): void {
  response.writeHead(status, {
    ...COMMON,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(cookie ? { 'set-cookie': cookie } : {}),
  });
  response.end(JSON.stringify(body));
}
