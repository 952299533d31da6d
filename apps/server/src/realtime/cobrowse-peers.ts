import type { IncomingMessage } from 'node:http';
import { holdCobrowse, holderOfCobrowse, type Platform, parseToken, Refused } from '@alongside/domain';
import { COBROWSE_LIMITS, type CobrowseHello } from '@alongside/protocol';
import { WebSocket } from 'ws';
import type { Inbox } from './inbox.ts';

export const COBROWSE_PATH = '/cobrowse/socket';
/** On a connection from another process: it is not passed on once more. */
const PASSED_ON = 'x-alongside-passed-on';
const REACH_MILLISECONDS = 2_000;
/** What one side may be behind with before the other is no longer read. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

interface Arrival {
  readonly ws: WebSocket;
  readonly inbox: Inbox;
  readonly request: IncomingMessage;
  /** Its hello, as it came. */
  readonly first: Buffer;
}

/**
 * Brings the two sides of a session together where there are several processes: the one that the first side came to holds the session, and
 * what comes to another is passed on to it, unread. Whoever holds it asks for token and ticket itself, so nobody has to trust anybody.
 */
export class CobrowsePeers {
  readonly #platform: Platform;
  readonly #peerUrl: () => string;
  readonly #id: string;

  constructor({ platform, peerUrl }: { platform: Platform; peerUrl: () => string }) {
    this.#platform = platform;
    this.#peerUrl = peerUrl;
    this.#id = platform.random.uuid();
  }

  /** How this process is named: by its address, and anew at each start. */
  get self(): string {
    return `${this.#id} ${this.#peerUrl()}`;
  }

  /** @returns whether another process has this socket now; if not, which one is gone that had the session */
  async passOn(
    hello: CobrowseHello,
    arrival: Arrival,
  ): Promise<{ readonly passed: boolean; readonly gone: string | null }> {
    const stays = { passed: false, gone: null };
    if (arrival.request.headers[PASSED_ON] !== undefined) return stays;
    const tenantId = parseToken(hello.as === 'page' ? hello.sessionToken : hello.ticket)?.tenantId;
    if (tenantId === undefined) return stays;
    const holder = await holderOfCobrowse(this.#platform, tenantId, hello.cid);
    if (holder === null || holder === this.self) return stays;
    const url = holder.slice(holder.indexOf(' ') + 1);
    // At our own address it can only be who was here before a restart.
    const peer = url === this.#peerUrl() ? null : await reach(url, arrival.request);
    if (peer === null) return { passed: false, gone: holder };
    join(peer, arrival);
    return { passed: true, gone: null };
  }

  /**
   * For a guest who has shown a right to come in; from one that is gone the session is taken over, and from nobody else. Refuses
   * `unavailable`: another process was quicker; who comes again is passed on to it.
   */
  async hold({ tenantId, cid }: { tenantId: string; cid: string }, gone: string | null): Promise<void> {
    const holder = await holdCobrowse(this.#platform, tenantId, cid, this.self, gone);
    if (holder === null) throw new Refused('session_expired');
    if (holder !== this.self)
      throw new Refused('shutting_down', { message: 'Another process has this session; come again.' });
  }
}

/** An open socket to the process there; null: nobody answers. */
async function reach(url: string, { headers, socket }: IncomingMessage): Promise<WebSocket | null> {
  const passed: Record<string, string> = { [PASSED_ON]: '1' };
  for (const name of ['origin', 'host', 'x-forwarded-proto', 'x-forwarded-host'] as const) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  passed['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ');
  const peer = new WebSocket(url.replace(/^http/, 'ws') + COBROWSE_PATH, {
    headers: passed,
    handshakeTimeout: REACH_MILLISECONDS,
    maxPayload: COBROWSE_LIMITS.partBytes,
    perMessageDeflate: false,
  });
  return new Promise((resolve) => {
    peer.once('open', () => resolve(peer));
    peer.on('error', () => resolve(null));
  });
}

/** Everything goes both ways as it comes, and a close with its code. */
function join(peer: WebSocket, { ws, inbox, first }: Arrival): void {
  peer.send(first.toString('utf8'));
  const toPeer = slowly(peer, ws);
  const toClient = slowly(ws, peer);
  inbox.takeBy((data, isBinary) => toPeer(data, isBinary));
  peer.on('message', (data: Buffer, isBinary: boolean) => toClient(data, isBinary));
  ws.once('close', () => peer.close());
  peer.once('close', (code, reason) => {
    // Codes that only a library may set mean that it broke off.
    if (code >= 3000 || code === 1000 || code === 1012) ws.close(code, reason);
    else ws.close(1012);
  });
}

/** Sends on; while too much waits there, nothing more is read from the sender. */
function slowly(to: WebSocket, from: WebSocket): (data: Buffer, isBinary: boolean) => void {
  return (data, isBinary) => {
    if (to.readyState !== to.OPEN) return;
    to.send(data, { binary: isBinary }, () => {
      if (from.isPaused && to.bufferedAmount < MOST_WAITING_BYTES / 2) from.resume();
    });
    if (to.bufferedAmount > MOST_WAITING_BYTES) from.pause();
  };
}
