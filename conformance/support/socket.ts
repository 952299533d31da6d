import WebSocket from 'ws';
import { demo } from './demo.ts';
import { call, type Json } from './http.ts';

const PATIENCE_MS = 15_000;

/** A raw socket: welcomed, with every frame that came, in order. */
export class Socket {
  readonly frames: Json[] = [];
  readonly #ws: WebSocket;
  readonly #waiting = new Set<() => void>();
  #count = 0;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Json;
      if (frame.t === 'ping') return ws.send('{"t":"pong"}');
      this.frames.push(frame);
      for (const look of [...this.#waiting]) look();
    });
  }

  static async open(token: string): Promise<Socket> {
    const { ticket } = await call('POST', '/v1/socket-tickets', { token });
    const ws = new WebSocket(`${demo.url.replace(/^http/, 'ws')}/v1/socket`);
    const socket = new Socket(ws);
    await new Promise<void>((resolve, reject) => ws.once('open', () => resolve()).once('error', reject));
    socket.send({ t: 'hello', protocol: 1, ticket, client: 'conformance' });
    await socket.next((frame) => frame.t === 'welcome');
    return socket;
  }

  send(frame: object): void {
    this.#ws.send(JSON.stringify(frame));
  }

  /** Sends a request and waits for its reply. */
  async ask(frame: object): Promise<Json> {
    const id = `r${++this.#count}`;
    this.send({ ...frame, id });
    return this.next((one) => one.t === 'reply' && one.id === id);
  }

  /** The first frame, earlier or to come, that fits. */
  next(fits: (frame: Json) => boolean): Promise<Json> {
    return this.until(() => this.frames.find(fits), 'a frame that fits');
  }

  /** What `look` finds, looked for again after each frame. */
  until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(again);
        const last = this.frames.slice(-5).map((frame) => JSON.stringify(frame).slice(0, 300));
        reject(new Error(`${what} did not come; the last frames:\n${last.join('\n')}`));
      }, PATIENCE_MS);
      const again = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(again);
        resolve(found);
      };
      this.#waiting.add(again);
      again();
    });
  }

  /** Every entry of a conversation that came, in the order in which it came. */
  entries(conversationId: string): Json[] {
    return this.frames
      .filter((frame) => frame.t === 'entries' && frame.conversationId === conversationId)
      .flatMap((frame) => frame.entries);
  }

  entry(conversationId: string, kind: string): Promise<Json> {
    return this.until(() => this.entries(conversationId).find((one) => one.body.kind === kind), `an entry "${kind}"`);
  }

  /** Cut, as a network does it: no goodbye. */
  cut(): void {
    this.#ws.terminate();
  }

  async close(): Promise<void> {
    if (this.#ws.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => this.#ws.once('close', resolve));
    this.#ws.close();
    await closed;
  }
}
