import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Desk, Down } from '@alongside/protocol';
import { WebSocket } from 'ws';
import { socketTicket } from './calls.ts';
import { type Client, Log, type Said } from './client.ts';

/** Refusals after which the same request may work: the outcome is unknown until then. */
const TRANSIENT = new Set(['unavailable', 'rate_limited', 'internal']);
const SILENCE = 10_000;

/** The thinnest client that keeps the contract, written against the wire alone: a cursor, an outbox, and ids made once. */
export class WireClient implements Client {
  readonly name: string;
  readonly side: 'customer' | 'agent';
  readonly logs = new Map<string, Log>();
  desk: Desk | null = null;
  /** With which its connections were closed. */
  readonly closeCodes: number[] = [];
  readonly #url: string;
  readonly #token: string;
  readonly #asked = new Map<string, (frame: Extract<Down, { t: 'reply' }>) => void>();
  #socket: WebSocket | null = null;
  #closed = false;
  #welcomed = false;
  #hidden = false;
  #requests = 0;
  onChange: () => void = () => {};

  constructor(options: { name: string; side: 'customer' | 'agent'; url: string; token: string }) {
    this.name = options.name;
    this.side = options.side;
    this.#url = options.url;
    this.#token = options.token;
  }

  /** Follows a conversation from its first entry. */
  open(conversationId: string): Log {
    const known = this.logs.get(conversationId);
    if (known !== undefined) return known;
    const log = new Log(this.name, this.side, conversationId);
    this.logs.set(conversationId, log);
    this.subscribe(log);
    return log;
  }

  connect(): void {
    void this.#stay();
  }

  get connected(): boolean {
    return this.#welcomed;
  }

  async #stay(): Promise<void> {
    while (!this.#closed) {
      if (!this.#hidden) await this.#session().catch(() => undefined);
      if (!this.#closed) await delay(50 + Math.random() * 150);
    }
  }

  async #session(): Promise<void> {
    const ticket = await socketTicket(this.#url, this.#token);
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}/v1/socket`);
    this.#socket = socket;
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > SILENCE && this.#asked.size > 0) socket.terminate();
    }, 1_000);
    await new Promise<void>((resolve) => {
      socket.on('error', () => {});
      socket.once('close', (code) => {
        this.closeCodes.push(code);
        resolve();
      });
      socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', protocol: 1, ticket })));
      socket.on('message', (data: Buffer) => {
        heard = performance.now();
        this.#hear(JSON.parse(data.toString()) as Down);
      });
    });
    clearInterval(watch);
    if (this.#socket === socket) this.#socket = null;
    this.#welcomed = false;
    this.#asked.clear();
    for (const log of this.logs.values()) log.sending = false;
  }

  #hear(frame: Down): void {
    if (frame.t === 'ping') this.#write({ t: 'pong' });
    else if (frame.t === 'welcome') {
      this.#welcomed = true;
      for (const log of this.logs.values()) {
        this.subscribe(log);
        this.#sendNext(log);
      }
    } else if (frame.t === 'reply') {
      const answer = this.#asked.get(frame.id);
      this.#asked.delete(frame.id);
      answer?.(frame);
    } else if (frame.t === 'entries') this.logs.get(frame.conversationId)?.take(frame.entries);
    else if (frame.t === 'desk') this.desk = frame.desk;
    else if (frame.t === 'resync') this.drop();
    this.onChange();
  }

  /** Also on a socket that has it already: the cursor counts, and nothing may come twice. */
  subscribe(log: Log): void {
    this.#ask({ t: 'subscribe', conversationId: log.conversationId, after: log.cursor }, (reply) => {
      if (!reply.ok) this.drop();
    });
  }

  say(conversationId: string, text: string): Said {
    const log = this.open(conversationId);
    const said = log.say(text, randomUUID());
    this.#sendNext(log);
    return said;
  }

  /** One at a time in each conversation: nothing can overtake. */
  #sendNext(log: Log): void {
    const [head] = log.outbox;
    if (head === undefined || log.sending) return;
    const { clientId, text } = head.operation;
    const frame = { t: 'send', conversationId: log.conversationId, clientId, body: { kind: 'text', text } };
    log.sending = this.#ask(frame, (reply) => {
      log.sending = false;
      if (!reply.ok && TRANSIENT.has(reply.error.kind)) {
        setTimeout(() => this.#sendNext(log), 50);
        return;
      }
      log.answered(head, reply.ok ? { seq: reply.result.seq ?? 0 } : { code: reply.error.code });
      this.#sendNext(log);
    });
  }

  /** False: there is no connection, and nothing was asked. */
  #ask(frame: object, answer: (reply: Extract<Down, { t: 'reply' }>) => void): boolean {
    const id = `r${++this.#requests}`;
    if (!this.#write({ id, ...frame })) return false;
    this.#asked.set(id, answer);
    return true;
  }

  #write(frame: object): boolean {
    if (!this.#welcomed || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Loses the connection; it comes back by itself. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Gone without a word until `show`: what is said meanwhile waits. */
  hide(): void {
    this.#hidden = true;
    this.drop();
  }

  show(): void {
    this.#hidden = false;
  }

  /** Leaves for good; what it was shown is judged, but it need not have the end. */
  retire(): void {
    for (const log of this.logs.values()) log.present = false;
    this.close();
  }

  /** Stops or starts to read what the server sends, with the connection open. */
  read(on: boolean): void {
    if (on) this.#socket?.resume();
    else this.#socket?.pause();
  }

  /** Does not come back when its connection ends. */
  leave(): void {
    this.#closed = true;
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }
}
