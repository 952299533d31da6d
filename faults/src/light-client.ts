import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Down, Started } from '@alongside/protocol';
import { WebSocket } from 'ws';

const BASE = 250;
const CAP = 5_000;

/** What became of the attempts of many clients, by HTTP status: of their tickets, and of sockets that were refused. 0: no answer. */
export type Statuses = Map<number, number>;

/** A customer's device that holds nothing but its place in one log: thousands of them fit into one process. It waits between tries as the SDK does. */
export class LightClient {
  readonly #url: string;
  readonly #started: Started;
  readonly #statuses: Statuses;
  #socket: WebSocket | null = null;
  #left = false;
  /** The last entry that it has. */
  cursor = 0;

  constructor(url: string, started: Started, statuses: Statuses) {
    this.#url = url;
    this.#started = started;
    this.#statuses = statuses;
  }

  /** Connects, again and again, until it is subscribed and has the entry `upTo`. */
  async resume(upTo: number): Promise<void> {
    for (let attempt = 0; !this.#left; attempt += 1) {
      const floor = await this.#try(upTo).catch(() => 0);
      if (floor === null) return;
      await new Promise((go) => setTimeout(go, floor + Math.random() * Math.min(CAP, BASE * 2 ** attempt)));
    }
  }

  /** Null: it is there. Otherwise the milliseconds that the server asked it to wait. */
  async #try(upTo: number): Promise<number | null> {
    const asked = await askForTicket(this.#url, this.#started.token).catch(() => ({ status: 0, body: null }));
    this.#count(asked.status);
    if (asked.status >= 300 || asked.body === null) return (asked.body?.error?.retryAfterSeconds ?? 0) * 1000;
    const { ticket } = asked.body;
    const { conversationId } = this.#started;
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}/v1/socket`, { perMessageDeflate: false });
    this.#socket = socket;
    return new Promise((settle) => {
      let subscribed = false;
      socket.on('error', () => {});
      socket.once('unexpected-response', (request, { statusCode = 0 }) => {
        this.#count(statusCode);
        request.destroy();
        settle(0);
      });
      socket.once('close', () => settle(0));
      socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', protocol: 1, ticket })));
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as Down;
        if (frame.t === 'ping') socket.send(JSON.stringify({ t: 'pong' }));
        else if (frame.t === 'welcome')
          socket.send(JSON.stringify({ t: 'subscribe', id: 's', conversationId, after: this.cursor }));
        else if (frame.t === 'reply') {
          if (frame.ok) subscribed = true;
          else socket.terminate();
        } else if (frame.t === 'entries')
          for (const { seq } of frame.entries) if (seq === this.cursor + 1) this.cursor = seq;
        if (subscribed && this.cursor >= upTo) settle(null);
      });
    });
  }

  #count(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
  }

  drop(): void {
    this.#socket?.terminate();
  }

  /** Does not come back when its connection ends. */
  leave(): void {
    this.#left = true;
  }

  close(): void {
    this.#left = true;
    this.drop();
  }
}

interface Asked {
  readonly status: number;
  readonly body: { readonly ticket: string; readonly error?: { readonly retryAfterSeconds?: number } } | null;
}

/** Over a connection of its own, as from a device. With `fetch` thousands of these hold up the one thread that all clients share, the bystanders' too. */
async function askForTicket(url: string, token: string): Promise<Asked> {
  const asking = request(`${url}/v1/socket-tickets`, {
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) };
}

/** The same for many at once, so many at a time. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
