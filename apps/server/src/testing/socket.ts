import type { Down, Reply, SocketTicket, WireError } from '@alongside/protocol';
import { WebSocket } from 'ws';
import { call } from './client.ts';

type Frame<T extends Down['t']> = Extract<Down, { t: T }>;

/** A socket for tests: keeps every frame, and lets a test wait for one instead of for time. */
export class TestSocket {
  readonly frames: Down[] = [];
  readonly raw: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #waiting = new Set<() => void>();
  #requests = 0;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.raw = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, { headers });
    this.raw.on('error', () => {});
    this.raw.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Down);
      for (const look of [...this.#waiting]) look();
    });
    this.closed = new Promise((resolve) => this.raw.once('close', resolve));
  }

  async opened(): Promise<void> {
    if (this.raw.readyState === WebSocket.OPEN) return;
    await new Promise<void>((resolve, reject) => {
      this.raw.once('open', resolve);
      this.raw.once('close', () => reject(new Error('The socket did not open.')));
    });
  }

  send(frame: object | string): void {
    this.raw.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The first frame of this type that fits, past or future. */
  async frame<T extends Down['t']>(t: T, fits: (frame: Frame<T>) => boolean = () => true): Promise<Frame<T>> {
    const find = () => this.frames.find((frame): frame is Frame<T> => frame.t === t && fits(frame as Frame<T>));
    return this.until(() => find(), `a frame ${t}`);
  }

  /** Waits until something is true of the frames. */
  until<T>(look: () => T | undefined | false, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        settle();
      };
      const check = () => {
        const found = look();
        if (found) done(() => resolve(found));
      };
      const timer = setTimeout(
        () =>
          done(() =>
            reject(new Error(`Waited 10 s for ${what}; there were: ${JSON.stringify(this.frames.map(({ t }) => t))}`)),
          ),
        10_000,
      );
      this.#waiting.add(check);
      check();
    });
  }

  /** Sends a request and waits for its reply. */
  async request(frame: object): Promise<Reply> {
    const id = `r${++this.#requests}`;
    this.send({ id, ...frame });
    return this.frame('reply', (reply) => reply.id === id);
  }

  /** A request that must be refused. */
  async refused(frame: object): Promise<WireError> {
    const reply = await this.request(frame);
    if (reply.ok) throw new Error(`It was not refused: ${JSON.stringify(frame)}`);
    return reply.error;
  }

  /** All entries that came for a conversation, in the order in which they came. */
  entries(conversationId: string) {
    return this.frames.flatMap((frame) =>
      frame.t === 'entries' && frame.conversationId === conversationId ? frame.entries : [],
    );
  }

  async close(): Promise<void> {
    this.raw.close();
    await this.closed;
  }
}

/** A socket that has been welcomed. */
export async function connect(
  server: { url: string },
  token: string,
  headers: Record<string, string> = {},
): Promise<TestSocket> {
  const { body, status } = await call<SocketTicket>(server, 'POST', '/v1/socket-tickets', { token });
  if (status !== 201) throw new Error(`Ticket: ${status} ${JSON.stringify(body)}`);
  const socket = new TestSocket(server.url, headers);
  await socket.opened();
  socket.send({ t: 'hello', protocol: 1, ticket: body.ticket });
  await socket.frame('welcome');
  return socket;
}
