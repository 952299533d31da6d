import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import type { ChannelName, Json, Person, Platform, Site } from '../client/site.ts';
import type { Served, Staff } from '../world/world.ts';
import { agentReads, agentTypes, agentWrites, answer } from './events.ts';
import { AGENT, type Customer, caseOf, pushOf, type Thread, threadOf } from './model.ts';
import { serveRest } from './rest.ts';

export interface Line {
  readonly ws: WebSocket;
  readonly platform: Platform;
  readonly channel: ChannelName;
  readonly channelId: string;
  readonly visitorId: string;
  customer: Customer | null;
}

const LARGE_BYTES = 128 * 1024;
const BRAND = 1001;
const NAMES: readonly ChannelName[] = ['multi', 'single', 'live', 'secured', 'oauth', 'legacyoauth'];

/**
 * A server that keeps the page's rules, in memory and without anything behind it. The clients and the mutants are tried on it; it proves nothing about
 * the server we ship.
 */
export class FakeServer implements Staff {
  readonly site: Site;
  readonly threads: Thread[] = [];
  readonly tokens = new Map<string, Customer>();
  readonly sessions = new Map<string, { customer: Customer; channelId: string; visitorId: string }>();
  readonly refreshes = new Map<string, { customer: Customer; visitorId: string }>();
  readonly files = new Map<string, Json>();
  readonly stored = new Map<string, { text: string | Buffer; type: string }>();
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  readonly #customers = new Map<string, Customer>();
  readonly #messageTokens = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const channels = Object.fromEntries(NAMES.map((name) => [name, `chat_${randomUUID()}`])) as Record<
      ChannelName,
      string
    >;
    this.site = {
      brandId: BRAND,
      chat: `${origin}/chat`,
      gateway: `${origin.replace('http', 'ws')}/chat/socket`,
      authorize: `${origin}/oauth/token`,
      analytics: `${origin}/web-analytics`,
      channels,
    };
  }

  static async open(): Promise<FakeServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new FakeServer(server);
    server.on('request', (request, response) => void serveRest(fake, request, response));
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const line = fake.#lineOf(query);
      if (!line) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      sockets.handleUpgrade(request, socket, head, (ws) => fake.#serve({ ...line, ws }));
    });
    return fake;
  }

  channelNamed(channelId: string): ChannelName | undefined {
    return NAMES.find((name) => this.site.channels[name] === channelId);
  }

  #lineOf(query: URLSearchParams): Omit<Line, 'ws'> | null {
    const channelId = query.get('channelId') ?? '';
    const visitorId = query.get('visitorId') ?? '';
    const channel = this.channelNamed(channelId);
    if (!channel || query.get('brandId') !== String(BRAND)) return null;
    const line = { platform: query.get('sdkPlatform') as Platform, channel, channelId, visitorId, customer: null };
    if (channel !== 'secured' && channel !== 'oauth') return line;
    const session = this.sessions.get(query.get('transactionToken') ?? '');
    return session?.channelId === channelId && session.visitorId === visitorId
      ? { ...line, customer: session.customer }
      : null;
  }

  #serve(line: Line): void {
    this.#lines.add(line);
    line.ws.on('close', () => this.#lines.delete(line));
    line.ws.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.action === 'heartbeat') line.ws.send('"pong"');
      else answer(this, line, frame);
    });
  }

  customer(given: string, name: Json): Customer {
    const known = this.#customers.get(given) ?? { given, firstName: '', lastName: '', fields: [] };
    if (name?.lastName) Object.assign(known, { firstName: name.firstName, lastName: name.lastName });
    this.#customers.set(given, known);
    return known;
  }

  token(customer: Customer): Json {
    const token = randomUUID();
    this.tokens.set(token, customer);
    return { token, expiresIn: 600 };
  }

  signed(url: string): string {
    const token = `${randomUUID()} ${url}`;
    this.#messageTokens.add(token);
    return token;
  }
  opens(token: string): boolean {
    return this.#messageTokens.has(token);
  }

  threadsOf(customer: Customer, channelId: string): Thread[] {
    return this.threads.filter((thread) => inIt(thread, customer) && thread.channelId === channelId);
  }

  tell(line: Line, frame: Json): void {
    const text = JSON.stringify(frame);
    if (Buffer.byteLength(text) <= LARGE_BYTES) {
      line.ws.send(text);
      return;
    }
    const key = randomBytes(16).toString('hex');
    this.stored.set(key, { text, type: 'application/json' });
    const url = `${this.site.chat.replace(/chat$/, 'large')}/${key}.json?signature=${key}`;
    const originEvent = { eventType: frame.postback?.eventType ?? frame.eventType };
    line.ws.send(JSON.stringify(pushOf('S3Object', 'EventInS3', { s3Object: { url }, originEvent })));
  }

  push(thread: Thread, frame: Json): void {
    if (/^Case/.test(frame.eventType)) thread.history.push(frame);
    for (const line of this.#lines)
      if (line.customer && inIt(thread, line.customer) && line.channelId === thread.channelId) this.tell(line, frame);
  }

  /** Everybody in the queue is told their place where it changed. */
  places(): void {
    const waiting = this.threads.filter(
      (one) => one.channelId === this.site.channels.live && one.agent === null && one.status !== 'closed',
    );
    for (const [index, thread] of waiting.entries()) {
      if (thread.place === index + 1) continue;
      thread.place = index + 1;
      const data = {
        consumerContact: { id: thread.contact },
        routingQueue: { id: 'queue-1' },
        positionInQueue: index + 1,
        isAnyAgentOnlineForQueue: true,
      };
      this.push(thread, pushOf('', 'SetPositionInQueue', data));
    }
  }

  ends(thread: Thread): void {
    thread.status = 'closed';
    const data = {
      brand: {},
      channel: {},
      case: caseOf(thread),
      thread: threadOf(thread),
      routingQueue: { id: 'queue-1' },
      routingMode: 'queue',
    };
    this.push(thread, pushOf('Case', 'CaseStatusChanged', data));
    this.places();
  }

  async close(): Promise<void> {
    for (const { ws } of this.#lines) ws.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // ── its people ──────────────────────────────────────────────────────────────────────────────────────────────────

  async rest(): Promise<void> {}
  async tidy(): Promise<void> {}

  async take(person: Person): Promise<Served> {
    const thread = this.threads.findLast((one) => one.owner.lastName === person.lastName && one.status !== 'closed');
    if (!thread) throw new Error(`Nobody called ${person.lastName} waits.`);
    thread.agent = AGENT;
    const data = {
      brand: {},
      channel: {},
      case: caseOf(thread),
      inboxAssignee: AGENT,
      previousInboxAssignee: null,
      routingQueue: { id: 'queue-1' },
      routingMode: 'queue',
      acceptRejectFlow: null,
    };
    this.push(thread, pushOf('Case', 'CaseInboxAssigneeChanged', data));
    this.places();
    const text = (content: string) => ({
      type: 'TEXT',
      text: content,
      payload: { text: content },
      isAutoTranslated: false,
      parameters: [],
      postback: null,
    });
    return {
      agentName: AGENT.firstName,
      say: async (content) => agentWrites(this, thread, text(content)),
      rich: async (content, fallbackText) => agentWrites(this, thread, richOf(content, fallbackText)),
      typing: async (on) => agentTypes(this, thread, on),
      read: async () => agentReads(this, thread),
      sees: async (wanted) => thread.messages.filter((one) => one.content.payload.text === wanted).length,
      previews: async (wanted) => {
        if (!thread.previews.includes(wanted)) throw new Error(`The agent was not shown "${wanted}".`);
      },
      end: async () => this.ends(thread),
    };
  }
}

const inIt = ({ owner, guests }: Thread, customer: Customer): boolean =>
  owner === customer || guests.includes(customer);

function richOf({ type, text, title, actions }: Json, fallbackText: string): Json {
  const buttons = actions.map((one: Json) => ({ type: 'REPLY_BUTTON', ...one }));
  const payload = { ...(title ? { title: { content: title } } : {}), text: { content: text }, actions: buttons };
  return { type: type.toUpperCase(), payload, fallbackText, isAutoTranslated: false, parameters: [], postback: null };
}
