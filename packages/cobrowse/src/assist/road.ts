import type { Transport } from '../wire/transport.ts';

export interface AgentRoadOptions {
  /** The server's origin. */
  readonly server: string;
  readonly cid: string;
  /** A ticket for one hello. @throws Error with the code of the refusal as its message */
  readonly ticket: () => Promise<string>;
  readonly lostAfterMs: number;
  /** It is over: the code of the refusal, or `connection_lost`. */
  readonly refused: (code: string) => void;
  readonly welcome: () => void;
}

const END = '{"t":"end"}';
const PAUSES = [100, 300, 700, 1_500, 3_000, 5_000];

/** The agent's way to a session, opened again after a loss. */
export class AgentRoad implements Transport {
  readonly #options: AgentRoadOptions;
  #socket: WebSocket | undefined;
  #isIn = false;
  #isClosed = false;
  #attempt = 0;
  #lostAt = performance.now();
  #handler: ((frame: string | Uint8Array) => void) | undefined;
  /** What the page is and allows, by kind: the latest of each, until there is somebody to see it. */
  readonly #early = new Map<string, string>();
  #onClose: () => void = () => undefined;

  constructor(options: AgentRoadOptions) {
    this.#options = options;
    void this.#dial();
  }

  get isIn(): boolean {
    return this.#isIn;
  }

  send(frame: string | Uint8Array): void {
    if (this.#isIn) this.#socket?.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  onFrame(handler: (frame: string | Uint8Array) => void): void {
    // Not at once: the viewer is not yet in its owner's hands.
    queueMicrotask(() => {
      this.#handler = handler;
      for (const frame of this.#early.values()) if (!this.#isClosed) handler(frame);
    });
  }

  onClose(handler: () => void): void {
    this.#onClose = handler;
  }

  /** Ends the session for all. Before the door has let us in, on a road of its own, which outlives this one's close. */
  end(): void {
    if (this.#isIn) {
      this.send(END);
      return;
    }
    const last: AgentRoad = new AgentRoad({
      ...this.#options,
      refused: () => undefined,
      welcome: () => {
        last.send(END);
        last.close();
      },
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket?.close();
    this.#onClose();
  }

  async #dial(): Promise<void> {
    let ticket: string;
    try {
      ticket = await this.#options.ticket();
    } catch (error) {
      return this.#later(error instanceof Error && error.name === 'Refused' ? error.message : undefined);
    }
    if (this.#isClosed) return;
    const { server, cid } = this.#options;
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/cobrowse/socket`);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    let refusal: string | undefined;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ t: 'hello', as: 'agent', cid, ticket })));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') return this.#handler?.(new Uint8Array(data));
      const word = JSON.parse(data) as { t: string; error?: { code: string; kind: string } };
      if (word.t === 'welcome') {
        this.#isIn = true;
        this.#attempt = 0;
        this.#options.welcome();
      } else if (word.t === 'bye') {
        if (word.error?.kind !== 'unavailable' && word.error?.code !== 'ticket_refused') refusal = word.error?.code;
      } else if (this.#handler !== undefined) this.#handler(data);
      else {
        this.#early.delete(word.t);
        this.#early.set(word.t, data);
      }
    });
    socket.addEventListener('close', () => {
      if (this.#isIn) this.#lostAt = performance.now();
      this.#isIn = false;
      if (!this.#isClosed) this.#later(refusal);
    });
  }

  #later(refusal: string | undefined): void {
    if (this.#isClosed) return;
    const isLate = performance.now() - this.#lostAt > this.#options.lostAfterMs;
    if (refusal !== undefined || isLate) {
      this.close();
      this.#options.refused(refusal ?? 'connection_lost');
      return;
    }
    const pause = PAUSES[Math.min(this.#attempt, PAUSES.length - 1)];
    this.#attempt += 1;
    setTimeout(() => void this.#dial(), pause);
  }
}
