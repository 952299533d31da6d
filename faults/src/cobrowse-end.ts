import WebSocket from 'ws';

export type CobrowseWord = { readonly t: string } & Readonly<Record<string, unknown>>;

/** One end of a co-browse session over a raw socket: keeps what it hears, and when. */
export class CobrowseEnd {
  readonly heard: { readonly at: number; readonly word: CobrowseWord }[] = [];
  readonly #socket: WebSocket;
  #look: () => void = () => undefined;

  constructor(url: string, hello: object) {
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/cobrowse/socket`);
    this.#socket.on('error', () => undefined);
    this.#socket.on('open', () => this.send(hello));
    this.#socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) this.heard.push({ at: performance.now(), word: JSON.parse(data.toString()) as CobrowseWord });
      this.#look();
    });
    this.#socket.on('close', () => {
      this.heard.push({ at: performance.now(), word: { t: 'closed' } });
      this.#look();
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: object): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  /** DOM events as one whole message: to everyone, or to one viewer. */
  show(events: readonly object[], to = 0): void {
    if (!this.isOpen) return;
    const head = Buffer.from([1, 1, to >> 8, to & 255, 0, 0, 0, 1]);
    this.#socket.send(Buffer.concat([head, Buffer.from(JSON.stringify(events))]));
  }

  /** As a killed process does it. */
  drop(): void {
    this.#socket.terminate();
  }

  /** The first word that fits, from the given moment on; when it came. null: none within the time. */
  next(
    fits: (word: CobrowseWord) => boolean,
    { after = 0, within = 15_000 }: { after?: number; within?: number } = {},
  ): Promise<{ readonly at: number; readonly word: CobrowseWord } | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), within);
      const before = this.#look;
      this.#look = () => {
        before();
        const found = this.heard.find(({ at, word }) => at >= after && fits(word));
        if (found === undefined) return;
        clearTimeout(timer);
        this.#look = before;
        resolve(found);
      };
      this.#look();
    });
  }
}
