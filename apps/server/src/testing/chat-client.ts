import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { TestServer } from './start-test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test looks at a frame as a client does, by what it expects to find
type Loose = any;

export interface ChatFrame {
  readonly eventId?: string;
  readonly eventType?: string;
  readonly postback?: { readonly eventType: string; readonly data: Loose };
  readonly error?: { readonly errorCode: string; readonly errorMessage: string };
  readonly data?: Loose;
  readonly [name: string]: unknown;
}

export interface ChatClientOptions {
  readonly platform?: 'web' | 'android' | 'ios';
  readonly visitorId?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** A published chat client as far as the wire goes: one socket, its events, what it was told. */
export class ChatClient {
  readonly frames: ChatFrame[] = [];
  readonly texts: string[] = [];
  readonly raw: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #brandId: number;
  readonly #channelId: string;
  readonly #looks = new Set<() => void>();

  constructor(server: TestServer, channelId: string, options: ChatClientOptions = {}) {
    const { platform = 'web', visitorId = randomUUID(), query = {} } = options;
    const { brandId } = server.demo.tenant;
    this.#brandId = brandId;
    this.#channelId = channelId;
    const search = new URLSearchParams({
      brandId: String(brandId),
      channelId,
      visitorId,
      sdkPlatform: platform,
      sdkVersion: '3.0.0',
      ...query,
    });
    this.raw = new WebSocket(`${server.url.replace(/^http/, 'ws')}/chat/socket?${search}`);
    this.raw.on('error', () => {});
    this.raw.on('message', (data: Buffer) => {
      this.texts.push(data.toString());
      this.frames.push(JSON.parse(data.toString()) as ChatFrame);
      for (const look of [...this.#looks]) look();
    });
    this.closed = new Promise((resolve) => this.raw.once('close', resolve));
  }

  async opened(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.raw.once('open', resolve);
      this.raw.once('close', () => reject(new Error('The socket did not open.')));
    });
    return this;
  }

  until<T>(look: () => T | undefined | null | false, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (!found) return;
        clearTimeout(timer);
        this.#looks.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#looks.delete(check);
        reject(new Error(`Waited 15 s for ${what}; there were:\n${this.texts.join('\n').slice(-6_000)}`));
      }, 15_000);
      this.#looks.add(check);
      check();
    });
  }

  send(eventType: string, data?: object, payload: object = {}, action = 'chatWindowEvent'): string {
    const eventId = randomUUID();
    const channel = { id: this.#channelId };
    const whole = { eventType, brand: { id: this.#brandId }, channel, ...(data ? { data } : {}), ...payload };
    this.raw.send(JSON.stringify({ action, eventId, payload: whole }));
    return eventId;
  }

  answer(eventId: string): Promise<ChatFrame> {
    return this.until(() => this.frames.find((frame) => frame.eventId === eventId), 'an answer');
  }

  ask(eventType: string, data?: object, payload?: object, action?: string): Promise<ChatFrame> {
    return this.answer(this.send(eventType, data, payload, action));
  }

  authorize(externalId: string, authorization: object = { authorizationCode: null }): Promise<ChatFrame> {
    const consumerIdentity = { idOnExternalPlatform: externalId, firstName: 'Grace', lastName: 'Hopper' };
    return this.ask('AuthorizeCustomer', { authorization, disableChannelInfo: true }, { consumerIdentity }, 'register');
  }

  push(eventType: string, fits: (frame: ChatFrame) => boolean = () => true): Promise<ChatFrame> {
    return this.until(() => this.frames.find((frame) => frame.eventType === eventType && fits(frame)), eventType);
  }

  say(thread: string, text: string, more: object = {}): Promise<ChatFrame> {
    return this.ask('SendMessage', messageData(thread, text, more));
  }

  async close(): Promise<void> {
    this.raw.close();
    await this.closed;
  }
}

export const messageData = (thread: string, text: string, more: object = {}) => ({
  thread: { idOnExternalPlatform: thread },
  messageContent: { type: 'TEXT', payload: { text } },
  idOnExternalPlatform: randomUUID(),
  attachments: [],
  ...more,
});

/** A socket of a customer who has been authorized. */
export async function chatClient(
  server: TestServer,
  channelId: string,
  options: ChatClientOptions & { externalId?: string } = {},
): Promise<ChatClient> {
  const client = await new ChatClient(server, channelId, options).opened();
  const answer = await client.authorize(options.externalId ?? randomUUID());
  if (answer.error) throw new Error(`Authorization: ${JSON.stringify(answer)}`);
  return client;
}
