import type { IncomingMessage, Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Platform, Refused } from '@alongside/domain';
import { CLOSE_CODES, PROTOCOL_VERSION, type WireError, wireError } from '@alongside/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { FairTurns } from '../edge/fair-turns.ts';
import type { Origins } from '../edge/origins.ts';
import type { PendingSends } from '../edge/pending-sends.ts';
import type { Limit } from '../edge/rates.ts';
import { Connection, sayBye } from './connection.ts';
import { Dispatch } from './dispatch.ts';
import { FRAME_BYTES, type ReadFrame, readFrame } from './frames.ts';
import { Gathering } from './gathering.ts';
import { greet } from './greeting.ts';
import { Hub } from './hub.ts';
import { Inbox } from './inbox.ts';
import { type Line, Outgoing } from './outgoing.ts';
import type { Timing } from './timing.ts';
import { Turnstile } from './turnstile.ts';

/** Bad frames within a minute that close a socket [ERR2]. */
const MOST_BAD_FRAMES = 10;
/** Sockets that have not said hello: more are turned away at the door. */
const MOST_STRANGERS = 10_000;
/** What was asked before a stop is answered, if that takes no longer. */
const ANSWERS_MILLISECONDS = 1_500;
const PATH = '/v1/socket';
const BINARY: ReadFrame = {
  ok: false,
  id: null,
  refusal: new Refused('invalid_request', { message: 'Frames are text.' }),
};

export type UpgradeDoor = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface SocketsOptions {
  readonly platform: Platform;
  readonly origins: Origins;
  readonly limit: Limit;
  readonly sends: PendingSends;
  readonly timing: Timing;
  /** There are other processes on the same database, to which people can go. */
  readonly several: boolean;
  /** How a request reached us, as the HTTP side understands its proxies. */
  readonly reach: (request: IncomingMessage) => { protocol: string; host: string };
}

/** The socket front door: upgrades at one address, a greeting, then frames. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #hub: Hub;
  readonly #door: WebSocketServer;
  readonly #connections = new Map<Connection, { socket: WebSocket; dispatch: Dispatch; bad: number[] }>();
  readonly #strangers = new Set<WebSocket>();
  readonly #gathering = new Gathering();
  readonly #turnstile = new Turnstile();
  readonly #turns = new FairTurns();
  readonly #ticking: NodeJS.Timeout;
  #stopping = false;
  /** We have no database, and others may have: people are sent to them. */
  #cutOff = false;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#hub = new Hub(options.platform, options.timing, options.several);
    // Twice what a frame may be: what is above gets its reason in words before the close [WS4] [WS8].
    this.#door = new WebSocketServer({
      noServer: true,
      maxPayload: 2 * FRAME_BYTES,
      perMessageDeflate: false,
      clientTracking: false,
    });
    this.#ticking = setInterval(() => this.#tick(), options.timing.tick);
    this.#ticking.unref();
  }

  /** `others`: doors at other addresses. */
  listenOn(server: Server, others: ReadonlyMap<string, UpgradeDoor> = new Map()): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      const path = request.url?.split('?')[0];
      const other = others.get(path ?? '');
      if (other) return other(request, socket, head);
      if (path !== PATH) return refuseUpgrade(socket, 404, wireError('not_found'));
      if (this.#stopping || this.#cutOff) return refuseUpgrade(socket, 503, wireError('shutting_down'));
      if (this.#strangers.size >= MOST_STRANGERS)
        return refuseUpgrade(socket, 503, wireError('rate_limited', { retryAfterSeconds: 1 }));
      this.#door.handleUpgrade(request, socket, head, (ws) => void this.#enter(ws, request));
    });
  }

  /** Sends everybody to another process, and lets nobody in, until it is over. */
  cutOff(now: boolean): void {
    this.#cutOff = now;
    if (!now) return;
    for (const connection of this.#connections.keys()) connection.bye('shutting_down', CLOSE_CODES.shuttingDown);
    for (const socket of this.#strangers)
      sayBye(socket, wireError('shutting_down'), CLOSE_CODES.shuttingDown, this.#options.timing.closing);
  }

  /** Whether this customer has a socket open here. */
  isHere(tenantId: string, customerId: string): boolean {
    for (const { actor, open } of this.#connections.keys())
      if (open && actor.kind === 'customer' && actor.customerId === customerId && actor.tenantId === tenantId)
        return true;
    return false;
  }

  /** Answers what was asked, says goodbye to everybody, and waits until they have left or were cut off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#ticking);
    const open = [...this.#connections.values()];
    const { closing } = this.#options.timing;
    await Promise.race([
      Promise.all(open.map(({ dispatch }) => dispatch.idle())),
      delay(ANSWERS_MILLISECONDS, null, { ref: false }),
    ]);
    const left = [...this.#strangers, ...open.map(({ socket }) => socket)].map(closed);
    for (const connection of this.#connections.keys()) connection.bye('shutting_down', CLOSE_CODES.shuttingDown);
    for (const socket of this.#strangers) sayBye(socket, wireError('shutting_down'), CLOSE_CODES.shuttingDown, closing);
    await Promise.all(left);
    this.#hub.close();
  }

  async #enter(socket: WebSocket, request: IncomingMessage): Promise<void> {
    const { platform, origins, timing } = this.#options;
    const inbox = new Inbox(socket, timing.closing);
    this.#strangers.add(socket);
    // Nothing to do: the close that follows an error is what counts.
    socket.on('error', () => {});
    socket.once('close', () => this.#strangers.delete(socket));
    const origin = {
      given: request.headers.origin,
      own: origins.own({ headers: request.headers, ...this.#options.reach(request) }),
    };
    const { log } = platform;
    const turnstile = this.#turnstile;
    const actor = await greet(socket, inbox, { platform, origins, origin, timing, turnstile, log });
    // Whoever is turned away stays a stranger until the socket is gone: it costs what it did.
    if (actor === null || socket.readyState !== socket.OPEN) return;
    if (this.#stopping || this.#cutOff)
      return sayBye(socket, wireError('shutting_down'), CLOSE_CODES.shuttingDown, timing.closing);
    this.#strangers.delete(socket);
    this.#welcome(socket, request.socket, inbox, actor);
  }

  #welcome(socket: WebSocket, line: Line, inbox: Inbox, actor: Connection['actor']): void {
    const { platform, timing, sends } = this.#options;
    const connection: Connection = new Connection(platform.random.uuid(), actor, socket, {
      closingMilliseconds: timing.closing,
      outgoing: new Outgoing(socket, line, this.#gathering),
      onClosing: ({ code }) => {
        platform.log.debug({ connectionId: connection.id, code }, 'Socket closed by us.');
        this.#hub.gone(connection);
      },
    });
    connection.send({
      t: 'welcome',
      protocol: PROTOCOL_VERSION,
      connectionId: connection.id,
      you: { kind: actor.kind, id: actor.kind === 'agent' ? actor.agentId : actor.customerId, name: actor.name },
      serverTime: platform.clock.now().toISOString(),
      heartbeatSeconds: timing.heartbeat / 1000,
    });
    const dispatch = new Dispatch(
      platform,
      sends,
      this.#hub.feeds,
      this.#hub.supervisors,
      this.#hub.visitors,
      this.#hub.calls,
      connection,
    );
    this.#connections.set(connection, { socket, dispatch, bad: [] });
    this.#turns.enter(actor.tenantId);
    socket.once('close', () => {
      this.#turns.leave(actor.tenantId);
      this.#connections.delete(connection);
      this.#hub.gone(connection);
    });
    this.#hub.welcome(connection);
    inbox.takeBy((data, isBinary) =>
      this.#turns.run(actor.tenantId, socket, () => this.#heard(connection, dispatch, data, isBinary)),
    );
  }

  #heard(connection: Connection, dispatch: Dispatch, data: Buffer, isBinary: boolean): void {
    // What comes while we stop gets no answer: its sender repeats it elsewhere.
    if (!connection.open || this.#stopping) return;
    connection.heardAt = performance.now();
    if (data.length > FRAME_BYTES) {
      connection.bye('frame_too_large', 1009);
      return;
    }
    const read = isBinary ? BINARY : readFrame(data.toString('utf8'));
    const id = read.ok ? ('id' in read.frame ? read.frame.id : null) : read.id;
    try {
      this.#options.limit('frame', connection.id);
      if (!read.ok) throw read.refusal;
      dispatch.handle(read.frame);
    } catch (refusal) {
      dispatch.refuse(id, refusal);
      this.#countBad(connection);
    }
  }

  #countBad(connection: Connection): void {
    const state = this.#connections.get(connection);
    if (!state) return;
    const now = performance.now();
    state.bad = [...state.bad.filter((at) => now - at < 60_000), now];
    if (state.bad.length >= MOST_BAD_FRAMES)
      connection.bye(
        wireError('invalid_request', { message: `${MOST_BAD_FRAMES} bad frames in a minute.` }),
        CLOSE_CODES.badFrame,
      );
  }

  /** Pings who is silent, and gives up who stays so [WS7]. */
  #tick(): void {
    const now = performance.now();
    const { heartbeat } = this.#options.timing;
    for (const connection of this.#connections.keys()) {
      const silent = now - connection.heardAt;
      if (silent >= 2 * heartbeat) connection.bye('heartbeat_missed', CLOSE_CODES.heartbeat);
      else if (silent >= heartbeat && connection.pingedAt < connection.heardAt) {
        connection.pingedAt = now;
        connection.send({ t: 'ping' });
      }
    }
  }
}

function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  return new Promise((gone) => socket.once('close', () => gone()));
}

function refuseUpgrade(socket: Duplex, status: number, error: WireError): void {
  const body = JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Service Unavailable'}`,
    'content-type: application/json; charset=utf-8',
  ];
  socket.end([...head, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', body].join('\r\n'));
}
