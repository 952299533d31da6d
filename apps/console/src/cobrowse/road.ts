import type { Transport } from '@alongside/cobrowse/viewer';

export type RoadState = 'connecting' | 'open' | 'reconnecting' | 'closed';

/** What is said around the frames of a session. */
export interface RoadNews {
  state(state: RoadState): void;
  welcome(word: { readonly silent: boolean }): void;
  /** Every text frame, before the viewer has it. */
  text(word: { readonly t: string } & Readonly<Record<string, unknown>>): void;
  /** The door does not let us in, and will not later. */
  refused(code: string): void;
}

interface RoadOptions {
  readonly cid: string;
  readonly url: string;
  /** A ticket for one hello. */
  readonly ticket: () => Promise<string>;
  readonly news: RoadNews;
}

/** Pauses before another try, in milliseconds; the server keeps a session for 90 s without one of its sides. */
const PAUSES = [100, 300, 700, 1_500, 3_000, 5_000];
const HELLO_MS = 8_000;

/** A road to a session's relay that is opened again after a loss; the viewer notices nothing but a pause. */
export class Road implements Transport {
  readonly #options: RoadOptions;
  #socket: WebSocket | null = null;
  #open = false;
  #closed = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #handler: ((frame: string | Uint8Array) => void) | undefined;
  readonly #early: (string | Uint8Array)[] = [];

  constructor(options: RoadOptions) {
    this.#options = options;
    options.news.state('connecting');
    void this.#dial();
  }

  send(frame: string | Uint8Array): void {
    if (this.#open) this.#socket?.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  onFrame(handler: (frame: string | Uint8Array) => void): void {
    this.#handler = handler;
    for (const frame of this.#early.splice(0)) handler(frame);
  }

  /** A loss is told as a state, and mended here. */
  onClose(): void {}

  /** Tries now instead of waiting. */
  wake(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#dial();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#socket?.close();
    this.#options.news.state('closed');
  }

  async #dial(): Promise<void> {
    const ticket = await this.#options.ticket().catch(() => null);
    if (this.#closed) return;
    if (ticket === null) return this.#later();
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const waited = setTimeout(() => socket.close(), HELLO_MS);
    socket.addEventListener('open', () =>
      socket.send(JSON.stringify({ t: 'hello', as: 'agent', cid: this.#options.cid, ticket })),
    );
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.#socket) return;
      clearTimeout(waited);
      this.#heard(data);
    });
    socket.addEventListener('close', () => {
      clearTimeout(waited);
      if (socket === this.#socket) this.#lost();
    });
  }

  #heard(data: string | ArrayBuffer): void {
    if (typeof data !== 'string') {
      this.#pass(new Uint8Array(data));
      return;
    }
    const word = JSON.parse(data) as { t: string } & Record<string, unknown>;
    const { news } = this.#options;
    if (word.t === 'welcome') {
      this.#open = true;
      this.#attempt = 0;
      news.state('open');
      news.welcome({ silent: word.silent === true });
    } else if (word.t === 'bye') {
      const { code } = (word.error ?? {}) as { code?: string };
      if (code === 'shutting_down' || code === 'store_unavailable' || code === 'ticket_refused') return;
      this.close();
      news.refused(code ?? '');
    } else {
      news.text(word);
      this.#pass(data);
    }
  }

  #pass(frame: string | Uint8Array): void {
    if (this.#handler === undefined) this.#early.push(frame);
    else this.#handler(frame);
  }

  #lost(): void {
    this.#open = false;
    this.#socket = null;
    if (!this.#closed) this.#later();
  }

  #later(): void {
    this.#options.news.state('reconnecting');
    const pause = PAUSES[Math.min(this.#attempt, PAUSES.length - 1)] as number;
    this.#attempt += 1;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#dial();
    }, pause);
  }
}
