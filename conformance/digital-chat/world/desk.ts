import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import type { Json, Person } from '../client/site.ts';
import type { Served, Staff } from './world.ts';

export interface DeskOpening {
  readonly url: string;
  readonly domain: string;
  readonly email: string;
  readonly password: string;
}

const PATIENCE_MS = 15_000;
const NAMED_BY_US = /\bL-[0-9a-f]{8}$/;

/** An agent at work over the REST API and the socket of the house. */
export class Desk implements Staff {
  readonly #opening: DeskOpening;
  readonly #frames: Json[] = [];
  readonly #waiting = new Set<() => void>();
  #token = '';
  #name = '';
  #ws: WebSocket | null = null;
  readonly #taken: string[] = [];
  readonly #followed = new Set<string>();
  #count = 0;

  private constructor(opening: DeskOpening) {
    this.#opening = opening;
  }

  static async open(opening: DeskOpening): Promise<Desk> {
    const desk = new Desk(opening);
    const { domain, email, password } = opening;
    const signedIn = await desk.#call('POST', '/v1/agent/sign-in', {
      tenant: domain,
      email,
      password,
      transport: 'bearer',
    });
    desk.#token = signedIn.token;
    desk.#name = signedIn.agent?.name ?? email;
    await desk.#connect();
    return desk;
  }

  /** Again after the server came back. */
  async reconnect(): Promise<void> {
    this.#ws?.terminate();
    this.#frames.length = 0;
    await this.#connect();
    for (const conversationId of this.#followed) await this.#ask({ t: 'subscribe', conversationId, after: 0 });
  }

  async #connect(): Promise<void> {
    const { ticket } = await this.#call('POST', '/v1/socket-tickets');
    const ws = new WebSocket(`${this.#opening.url.replace(/\/$/, '').replace(/^http/, 'ws')}/v1/socket`);
    this.#ws = ws;
    ws.on('error', () => {});
    ws.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Json;
      if (frame.t === 'ping') return ws.send('{"t":"pong"}');
      this.#frames.push(frame);
      for (const look of [...this.#waiting]) look();
    });
    await new Promise<void>((resolve, reject) => ws.once('open', resolve).once('error', reject));
    ws.send(JSON.stringify({ t: 'hello', protocol: 1, ticket, client: 'conformance' }));
    await this.#until(() => this.#frames.find((frame) => frame.t === 'welcome'), 'a welcome');
  }

  async #call(method: string, path: string, body?: object): Promise<Json> {
    const answer = await this.#try(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text === '' ? null : JSON.parse(answer.text);
  }

  async #try(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
    const response = await fetch(this.#opening.url.replace(/\/$/, '') + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  #until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const again = () => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(again);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(again);
        const last = this.#frames.slice(-3).map((frame) => JSON.stringify(frame).slice(0, 400));
        reject(new Error(`The agent was not shown ${what}; the last frames:\n${last.join('\n')}`));
      }, PATIENCE_MS);
      this.#waiting.add(again);
      again();
    });
  }

  async #ask(frame: object): Promise<Json> {
    const id = `d${++this.#count}`;
    this.#ws?.send(JSON.stringify({ ...frame, id }));
    const reply = await this.#until(() => this.#frames.find((one) => one.t === 'reply' && one.id === id), 'a reply');
    if (!reply.ok) throw new Error(`The agent was refused: ${JSON.stringify(reply)}`);
    return reply;
  }

  async rest(): Promise<void> {
    await this.#call('PUT', '/v1/agent/presence', { state: 'away' });
  }

  /** Picked from the queue by name: nothing has to ring. */
  async take(person: Person): Promise<Served> {
    const waiting = await this.#until(
      () => this.#line().find((one) => one.customerName.includes(person.lastName)),
      `${person.lastName} in a queue`,
    );
    return this.#serve(await this.#call('POST', `/v1/contacts/${waiting.contactId}/pick`));
  }

  /** Everybody in the queues, as they were last shown. */
  #line(): Json[] {
    const queues = this.#frames.findLast((frame) => frame.t === 'queues')?.queues ?? [];
    return queues.flatMap((queue: Json) => queue.head);
  }

  /** Ends what the checks left behind: other suites share this server, and agents have room for few. */
  async tidy(): Promise<void> {
    this.#followed.clear();
    for (const contactId of this.#taken.splice(0))
      await this.#try('POST', `/v1/contacts/${contactId}/end`, { wrapUp: '' });
    for (let round = 0; round < 20; round += 1) {
      const { queues } = await this.#call('GET', '/v1/queues');
      const left = queues
        .flatMap((queue: Json) => queue.head)
        .filter((one: Json) => NAMED_BY_US.test(one.customerName));
      if (left.length === 0) return;
      for (const { contactId } of left) {
        await this.#try('POST', `/v1/contacts/${contactId}/pick`);
        await this.#try('POST', `/v1/contacts/${contactId}/end`, { wrapUp: '' });
      }
    }
    throw new Error('The queue could not be tidied after a check.');
  }

  async #serve({ id: contactId, conversationId }: Json): Promise<Served> {
    this.#taken.push(contactId);
    this.#followed.add(conversationId);
    await this.#ask({ t: 'subscribe', conversationId, after: 0 });
    const entries = () =>
      this.#frames
        .filter((frame) => frame.t === 'entries' && frame.conversationId === conversationId)
        .flatMap((frame) => frame.entries);
    const send = async (body: object) => {
      await this.#ask({ t: 'send', conversationId, clientId: randomUUID(), body });
    };
    return {
      agentName: this.#name,
      say: (text) => send({ kind: 'text', text }),
      rich: (content, fallbackText) => send({ kind: 'rich', content, fallbackText }),
      typing: async (on) => {
        this.#ws?.send(JSON.stringify({ t: 'typing', conversationId, on }));
      },
      read: async () => {
        await this.#ask({ t: 'read', conversationId, upTo: Math.max(...entries().map((entry) => entry.seq)) });
      },
      sees: (text) =>
        this.#until(
          () => entries().filter((entry) => entry.body.text === text).length || undefined,
          `the text "${text}"`,
        ),
      previews: async (text) => {
        await this.#until(
          () =>
            this.#frames.find(
              (frame) => frame.t === 'typing' && frame.conversationId === conversationId && frame.text === text,
            ),
          `"${text}" being written`,
        );
      },
      end: async () => {
        await this.#call('POST', `/v1/contacts/${contactId}/end`, { wrapUp: '' });
      },
    };
  }

  async close(): Promise<void> {
    await this.tidy().catch(() => {});
    const ws = this.#ws;
    if (!ws || ws.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => ws.once('close', resolve));
    ws.close();
    await closed;
  }
}
