import type { IncomingMessage } from 'node:http';
import type { Transport } from '@alongside/cobrowse/relay';
import {
  type CobrowseEnd,
  cobrowseOfAgent,
  cobrowseOfPage,
  cobrowseSettings,
  endCobrowse,
  type Hint,
  holdCobrowse,
  keepCobrowse,
  letCobrowseGo,
  type Platform,
  policyOf,
  Refused,
  redeemSocketTicket,
} from '@alongside/domain';
import {
  CLOSE_CODES,
  COBROWSE_LIMITS,
  type CobrowseHello,
  type CobrowseSettings,
  wireError,
} from '@alongside/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Origins } from '../edge/origins.ts';
import type { Limit } from '../edge/rates.ts';
import { wireErrorOf } from '../edge/wire-refusal.ts';
import { COBROWSE_PATH, CobrowsePeers } from './cobrowse-peers.ts';
import { CobrowseRoom } from './cobrowse-room.ts';
import { closeCodeOf, isEnd, readHello, refuse } from './cobrowse-words.ts';
import { sayBye } from './connection.ts';
import { Groups } from './groups.ts';
import { Inbox } from './inbox.ts';
import type { UpgradeDoor } from './sockets.ts';
import type { Timing } from './timing.ts';
import { Turnstile } from './turnstile.ts';

export { COBROWSE_PATH };

/** Sockets that have not said who they are. */
const MOST_STRANGERS = 1_000;
/** A viewer that reads so slowly is cut off; it comes back and asks for the whole page. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024;
const PING_MILLISECONDS = 20_000;

export interface CobrowseDoorOptions {
  readonly platform: Platform;
  readonly origins: Origins;
  readonly limit: Limit;
  readonly timing: Timing;
  readonly reach: (request: IncomingMessage) => { protocol: string; host: string };
  /** Where other processes reach this one: known once it listens. */
  readonly peerUrl: () => string;
}

/** Who has shown what lets them in. */
type Guest = { readonly tenantId: string; readonly cid: string; readonly settings: CobrowseSettings } & (
  | { readonly as: 'page' }
  | { readonly as: 'agent'; readonly name: string; readonly sessionId: string; readonly silent: boolean }
);
type AgentGuest = Extract<Guest, { readonly as: 'agent' }>;

/** The socket of co-browse sessions: asks who comes, then lets the session's relay do the rest. */
export class CobrowseDoor {
  readonly #options: CobrowseDoorOptions;
  readonly #server: WebSocketServer;
  readonly #rooms = new Map<string, CobrowseRoom>();
  /** Sessions that are being let go, by their id. */
  readonly #closing = new Map<string, Promise<void>>();
  readonly #alive = new Map<WebSocket, { heard: boolean; agent: AgentGuest | null }>();
  readonly #turnstile = new Turnstile();
  readonly #pinging: NodeJS.Timeout;
  readonly #checking: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  readonly #peers: CobrowsePeers;
  #strangers = 0;
  #isChecking = false;
  #next = 0;
  #stopping = false;

  constructor(options: CobrowseDoorOptions) {
    this.#options = options;
    this.#peers = new CobrowsePeers(options);
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: COBROWSE_LIMITS.partBytes,
      // DOM events repeat themselves: the window is worth its memory here.
      perMessageDeflate: { threshold: 256, concurrencyLimit: 4, zlibDeflateOptions: { level: 3, memLevel: 7 } },
      clientTracking: false,
    });
    this.#pinging = setInterval(() => this.#tick(), PING_MILLISECONDS);
    this.#pinging.unref();
    this.#checking = setInterval(() => void this.#checkSessions(), options.timing.sessionCheck);
    this.#checking.unref();
    this.#unsubscribe = options.platform.bus.subscribe((hint) => this.#told(hint));
  }

  readonly enter: UpgradeDoor = (request, socket, head) => {
    if (this.#stopping || this.#strangers >= MOST_STRANGERS) return refuse(socket);
    this.#server.handleUpgrade(request, socket, head, (ws) => void this.#enter(ws, request));
  };

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#pinging);
    clearInterval(this.#checking);
    this.#unsubscribe();
    const open = [...this.#alive.keys()];
    const left = open.map(closed);
    for (const ws of open)
      sayBye(ws, wireError('shutting_down'), CLOSE_CODES.shuttingDown, this.#options.timing.closing);
    await Promise.all(left);
    for (const [cid, room] of this.#rooms) this.#close(cid, room);
    await Promise.all(this.#closing.values());
  }

  async #enter(ws: WebSocket, request: IncomingMessage): Promise<void> {
    const { platform, timing, limit } = this.#options;
    // The close that follows is what counts.
    ws.on('error', () => {});
    const state = { heard: true, agent: null as AgentGuest | null };
    this.#alive.set(ws, state);
    ws.on('pong', () => {
      state.heard = true;
    });
    ws.once('close', () => this.#alive.delete(ws));
    const inbox = new Inbox(ws, timing.closing);
    const known = this.#countStranger(ws);
    let guest: Guest | null = null;
    try {
      const first = await inbox.first(timing.hello);
      const hello = readHello(first);
      // Both sides of a session meet where one of them is already.
      const { passed, gone } = await this.#peers.passOn(hello, { ws, inbox, request, first: first[0] });
      if (passed) return known();
      guest = await this.#greet(hello, request);
      // Else who leaves would let go what is held for who comes.
      await this.#closing.get(hello.cid);
      await this.#peers.hold(guest, gone);
    } catch (refusal) {
      const error = wireErrorOf(refusal, { log: platform.log, requestId: platform.random.uuid(), where: 'co-browse' });
      sayBye(ws, error, closeCodeOf(error.kind), timing.closing);
    }
    if (guest === null || ws.readyState !== ws.OPEN) return;
    if (this.#stopping) return sayBye(ws, wireError('shutting_down'), CLOSE_CODES.shuttingDown, timing.closing);
    known();
    if (guest.as === 'agent') state.agent = guest;
    this.#next += 1;
    const key = `cobrowse ${this.#next}`;
    const counted = () => limit('cobrowseFrame', key);
    const { cid } = guest;
    ws.send(
      JSON.stringify(
        guest.as === 'page'
          ? { t: 'welcome', cid, silent: false, policy: policyOf(guest.settings) }
          : { t: 'welcome', cid, silent: guest.silent },
      ),
    );
    this.#seat(guest, this.#transport(ws, inbox, counted, guest));
  }

  /** Until it is known, or else until it is gone: one that was turned away costs what it did. */
  #countStranger(ws: WebSocket): () => void {
    let isStranger = true;
    this.#strangers += 1;
    const known = () => {
      if (isStranger) this.#strangers -= 1;
      isStranger = false;
    };
    ws.once('close', known);
    return known;
  }

  async #greet(hello: CobrowseHello, request: IncomingMessage): Promise<Guest> {
    const guest = await this.#turnstile.pass(() => (hello.as === 'page' ? this.#page(hello) : this.#agent(hello)));
    const { origin } = request.headers;
    const { origins, reach } = this.#options;
    const own = origins.own({ headers: request.headers, ...reach(request) });
    if (origin !== undefined && origin !== own && !(await origins.listedBy(guest.tenantId, origin)))
      throw new Refused('origin_refused');
    return guest;
  }

  async #page({ cid, sessionToken }: Extract<CobrowseHello, { as: 'page' }>): Promise<Guest> {
    const session = await cobrowseOfPage(this.#options.platform, sessionToken, cid);
    if (session === null) throw new Refused('session_expired');
    const { tenantId } = session;
    return { as: 'page', tenantId, cid, settings: await cobrowseSettings(this.#options.platform, tenantId) };
  }

  async #agent({ cid, ticket }: Extract<CobrowseHello, { as: 'agent' }>): Promise<Guest> {
    const { platform } = this.#options;
    const actor = await redeemSocketTicket(platform, ticket);
    if (actor?.kind !== 'agent') throw new Refused('ticket_refused');
    const seen = await cobrowseOfAgent(platform, actor, cid);
    if (seen === null) throw new Refused('not_found');
    const { tenantId, name, sessionId } = actor;
    const settings = await cobrowseSettings(platform, tenantId);
    return { as: 'agent', tenantId, cid, settings, name, sessionId, silent: seen.silent };
  }

  #seat(guest: Guest, transport: Transport): void {
    const { platform } = this.#options;
    const { tenantId, cid, settings } = guest;
    const onEndedByPage = () => void this.#end(tenantId, cid, 'ended_by_customer');
    const room = this.#rooms.get(cid) ?? new CobrowseRoom({ platform, tenantId, cid, settings, onEndedByPage });
    this.#rooms.set(cid, room);
    room.setSettings(settings);
    const left = () => {
      if (room.empty && this.#rooms.get(cid) === room) this.#close(cid, room);
    };
    if (guest.as === 'page') room.addPage(transport, left);
    else room.addAgent(transport, { name: guest.name, mayControl: !guest.silent, silent: guest.silent }, left);
    if (room.complete) void this.#keep(cid, room);
  }

  #transport(ws: WebSocket, inbox: Inbox, counted: () => void, guest: Guest): Transport {
    return {
      send(frame) {
        if (ws.readyState !== ws.OPEN) return;
        if (ws.bufferedAmount > MOST_WAITING_BYTES) ws.terminate();
        else ws.send(frame);
      },
      onFrame: (handler) => {
        inbox.takeBy((data, isBinary) => {
          try {
            counted();
          } catch {
            ws.close(CLOSE_CODES.badFrame, 'rate_limited');
            return;
          }
          if (isBinary) return handler(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
          const text = data.toString('utf8');
          if (!isEnd(text)) return handler(text);
          if (guest.as === 'agent' && guest.silent) return;
          void this.#end(guest.tenantId, guest.cid, guest.as === 'page' ? 'ended_by_customer' : 'ended_by_agent');
        });
      },
      onClose: (handler) => ws.once('close', handler),
      close: () => {
        ws.close(1000);
        const timer = setTimeout(() => ws.terminate(), this.#options.timing.closing);
        ws.once('close', () => clearTimeout(timer));
      },
    };
  }

  async #end(tenantId: string, cid: string, reason: CobrowseEnd): Promise<void> {
    try {
      await endCobrowse(this.#options.platform, tenantId, cid, reason);
    } catch (error) {
      // Nobody is left in the dark: the sweep ends what could not be ended now.
      this.#options.platform.log.warn({ error, cid }, 'A co-browse session could not be ended yet.');
      this.#rooms.get(cid)?.hub.end('system');
    }
  }

  /** Nobody is there: another process may have it. */
  #close(cid: string, room: CobrowseRoom): void {
    this.#rooms.delete(cid);
    const before = this.#closing.get(cid);
    const closed = Promise.resolve(before)
      .then(() => this.#letGo(cid, room))
      .finally(() => {
        if (this.#closing.get(cid) === closed) this.#closing.delete(cid);
      });
    this.#closing.set(cid, closed);
  }

  async #letGo(cid: string, room: CobrowseRoom): Promise<void> {
    try {
      await room.close();
      await letCobrowseGo(this.#options.platform, room.tenantId, cid, this.#peers.self);
    } catch (error) {
      this.#options.platform.log.warn({ error, cid }, 'A co-browse session could not be let go.');
    }
  }

  /** What this process holds it goes on holding; what it holds no more, or what is over, it closes. */
  async #goOn(cid: string, room: CobrowseRoom): Promise<void> {
    const { platform } = this.#options;
    try {
      const holder = await holdCobrowse(platform, room.tenantId, cid, this.#peers.self);
      if (holder !== this.#peers.self) {
        if (this.#rooms.get(cid) !== room) return;
        // It is over; or another process has it, and both sides find it there.
        if (holder === null) room.hub.end('system');
        else room.sendAway();
        return this.#close(cid, room);
      }
      if (room.complete) await this.#keep(cid, room);
      await room.tick();
      room.setSettings(await cobrowseSettings(platform, room.tenantId));
    } catch (error) {
      platform.log.warn({ error, cid }, 'A co-browse session could not be held.');
    }
  }

  async #keep(cid: string, { tenantId }: CobrowseRoom): Promise<void> {
    try {
      await keepCobrowse(this.#options.platform, tenantId, cid);
    } catch (error) {
      this.#options.platform.log.warn({ error, cid }, 'A co-browse session could not be kept alive.');
    }
  }

  #told(hint: Hint): void {
    if (hint.kind === 'cobrowse-ended') {
      const by = { ended_by_customer: 'customer', ended_by_agent: 'agent' } as const;
      const room = this.#rooms.get(hint.sessionId);
      room?.hub.end(by[hint.reason as keyof typeof by] ?? 'system');
      if (room !== undefined) this.#close(hint.sessionId, room);
    } else if (hint.kind === 'cobrowse-policy') {
      void this.#newSettings(hint.tenantId);
    } else if (hint.kind === 'session-ended') {
      this.#sessionEnded(hint.sessionId);
    }
  }

  #sessionEnded(sessionId: string): void {
    for (const [ws, { agent }] of this.#alive)
      if (agent?.sessionId === sessionId)
        sayBye(ws, wireError('session_expired'), CLOSE_CODES.unauthenticated, this.#options.timing.closing);
  }

  /** Nobody tells of a session that expired, and a hint may be lost [WS5]. */
  async #checkSessions(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const { store, log } = this.#options.platform;
    const byTenant = new Groups<string, string>();
    for (const { agent } of this.#alive.values()) if (agent) byTenant.add(agent.tenantId, agent.sessionId);
    try {
      for (const tenantId of byTenant.keys()) {
        const sessionIds = [...byTenant.of(tenantId)];
        const live = await store.transaction(tenantId, (tx) => tx.directory.liveSessions(sessionIds));
        for (const sessionId of sessionIds) if (!live.has(sessionId)) this.#sessionEnded(sessionId);
      }
    } catch (error) {
      log.debug({ error, where: 'co-browse' }, 'Sessions could not be checked.');
    } finally {
      this.#isChecking = false;
    }
  }

  async #newSettings(tenantId: string): Promise<void> {
    try {
      const settings = await cobrowseSettings(this.#options.platform, tenantId);
      for (const room of this.#rooms.values()) if (room.tenantId === tenantId) room.setSettings(settings);
    } catch (error) {
      // The next round of the clock brings them.
      this.#options.platform.log.warn({ error }, 'Changed co-browse settings could not be read.');
    }
  }

  #tick(): void {
    for (const [ws, state] of this.#alive) {
      if (!state.heard) ws.terminate();
      else {
        state.heard = false;
        ws.ping();
      }
    }
    for (const [cid, room] of this.#rooms) void this.#goOn(cid, room);
  }
}

const closed = (ws: WebSocket): Promise<void> =>
  ws.readyState === ws.CLOSED ? Promise.resolve() : new Promise((gone) => ws.once('close', () => gone()));
