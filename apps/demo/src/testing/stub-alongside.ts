import { createECDH } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loader that keeps what it was asked and does what the test says, through `window.stub`. */
const LOADER = `
export function create(options) {
  const listeners = { state: [], unread: [] };
  const calls = [];
  const stub = {
    options, calls, outcome: 'cancelled', failure: null,
    emit(name, value) { if (name === 'state') help.onlineHelpState = value; for (const one of listeners[name]) one(value); },
  };
  const noted = (name, answer) => async (params) => {
    calls.push([name, params]);
    if (stub.failure && name === 'startAnonymousOnlineHelp') throw stub.failure;
    return answer();
  };
  const help = {
    onlineHelpState: 'NO_CHAT',
    getDeviceHash: noted('getDeviceHash', () => 'fwCZgi6zl2DPuNck6H644eq6JfPZpXKCqa2ouP2JS+k='),
    startAnonymousOnlineHelp: noted('startAnonymousOnlineHelp', () => undefined),
    closeMessaging: noted('closeMessaging', () => ({ outcome: stub.outcome })),
    onOnlineHelpState(listener) { listeners.state.push(listener); return () => {}; },
    on(name, listener) { listeners[name].push(listener); return () => {}; },
    show() { calls.push(['show']); }, hide() { calls.push(['hide']); }, destroy() { calls.push(['destroy']); }, async forget() { calls.push(['forget']); },
  };
  window.stub = stub;
  return help;
}`;

export interface StubAlongside {
  readonly url: string;
  /** What the hash address answers. */
  answer: { status: number; body: object };
  /** What pages told of their visitors. */
  readonly reports: Record<string, unknown>[];
  close(): Promise<void>;
}

/** A point on the curve. */
export const PUSH_KEY = createECDH('prime256v1').generateKeys('base64url');

export const GRANTED = { status: 200, body: { isSuccess: true, message: '', transactionHash: 'ab'.repeat(32) } };

/** What of an Alongside server a host meets: the loader, visitors and notifications for its page, the hash for its backend. */
export async function startStubAlongside(): Promise<StubAlongside> {
  const stub = { answer: GRANTED as StubAlongside['answer'], reports: [] as Record<string, unknown>[] };
  const server: Server = createServer((request, response) => {
    if (request.url === '/widget/loader.mjs') {
      response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
      return response.end(LOADER);
    }
    if (request.url === '/v1/visitor-events' || request.url?.startsWith('/v1/push-key')) {
      const page = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
      response.writeHead(200, { 'content-type': 'application/json', ...page });
      if (request.url.startsWith('/v1/push-key')) return response.end(JSON.stringify({ publicKey: PUSH_KEY }));
      if (request.url !== '/v1/visitor-events' || request.method !== 'POST') return response.end();
      let text = '';
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        stub.reports.push(JSON.parse(text) as Record<string, unknown>);
        response.end('{"kept":null,"invitation":null}');
      });
      return;
    }
    request.resume();
    response.writeHead(stub.answer.status, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(stub.answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(stub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
