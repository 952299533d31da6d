import { randomUUID } from 'node:crypto';
import type { Channel } from '@alongside/domain';
import type { ChatRequest } from '../http/exchange.ts';
import type { Session } from '../socket/session.ts';
import { createDigitalChat } from '../surface.ts';
import { type FakeHouse, fakeHouse } from './fake-house.ts';
import { CHANNEL } from './fake-values.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test looks at a frame as a client does, by what it expects to find
export type Loose = any;

export type Frame = Record<string, unknown> & {
  eventId?: string;
  eventType?: string;
  postback?: { eventType: string; data?: Loose };
  error?: { errorCode: string; errorMessage: string; transactionId: string };
  data?: Loose;
};

/** A chat client on a line in memory: keeps what it is told, and waits for it instead of for time. */
export class FakeClient {
  readonly frames: Frame[] = [];
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | null = null;
  waitingBytes = 0;
  readonly #listeners = new Set<() => void>();
  session!: Session;

  line() {
    const client = this;
    return {
      get open() {
        return client.closed === null;
      },
      get waitingBytes() {
        return client.waitingBytes;
      },
      send(text: string) {
        client.texts.push(text);
        client.frames.push(JSON.parse(text));
        for (const look of [...client.#listeners]) look();
      },
      close(code: number, reason: string) {
        client.closed = { code, reason };
        client.session.gone();
        for (const look of [...client.#listeners]) look();
      },
    };
  }

  until<T>(look: () => T | undefined | null | false, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look();
        if (!found) return;
        clearTimeout(timer);
        this.#listeners.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#listeners.delete(check);
        reject(new Error(`Waited for ${what}; there were ${this.texts.join('\n').slice(0, 4000)}`));
      }, 4_000);
      this.#listeners.add(check);
      check();
    });
  }

  /** Sends an event and waits for its one answer. */
  async ask(
    eventType: string,
    data?: object,
    more: { payload?: object; action?: string; eventId?: string } = {},
  ): Promise<Frame> {
    const { eventId = randomUUID(), action = 'chatWindowEvent', payload = {} } = more;
    this.session.heard({
      action,
      eventId,
      payload: {
        eventType,
        brand: { id: CHANNEL.brandId },
        channel: { id: CHANNEL.id },
        ...(data === undefined ? {} : { data }),
        ...payload,
      },
    });
    return this.until(() => this.frames.find((frame) => frame.eventId === eventId), `the answer to ${eventType}`);
  }

  authorize(externalId: string, data: object = { authorization: { authorizationCode: null } }): Promise<Frame> {
    return this.ask('AuthorizeCustomer', data, {
      action: 'register',
      payload: { consumerIdentity: { idOnExternalPlatform: externalId, firstName: 'Grace', lastName: 'Hopper' } },
    });
  }

  push(eventType: string, fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
    return this.until(
      () => this.frames.find((frame) => frame.eventType === eventType && fits(frame)),
      `a push ${eventType}`,
    );
  }

  pushes(): string[] {
    return this.frames.flatMap(({ eventType }) => (eventType === undefined ? [] : [eventType]));
  }
}

/** The surface on a house in memory. */
export function fakeChat(over: Partial<Channel> = {}, house: FakeHouse = fakeHouse(over)) {
  const chat = createDigitalChat(house.ports);
  return {
    house,
    chat,
    async connect(sdkPlatform = 'web', query: Record<string, string> = {}): Promise<FakeClient> {
      const admission = await chat.admit({
        brandId: String(house.channel.brandId),
        channelId: house.channel.id,
        visitorId: randomUUID(),
        sdkPlatform,
        ...query,
      });
      if (!admission.ok) throw new Error(`Refused: ${admission.status} ${admission.message}`);
      const client = new FakeClient();
      client.session = admission.open(client.line(), () => {});
      return client;
    },
    async known(externalId: string, sdkPlatform = 'web'): Promise<FakeClient> {
      const client = await this.connect(sdkPlatform);
      await client.authorize(externalId);
      return client;
    },
    async request(operationId: string, request: Partial<ChatRequest>) {
      const route = chat.routes.find((one) => one.operationId === operationId)!;
      const answer = await route.handle({
        params: {},
        query: {},
        headers: {},
        body: undefined,
        isHttps: true,
        trustsOrigin: async () => true,
        ...request,
      });
      return { ...answer, body: answer.body === '' ? null : JSON.parse(answer.body) };
    },
    async [Symbol.asyncDispose]() {
      await chat.stop(0);
    },
  };
}
