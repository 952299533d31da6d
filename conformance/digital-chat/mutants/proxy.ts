import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';
import type { Json, Site } from '../client/site.ts';

/** One client's line through the proxy; a bend may keep notes there. */
export interface Bent {
  readonly notes: Record<string, Json>;
  readonly proxy: BentServer;
  /** Straight to this client. */
  send(text: string): void;
}

/** What the bent server does otherwise than the right one behind it. */
export interface Bend {
  /** The frames to send in place of this one: objects as JSON, strings as they are. */
  readonly frame?: (frame: Json, line: Bent) => readonly Json[];
  /** Another body, status or headers in place of a REST answer. */
  readonly rest?: (
    path: string,
    answer: { status: number; json: Json; headers: Record<string, string> },
  ) => { status: number; json: Json };
  /** Protocol pings stay unanswered. */
  readonly noPongs?: boolean;
  /** Sockets are opened to everybody, and what is behind them decides nothing. */
  readonly openToAll?: boolean;
}

/** Stands between a client and a right server, and plants one mistake. */
export class BentServer {
  readonly site: Site;
  readonly lines = new Set<Bent>();
  readonly #server: Server;
  readonly #behind: Site;
  readonly #bend: Bend;
  readonly #sockets = new Set<WebSocket>();

  private constructor(server: Server, behind: Site, bend: Bend) {
    this.#server = server;
    this.#behind = behind;
    this.#bend = bend;
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const here = (url: string) =>
      origin.replace(/^http/, new URL(url).protocol.replace(/:$/, '')) + new URL(url).pathname;
    const { brandId, channels, chat, gateway, authorize, analytics } = behind;
    this.site = {
      brandId,
      channels,
      chat: here(chat),
      gateway: here(gateway),
      authorize: here(authorize),
      analytics: here(analytics),
    };
  }

  static async open(behind: Site, bend: Bend): Promise<BentServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new BentServer(server, behind, bend);
    server.on('request', (request, response) => void proxy.#relay(request, response));
    const sockets = new WebSocketServer({ noServer: true, autoPong: bend.noPongs !== true });
    server.on('upgrade', (request, socket, head) => {
      const upstream = new WebSocket(behind.gateway + new URL(request.url ?? '', 'http://x').search);
      const early: string[] = [];
      const keep = (data: WebSocket.RawData) => early.push(String(data));
      upstream.on('message', keep);
      const accept = () =>
        sockets.handleUpgrade(request, socket, head, (ws) => {
          upstream.off('message', keep);
          proxy.#join(ws, upstream, early);
        });
      upstream.once('open', accept);
      upstream.once('error', () => (bend.openToAll ? accept() : socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')));
    });
    return proxy;
  }

  #join(ws: WebSocket, upstream: WebSocket, early: readonly string[]): void {
    const line: Bent = { notes: {}, proxy: this, send: (text) => ws.readyState === WebSocket.OPEN && ws.send(text) };
    this.lines.add(line);
    for (const one of [ws, upstream]) this.#sockets.add(one);
    const down = (text: string) => {
      for (const frame of this.#bend.frame?.(JSON.parse(text), line) ?? [JSON.parse(text)])
        line.send(typeof frame === 'string' && frame !== 'pong' ? frame : JSON.stringify(frame));
    };
    for (const text of early) down(text);
    upstream.on('message', (data) => down(String(data)));
    ws.on('message', (data) => upstream.readyState === WebSocket.OPEN && upstream.send(String(data)));
    ws.on('close', () => {
      this.lines.delete(line);
      upstream.terminate();
    });
    upstream.on('close', () => ws.terminate());
    ws.on('error', () => {});
  }

  async #relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', this.#behind.chat), {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    let body = Buffer.from(await answer.arrayBuffer());
    let status = answer.status;
    const out: Record<string, string> = {};
    for (const [key, value] of answer.headers)
      if (!/^(content-(length|encoding)|transfer-encoding|connection)$/.test(key)) out[key] = value;
    if (this.#bend.rest && /json/.test(out['content-type'] ?? '')) {
      const bent = this.#bend.rest(request.url ?? '', {
        status,
        json: JSON.parse(body.toString('utf8')),
        headers: out,
      });
      status = bent.status;
      body = Buffer.from(JSON.stringify(bent.json));
    }
    response.writeHead(status, out);
    response.end(body);
  }

  async close(): Promise<void> {
    for (const ws of this.#sockets) ws.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
