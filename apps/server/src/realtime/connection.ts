import { performance } from 'node:perf_hooks';
import type { Actor } from '@alongside/domain';
import { CLOSE_CODES, type Down, type ErrorCode, LIMITS, type WireError, wireError } from '@alongside/protocol';
import type { WebSocket } from 'ws';
import type { Outgoing } from './outgoing.ts';
import type { Frame } from './text-frames.ts';

/** Why a socket was closed by us, for the log. */
export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES] | 1009;

/** One welcomed socket: whose it is, and the one door through which frames leave. It knows nothing of conversations. */
export class Connection {
  readonly id: string;
  readonly actor: Actor;
  readonly #socket: WebSocket;
  readonly #outgoing: Outgoing;
  readonly #closingMilliseconds: number;
  readonly #onClosing: (error: WireError) => void;
  #closing = false;
  /** When the other side was last heard, monotonic milliseconds. */
  heardAt = performance.now();
  pingedAt = 0;

  constructor(
    id: string,
    actor: Actor,
    socket: WebSocket,
    options: { closingMilliseconds: number; outgoing: Outgoing; onClosing: (error: WireError) => void },
  ) {
    this.id = id;
    this.actor = actor;
    this.#socket = socket;
    this.#outgoing = options.outgoing;
    this.#closingMilliseconds = options.closingMilliseconds;
    this.#onClosing = options.onClosing;
  }

  get open(): boolean {
    return !this.#closing && this.#socket.readyState === this.#socket.OPEN;
  }

  send(frame: Down): void {
    this.sendText(JSON.stringify(frame));
  }

  /** A frame that was built once for many. Who has not read a whole budget is closed, and resumes by its cursor [WS6]. */
  sendText(text: Frame): void {
    if (!this.open) return;
    if (this.#outgoing.waitingBytes > LIMITS.socketBudgetBytes) this.bye('slow_reader', CLOSE_CODES.slowReader);
    else this.#outgoing.send(text);
  }

  /** For catching up: resolves when what was sent before has left, so that a long log never fills the budget. */
  async sendPaced(text: string): Promise<void> {
    if (!this.open) return;
    this.#outgoing.release();
    await new Promise<void>((sent) => this.#socket.send(text, () => sent()));
  }

  reply(id: string, outcome: { ok: true; result: object } | { ok: false; error: WireError }): void {
    this.send({ t: 'reply', id, ...outcome });
  }

  /** Says why, then closes; a socket that cannot carry it is cut off soon after [WS8]. */
  bye(reason: ErrorCode | WireError, code: CloseCode): void {
    if (this.#closing) return;
    const error = typeof reason === 'string' ? wireError(reason) : reason;
    this.#outgoing.release();
    sayBye(this.#socket, error, code, this.#closingMilliseconds);
    this.#closing = true;
    this.#onClosing(error);
  }
}

/** The last frame and the close, on a socket of any age. */
export function sayBye(socket: WebSocket, error: WireError, code: CloseCode, closingMilliseconds: number): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(JSON.stringify({ t: 'bye', error } satisfies Down));
  socket.close(code, error.code);
  const timer = setTimeout(() => socket.terminate(), closingMilliseconds);
  socket.once('close', () => clearTimeout(timer));
}
