import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cobrowseAgentFrameSchema, cobrowsePageFrameSchema } from '@alongside/protocol';
import { Compile } from 'typebox/compile';
import { type WebSocket, WebSocketServer } from 'ws';
import { framePage, Hub, type HubEvents, socketTransport } from '../relay/index.ts';
import { bundles } from './bundles.ts';
import { packageFolder } from './here.ts';

const fixtures = join(packageFolder(), 'fixtures');
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  png: 'image/png',
  ttf: 'font/ttf',
};

const CACHED = { 'cache-control': 'max-age=60' };

/** A font that comes with the browser: none needs to be kept here. */
function systemFont(): string {
  const found = [
    'liberation/LiberationMono-Bold.ttf',
    'liberation2/LiberationMono-Bold.ttf',
    'dejavu/DejaVuSansMono.ttf',
  ]
    .map((name) => `/usr/share/fonts/truetype/${name}`)
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('No system font: install fonts-liberation.');
  return found;
}

export interface Lab {
  /** Address of the customer's site, of another of its kind, of the console and of the frame. */
  readonly site: string;
  readonly other: string;
  readonly console: string;
  readonly hub: () => Hub;
  /** Every frame that left the customer's page, as it was on the wire. */
  readonly wire: Buffer[];
  /** Bytes that came over the page's socket after compression. */
  readonly received: () => number;
  readonly faults: string[];
  /** Addresses asked of the canary: nobody may. */
  readonly canary: { readonly url: string; readonly hits: string[] };
  /** A new session; whoever was in the old one is sent away. */
  reset(events?: Partial<HubEvents>): void;
  /** Breaks the customer's socket without a word. */
  cut(): void;
  close(): Promise<void>;
}

const pageFrame = Compile(cobrowsePageFrameSchema);
const agentFrame = Compile(cobrowseAgentFrameSchema);

/**
 * A small world for browser tests on loopback: a customer's site, a console, the frame's own origin, a relay over
 * WebSockets, and a canary that notes every request.
 */
export async function startLab(pages: Record<string, string> = {}): Promise<Lab> {
  const built = await bundles();
  const wire: Buffer[] = [];
  const faults: string[] = [];
  const hits: string[] = [];
  let hub = newHub({}, faults);
  let pageSocket: WebSocket | undefined;
  let received = 0;
  const servers: Server[] = [];
  const listen = async (handle: (request: IncomingMessage, response: ServerResponse) => void) => {
    const server = createServer(handle);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const send = (response: ServerResponse, type: string, body: string | Buffer, headers = {}) =>
    response.writeHead(200, { 'content-type': type, ...headers }).end(body);

  const site = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const name = pathname.slice(1) || 'index.html';
    if (name === 'recorder.js') return send(response, 'text/javascript', built.customer);
    if (name === 'app.js') return send(response, 'text/javascript', built.app);
    const page = pages[name];
    if (page !== undefined) return send(response, types.html!, page, { 'set-cookie': 'who=customer; SameSite=Lax' });
    if (name.startsWith('private') && !(request.headers.cookie ?? '').includes('who=customer'))
      return response.writeHead(403).end();
    if (name === 'private-font.ttf') return send(response, types.ttf!, readFileSync(systemFont()), CACHED);
    try {
      const body = readFileSync(join(fixtures, name.replaceAll('..', '')));
      return send(response, types[name.split('.').pop() ?? ''] ?? 'application/octet-stream', body, {
        ...CACHED,
        'set-cookie': 'who=customer; SameSite=Lax',
      });
    } catch {
      return response.writeHead(404).end();
    }
  };
  const first = await listen(site);
  const second = await listen(site);
  const canary = await listen((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('x');
  });
  const desk = await listen((request, response) => {
    if (request.url === '/viewer.js') return send(response, 'text/javascript', built.console);
    return send(
      response,
      types.html!,
      `<!doctype html><meta charset="utf-8"><title>Console</title><style>html,body,#mount{margin:0;height:100%;overflow:hidden}</style><body data-frame="${frame.url}/"><div id="mount"></div><script src="/viewer.js"></script>`,
    );
  });
  const frame = await listen((request, response) => {
    if (request.url === '/frame.js') return send(response, 'text/javascript', built.frame);
    const page = framePage('/frame.js', [desk.url]);
    response.writeHead(200, page.headers).end(page.html);
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 65_536,
    perMessageDeflate: { threshold: 0, zlibDeflateOptions: { level: 3 } },
  });
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    if (request.url === '/page') {
      pageSocket = socket;
      const before = request.socket.bytesRead;
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        wire.push(isBinary ? Buffer.from(data) : Buffer.from(data.toString()));
        if (pageSocket === socket) received = request.socket.bytesRead - before;
      });
      hub.setPage(socketTransport(socket as never));
    } else {
      const asked = new URL(request.url ?? '/', 'http://desk').searchParams;
      hub.addViewer(socketTransport(socket as never), {
        name: asked.get('name') ?? 'Ada',
        mayControl: asked.get('control') !== 'no',
        silent: asked.get('silent') === 'yes',
      });
    }
  });
  for (const { server } of [first, second, desk])
    server.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request)),
    );
  return {
    site: first.url,
    other: second.url,
    console: desk.url,
    hub: () => hub,
    wire,
    received: () => received,
    faults,
    canary: { url: canary.url, hits },
    reset(events = {}) {
      hub.end('system');
      wire.length = 0;
      faults.length = 0;
      hits.length = 0;
      hub = newHub(events, faults);
    },
    cut: () => pageSocket?.terminate(),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

function newHub(events: Partial<HubEvents>, faults: string[]): Hub {
  return new Hub({
    isPageFrame: (value) => pageFrame.Check(value),
    isAgentFrame: (value) => agentFrame.Check(value),
    onFault: (who, why) => faults.push(`${who}: ${why}`),
    ...events,
  });
}
