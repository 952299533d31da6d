import type {
  CallView,
  Desk,
  Down,
  Entry,
  EntryBody,
  ErrorCode,
  HelpType,
  OnlineHelpStatus,
  QueueStanding,
  SendBody,
  StartOnlineHelp,
  Up,
  WireError,
} from '@alongside/protocol';
import { ERRORS, HTTP_STATUS } from '@alongside/protocol/constants';
import type { FetchLike, ResponseLike, SocketEvent, WebSocketConstructor, WebSocketLike } from '../ports/ports.ts';

export const CONVERSATION = '00000000-0000-4000-8000-00000000000c';
export const CONTACT = '00000000-0000-4000-8000-0000000000cc';
export const CUSTOMER = { kind: 'customer', id: '00000000-0000-4000-8000-0000000000c1', name: 'Ada' } as const;
export const AGENT = { kind: 'agent', id: '00000000-0000-4000-8000-0000000000a1', name: 'Bob' } as const;
const SYSTEM = { kind: 'system', id: null, name: '' } as const;

export function wireErrorOf(code: ErrorCode, detail: Partial<WireError> = {}): WireError {
  const { kind, action, message } = ERRORS[code];
  return { code, kind, message, correctiveAction: action, ...detail };
}

const isPassing = ({ correctiveAction }: WireError) => ['retry', 'retry_later', 'reconnect'].includes(correctiveAction);

type Listener = (event: SocketEvent) => void;

/** The server's end of one socket, and the client's end in its hands. Nothing crosses until `server.pump` lets it. */
export class FakeSocket implements WebSocketLike {
  readonly listeners = new Map<string, Listener[]>();
  /** On their way to the client. */
  readonly toClient: Down[] = [];
  readonly received: Up[] = [];
  open = true;
  welcomed = false;
  subscribed: { conversationId: string; sent: number } | null = null;
  /** The send that the next may follow [LOG9]. */
  lastSend: string | null = null;
  readonly server: FakeServer;
  constructor(server: FakeServer) {
    this.server = server;
    void Promise.resolve().then(() => {
      if (server.refuseSockets) this.cut();
      else this.emit('open', {});
    });
  }
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  send(data: string): void {
    if (!this.open) throw new Error('closed');
    const frame = JSON.parse(data) as Up;
    this.received.push(frame);
    this.server.receive(this, frame);
  }
  close(): void {
    this.open = false;
  }
  emit(type: string, event: SocketEvent): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
  push(frame: Down): void {
    this.toClient.push(frame);
    this.server.pushed();
  }
  deliver(frame: Down): void {
    if (this.open) this.emit('message', { data: JSON.stringify(frame) });
  }
  /** The network goes: what was on its way is lost. */
  cut(code = 1006): void {
    if (!this.open) return;
    this.open = false;
    this.toClient.length = 0;
    this.emit('close', { code });
  }
}

/** Enough of a server to hold the SDK to the wire: one conversation, one log, in memory. Faults are switches. */
export class FakeServer {
  readonly log: Entry[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly requests: { method: string; path: string; body: unknown; headers: Record<string, string> }[] = [];
  readonly starts = new Map<string, StartOnlineHelp>();
  readonly files: { name: string; bytes: number }[] = [];
  state: OnlineHelpStatus['state'] = 'waiting';
  endReason: OnlineHelpStatus['endReason'] = null;
  standing: QueueStanding | null = { position: 2, wait: { lowSeconds: 30, highSeconds: 90 }, agentsAvailable: true };
  agentDelivered = 0;
  /** What the customer said afterwards, as it was sent. */
  survey: string | null = null;
  /** Who the sockets belong to. */
  you: typeof CUSTOMER | typeof AGENT = CUSTOMER;
  desk: Desk | null = null;
  /** Kinds of help that can be had. */
  helpTypes: readonly HelpType[] = ['CHAT'];
  /** What `GET /v1/my-calls` lists. */
  calls: readonly CallView[] = [];
  /** Frames cross at once; off: only by `pump`. */
  live = true;
  /** The network to HTTP is away. */
  offline = false;
  refuseSockets = false;
  /** Frames from the client are lost: its socket looks open. */
  deaf = false;
  /** Frames to the client are lost. */
  mute = false;
  /** Requests are carried out, their answers lost: how many more times. */
  loseAnswers = 0;
  readonly refusals: { match: (what: string) => boolean; error: WireError; times: number }[] = [];
  entriesPerFrame = 100;

  readonly webSocket: WebSocketConstructor;
  constructor() {
    const server = this;
    this.webSocket = class extends FakeSocket {
      constructor() {
        super(server);
        server.sockets.push(this);
      }
    } as unknown as WebSocketConstructor;
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('No socket was opened.');
    return last;
  }
  get openSockets(): FakeSocket[] {
    return this.sockets.filter(({ open }) => open);
  }

  /** Answers the next request or frame that matches with this error. `what` is "POST /v1/…" or the frame's `t`. */
  refuse(what: string, code: ErrorCode, { times = 1, ...detail }: Partial<WireError> & { times?: number } = {}): void {
    this.refusals.push({ match: (given) => given === what, error: wireErrorOf(code, detail), times });
  }
  #refusal(what: string): WireError | null {
    const found = this.refusals.find(({ match, times }) => times > 0 && match(what));
    if (!found) return null;
    found.times -= 1;
    return found.error;
  }

  append(from: Entry['from'], body: EntryBody, clientId: string | null = null): Entry {
    const seq = this.log.length + 1;
    const entry: Entry = { seq, at: new Date(1_800_000_000_000 + seq * 1000).toISOString(), from, clientId, body };
    this.log.push(entry);
    for (const socket of this.openSockets) this.#stream(socket);
    return entry;
  }
  request(helpType: HelpType = 'CHAT'): void {
    this.append(SYSTEM, { kind: 'contact.requested', contactId: CONTACT, queueName: 'Help', helpType });
  }
  agentStarts(): void {
    this.state = 'active';
    const { id, name } = AGENT;
    this.append(AGENT, { kind: 'contact.started', contactId: CONTACT, agent: { id, name }, waitedSeconds: 12 });
  }
  agentLost(): void {
    this.state = 'waiting';
    this.append(SYSTEM, {
      kind: 'contact.requeued',
      contactId: CONTACT,
      reason: 'agent_lost',
      queueName: 'Help',
    });
  }
  end(reason: NonNullable<OnlineHelpStatus['endReason']>, survey = false): void {
    this.state = 'ended';
    this.endReason = reason;
    this.append(SYSTEM, { kind: 'contact.ended', contactId: CONTACT, reason, ...(survey && { survey }) });
  }
  agentWrites(text: string): Entry {
    return this.append(AGENT, { kind: 'text', text }, `agent-${this.log.length + 1}`);
  }
  push(frame: Down): void {
    for (const socket of this.openSockets) if (socket.welcomed) socket.push(frame);
  }
  cut(code?: number): void {
    for (const socket of this.openSockets) socket.cut(code);
  }
  texts(): string[] {
    return this.log.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []));
  }

  pushed(): void {
    if (this.live) void Promise.resolve().then(() => this.pump());
  }
  /** Lets everything on its way arrive, in order. */
  pump(): void {
    for (const socket of this.sockets)
      for (let frame = socket.toClient.shift(); frame; frame = socket.toClient.shift())
        if (!this.mute) socket.deliver(frame);
  }

  #stream(socket: FakeSocket): void {
    const to = socket.subscribed;
    if (!to) return;
    while (to.sent < this.log.length) {
      const entries = this.log.slice(to.sent, to.sent + this.entriesPerFrame);
      to.sent += entries.length;
      socket.push({ t: 'entries', conversationId: to.conversationId, entries, lastSeq: this.log.length });
    }
  }

  store(clientId: string, body: SendBody): Entry | WireError {
    const known = this.log.find((entry) => entry.clientId === clientId);
    if (known) return known;
    if (this.state === 'ended') return wireErrorOf('conversation_ended');
    if (body.kind !== 'file') return this.append(this.you, body, clientId);
    const stored = this.files[Number(body.fileId.slice(-3)) - 1];
    const file = { id: body.fileId, name: stored?.name ?? '?', mediaType: 'image/png', bytes: stored?.bytes ?? 0 };
    const caption = body.caption === undefined ? {} : { caption: body.caption };
    return this.append(this.you, { kind: 'file', file, ...caption }, clientId);
  }

  receive(socket: FakeSocket, frame: Up): void {
    if (this.deaf) return;
    const refused = this.#refusal(frame.t);
    if (frame.t === 'hello') {
      if (refused) return void socket.push({ t: 'bye', error: refused });
      socket.welcomed = true;
      socket.push({
        t: 'welcome',
        protocol: 1,
        connectionId: `k${this.sockets.length}`,
        you: this.you,
        serverTime: new Date().toISOString(),
        heartbeatSeconds: 15,
      });
      if (this.desk) socket.push({ t: 'desk', desk: this.desk });
      return;
    }
    if (frame.t === 'ping') return void socket.push({ t: 'pong' });
    if (!('id' in frame)) return;
    const no = (error: WireError) => socket.push({ t: 'reply', id: frame.id, ok: false, error });
    if (frame.t === 'send' && frame.after !== undefined && frame.after !== socket.lastSend)
      return void no(wireErrorOf('store_unavailable'));
    if (frame.t === 'send') socket.lastSend = frame.clientId;
    if (refused) {
      if (frame.t === 'send' && isPassing(refused)) socket.lastSend = null;
      return void no(refused);
    }
    const ok = (result: Extract<Extract<Down, { t: 'reply' }>, { ok: true }>['result']) =>
      socket.push({ t: 'reply', id: frame.id, ok: true, result });
    if (frame.t === 'subscribe') {
      if (frame.after > this.log.length) return void no(wireErrorOf('cursor_ahead'));
      socket.subscribed = { conversationId: frame.conversationId, sent: frame.after };
      ok({ lastSeq: this.log.length });
      this.#stream(socket);
    } else if (frame.t === 'send') {
      const stored = this.store(frame.clientId, frame.body);
      if ('code' in stored) no(stored);
      else ok({ seq: stored.seq, at: stored.at });
    } else if (frame.t === 'read') {
      this.append(this.you, { kind: 'read', upTo: frame.upTo });
      ok({ seq: this.log.length });
    } else ok({});
  }

  status(): OnlineHelpStatus {
    return {
      conversationId: CONVERSATION,
      contactId: CONTACT,
      state: this.state,
      endReason: this.endReason,
      lastSeq: this.log.length,
      standing: this.state === 'waiting' ? this.standing : null,
      marks: { agentDeliveredUpTo: this.agentDelivered, agentReadUpTo: 0, customerReadUpTo: 0 },
    };
  }

  readonly fetch: FetchLike = async (url, request = {}) => {
    const method = request.method ?? 'GET';
    const [path = '', search = ''] = url.replace(/^https?:\/\/[^/]+/, '').split('?');
    const body: unknown = typeof request.body === 'string' ? JSON.parse(request.body) : request.body;
    this.requests.push({ method, path, body, headers: (request.headers ?? {}) as Record<string, string> });
    if (this.offline) throw new TypeError('fetch failed');
    const error = this.#refusal(`${method} ${path}`);
    const answer = error
      ? { status: HTTP_STATUS[error.kind], json: { error } }
      : this.#route(method, path, search, body);
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new TypeError('fetch failed');
    }
    return response(answer.status, answer.json);
  };

  #route(method: string, path: string, search: string, body: unknown): { status: number; json: unknown } {
    const query = new Map(search.split('&').map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]));
    const last = path.split('/').at(-1);
    if (path === '/v1/socket-tickets') return { status: 201, json: { ticket: 't', expiresInSeconds: 30 } };
    if (path === '/v1/online-help/start') return this.#start(body as StartOnlineHelp);
    if (path === '/v1/online-help/cancel') {
      if (this.state === 'active') return refused('contact_started');
      if (this.state !== 'ended') this.end('cancelled_by_customer');
      return { status: 200, json: this.status() };
    }
    if (path === '/v1/online-help/end') {
      if (this.state !== 'ended') this.end('ended_by_customer');
      return { status: 200, json: this.status() };
    }
    if (path === '/v1/online-help/survey') {
      const answer = JSON.stringify(body);
      this.survey ??= answer;
      return this.survey === answer ? { status: 204, json: null } : refused('already_exists');
    }
    if (path === '/v1/online-help/call-back') {
      if (this.state === 'ended') return refused('contact_ended');
      const { phone, note = '' } = body as { phone: string; note?: string };
      this.append(CUSTOMER, { kind: 'call_back.requested', contactId: CONTACT, phone, note });
      this.end('cancelled_by_customer');
      return { status: 201, json: {} };
    }
    if (path === '/v1/my-calls') return { status: 200, json: { calls: this.calls } };
    if (path === '/v1/online-help') return { status: 200, json: this.status() };
    if (last === 'entries') {
      const limit = Number(query.get('limit') ?? 100);
      const after = query.get('after');
      const before = Number(query.get('before') ?? this.log.length + 1);
      const entries = after
        ? this.log.slice(Number(after), Number(after) + limit)
        : this.log.slice(Math.max(0, before - 1 - limit), before - 1);
      return { status: 200, json: { entries, lastSeq: this.log.length, hasMore: false } };
    }
    if (last === 'files' && method === 'POST') {
      this.files.push({ name: query.get('name') ?? '', bytes: (body as Uint8Array).length });
      const id = `00000000-0000-4000-8000-000000000${String(this.files.length).padStart(3, '0')}`;
      return { status: 201, json: { id, name: query.get('name'), mediaType: 'image/png', bytes: 1 } };
    }
    if (last === 'transcript') return { status: 200, json: this.texts().join('\n') };
    if (last === 'desk' && this.desk) return { status: 200, json: this.desk };
    if (last === 'queues') return { status: 200, json: { queues: [] } };
    return refused('not_found');
  }

  #start(body: StartOnlineHelp): { status: number; json: unknown } {
    // As the server does [HASH4]: the same start id within the minute is the same start.
    const known = this.starts.get(body.startId);
    if (!known) {
      if (!this.helpTypes.includes(body.helpType)) return refused('help_type_not_supported');
      if (this.starts.size > 0 && this.state !== 'ended') return refused('already_in_help');
      this.starts.set(body.startId, body);
      this.log.length = 0;
      this.state = 'waiting';
      this.endReason = null;
      this.request(body.helpType);
    }
    return {
      status: 201,
      json: {
        token: `token-${this.starts.size}`,
        expiresAt: '2099-01-01T00:00:00.000Z',
        conversationId: CONVERSATION,
        contactId: CONTACT,
        customer: { id: CUSTOMER.id, name: body.customerName },
      },
    };
  }
}

const refused = (code: ErrorCode) => ({ status: HTTP_STATUS[ERRORS[code].kind], json: { error: wireErrorOf(code) } });

function response(status: number, json: unknown): ResponseLike {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return {
    ok: status < 300,
    status,
    headers: { get: () => null },
    text: async () => text,
    arrayBuffer: async () => new Uint8Array(0).buffer,
  };
}
