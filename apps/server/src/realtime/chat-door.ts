import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Logger, Refused } from '@alongside/domain';
import type { ChatSession, DigitalChat, Line } from '@alongside/surface-digital-chat';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseGuardedJson } from '../edge/guard-json.ts';
import type { Limit } from '../edge/rates.ts';
import { Gathering } from './gathering.ts';
import { Outgoing } from './outgoing.ts';
import type { UpgradeDoor } from './sockets.ts';

export const CHAT_PATH = '/chat/socket';

/** A larger frame is refused by its eventId. */
const FRAME_BYTES = 128 * 1024;
/** What is above this is not even read: the socket closes. */
const MOST_BYTES = 2 * FRAME_BYTES;
/** Upgrades whose address is being looked at. */
const MOST_STRANGERS = 1_000;
/** A socket that answers no ping for so long is gone. */
const PING_MILLISECONDS = 30_000;
const LAST_ANSWERS_MILLISECONDS = 1_500;

export interface ChatDoorOptions {
  readonly chat: DigitalChat;
  readonly limit: Limit;
  readonly log: Logger;
  /** Between our close and the cut. */
  readonly closingMilliseconds: number;
}

/** The chat surface's socket: looks at the address first, then opens. */
export class ChatDoor {
  readonly #options: ChatDoorOptions;
  readonly #server: WebSocketServer;
  readonly #gathering = new Gathering();
  /** Whether each has been heard since the last ping. */
  readonly #alive = new Map<WebSocket, boolean>();
  readonly #pinging: NodeJS.Timeout;
  #strangers = 0;
  #stopping = false;

  constructor(options: ChatDoorOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: MOST_BYTES,
      perMessageDeflate: false,
      clientTracking: false,
    });
    this.#pinging = setInterval(() => this.#ping(), PING_MILLISECONDS);
    this.#pinging.unref();
  }

  readonly enter: UpgradeDoor = (request, socket, head) => void this.#enter(request, socket, head);

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#pinging);
    await this.#options.chat.stop(LAST_ANSWERS_MILLISECONDS);
    await Promise.all([...this.#alive.keys()].map(closed));
  }

  async #enter(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (this.#stopping || this.#strangers >= MOST_STRANGERS) return refuse(socket, 503, 'Come again in a moment.');
    this.#strangers += 1;
    try {
      const admission = await this.#options.chat.admit(queryOf(request));
      if (socket.destroyed) return;
      if (!admission.ok) return refuse(socket, admission.status, admission.message);
      if (this.#stopping) return refuse(socket, 503, 'Come again in a moment.');
      this.#server.handleUpgrade(request, socket, head, (ws) => {
        this.#alive.set(ws, true);
        const id = { key: '' };
        const session = admission.open(this.#line(ws, request), () => this.#options.limit('frame', id.key));
        id.key = session.id;
        this.#serve(ws, session);
      });
    } finally {
      this.#strangers -= 1;
    }
  }

  #serve(ws: WebSocket, session: ChatSession): void {
    // The close that follows is what counts.
    ws.on('error', () => {});
    ws.on('pong', () => this.#alive.set(ws, true));
    ws.on('ping', () => this.#alive.set(ws, true));
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      this.#alive.set(ws, true);
      if (!this.#stopping) hear(session, data, isBinary);
    });
    ws.once('close', () => {
      this.#alive.delete(ws);
      session.gone();
    });
  }

  #line(ws: WebSocket, { socket }: IncomingMessage): Line {
    const { closingMilliseconds } = this.#options;
    const outgoing = new Outgoing(ws, socket, this.#gathering);
    return {
      get open() {
        return ws.readyState === ws.OPEN;
      },
      get waitingBytes() {
        return outgoing.waitingBytes;
      },
      send(text) {
        if (ws.readyState === ws.OPEN) outgoing.send(text);
      },
      close(code, reason) {
        if (ws.readyState !== ws.OPEN) return;
        outgoing.release();
        ws.close(code, reason);
        const timer = setTimeout(() => ws.terminate(), closingMilliseconds);
        ws.once('close', () => clearTimeout(timer));
      },
    };
  }

  #ping(): void {
    for (const [ws, alive] of this.#alive) {
      if (!alive) ws.terminate();
      else {
        this.#alive.set(ws, false);
        ws.ping();
      }
    }
  }
}

function hear(session: ChatSession, data: Buffer, isBinary: boolean): void {
  if (isBinary) {
    session.misread('Frames are text.');
    return;
  }
  const text = data.toString('utf8');
  try {
    const frame = parseGuardedJson(text);
    if (data.length > FRAME_BYTES) session.tooLarge(frame);
    else session.heard(frame, data.length);
  } catch (error) {
    if (error instanceof Refused) session.unfit(unguarded(text), error);
    else session.misread('The frame could not be read.');
  }
}

/** A refused frame, for the eventId under which its sender waits and for nothing else. undefined: it is no JSON. */
function unguarded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryOf({ url = '' }: IncomingMessage): Record<string, string> {
  const query: Record<string, string> = {};
  const at = url.indexOf('?');
  // A web client's own address may have a query already, and some append theirs with a second question mark.
  const text = at === -1 ? '' : url.slice(at + 1).replaceAll('?', '&');
  for (const [name, value] of new URLSearchParams(text)) query[name] ??= value;
  return query;
}

const closed = (ws: WebSocket): Promise<void> =>
  ws.readyState === ws.CLOSED ? Promise.resolve() : new Promise((gone) => ws.once('close', () => gone()));

function refuse(socket: Duplex, status: number, errorMessage: string): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: { errorCode: 'ConsumerAuthorizationFailed', errorMessage } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
