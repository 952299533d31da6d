import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallSystem } from './call-system.ts';
import { callSystemPage } from './call-system-page.ts';
import { isFromOwnPage } from './create-bank.ts';
import { COMMON } from './headers.ts';

/** A document with a file in it would be larger; the bank keeps none. */
const MOST_BYTES = 64 * 1024;

interface Parts {
  readonly callSystem: CallSystem;
  readonly alongsideUrl: string;
  readonly tenant: string;
  readonly now: () => number;
}

/** The bank's services for Alongside below `/services`, and the page of its call system. */
export async function serveCallSystem(
  { callSystem, alongsideUrl, tenant, now }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url: path = '/', headers } = request;
  const body = await read(request);
  const end = (status: number, type: string, text: string, more: Record<string, string> = {}) => {
    response.writeHead(status, { ...COMMON, 'content-type': type, 'cache-control': 'no-store', ...more });
    response.end(text);
  };
  if (body === null) return end(413, 'text/plain', 'too large');
  if (path.startsWith('/services')) {
    const answer = callSystem.serve({ method, path, headers, body });
    return end(
      answer.status,
      'application/json',
      typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
    );
  }
  if (method === 'GET')
    return end(200, 'text/html; charset=utf-8', callSystemPage(callSystem, now()), {
      // The form leads on to Alongside.
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${new URL(alongsideUrl).origin}; frame-ancestors 'none'; base-uri 'none'`,
    });
  if (method !== 'POST' || !isFromOwnPage(request)) return end(403, 'text/plain', 'not from here');
  const fields = new URLSearchParams(body);
  const fragment = callSystem.put(fields.get('interaction') ?? '', fields.get('staff') ?? '');
  if (fragment === null) return end(404, 'text/plain; charset=utf-8', 'This customer does not wait any more.');
  return end(303, 'text/plain', '', { location: `${alongsideUrl}/app/agentchat.html?tenant=${tenant}${fragment}` });
}

async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
