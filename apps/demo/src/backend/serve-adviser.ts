import type { IncomingMessage, ServerResponse } from 'node:http';
import { adviserPage, callAddress, type PhoneKeys } from './adviser-page.ts';
import { isFromOwnPage } from './create-bank.ts';
import { COMMON } from './headers.ts';

const MOST_BYTES = 4 * 1024;

/** The bank's page for its advisers, and the way from it to the phone. */
export async function serveAdviser(keys: PhoneKeys, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://bank');
  const end = (status: number, type: string, body: string, more: Record<string, string> = {}) => {
    // The links carry tokens: they go to nobody by a referrer.
    response.writeHead(status, {
      ...COMMON,
      'referrer-policy': 'same-origin',
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      ...more,
    });
    response.end(body);
  };
  if (request.method === 'GET' && url.pathname === '/adviser') {
    const agentId = url.searchParams.get('agent') ?? '50007';
    if (!/^[0-9]{1,12}$/.test(agentId)) return end(400, 'text/plain', 'no adviser');
    return end(200, 'text/html', adviserPage(keys, agentId, url.searchParams.get('tempId')), {
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${new URL(keys.alongsideUrl).origin}; frame-ancestors 'none'; base-uri 'none'`,
    });
  }
  if (request.method !== 'POST' || url.pathname !== '/adviser/call' || !isFromOwnPage(request))
    return end(404, 'text/plain', 'not found');
  const fields = new URLSearchParams(await read(request));
  const [agentId = '', phone = '', tempId = ''] = ['agent', 'phone', 'tempId'].map((name) => fields.get(name) ?? '');
  if (!/^[0-9]{1,12}$/.test(agentId) || phone === '' || tempId === '') return end(400, 'text/plain', 'no call');
  return end(303, 'text/plain', '', { location: callAddress(keys, { agentId, phone, tempId }) });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
