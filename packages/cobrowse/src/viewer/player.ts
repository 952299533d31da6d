import type { CobrowsePage } from '@alongside/protocol';
import { COBROWSE_KINDS } from '@alongside/protocol/constants';
import { isWholePage, PAGE_KIND, pageOf, type RecordedMessage, unpackRecords } from '../wire/recording.ts';
import { FrameLink } from './frame-link.ts';

export interface PlayerState {
  readonly phase: 'loading' | 'paused' | 'playing' | 'ended' | 'failed';
  readonly atMs: number;
  readonly lengthMs: number;
  readonly speed: number;
  /** What the page said of itself at this moment. */
  readonly page: CobrowsePage | undefined;
  /** Of the copy in the frame. */
  readonly scale: number;
}

export interface PlayerChunk {
  readonly n: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface PlayerOptions {
  readonly mount: HTMLElement;
  /** The frame's page, on another origin than this page. */
  readonly frameUrl: string;
  readonly title: string;
  /** In order. */
  readonly chunks: readonly PlayerChunk[];
  readonly lengthMs: number;
  /** A chunk's bytes, unpacked. */
  readonly load: (n: number) => Promise<Uint8Array>;
  readonly onChange: (state: PlayerState) => void;
}

const TICK_MS = 50;

/**
 * Plays a recording in the same frame that shows live pages. What leads to a moment is shown at once: the files so far, the last whole page
 * before it, and the changes since.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #frame: FrameLink;
  readonly #chunks = new Map<number, Promise<readonly RecordedMessage[]>>();
  /** All that has been loaded, from the start and without a gap. */
  #messages: RecordedMessage[] = [];
  #loaded = 0;
  /** The first message that has not been shown. */
  #next = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last = 0;
  #seeking = 0;
  #state: PlayerState;

  /** @throws TypeError when the frame's page is of this page's own origin */
  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#state = {
      phase: 'loading',
      atMs: 0,
      lengthMs: options.lengthMs,
      speed: 1,
      page: undefined,
      scale: 1,
    };
    this.#frame = new FrameLink({
      mount: options.mount,
      url: options.frameUrl,
      title: options.title,
      said: (word) => {
        if (word.t === 'size') this.#change({ scale: word.scale });
      },
    });
    this.#frame.send({ t: 'tool', tool: 'look' });
    void this.seek(0);
  }

  get state(): PlayerState {
    return this.#state;
  }

  async play(): Promise<void> {
    if (this.#state.phase === 'playing') return;
    if (this.#state.atMs >= this.#state.lengthMs) await this.seek(0);
    if (this.#state.phase === 'failed') return;
    this.#last = performance.now();
    this.#change({ phase: 'playing' });
    this.#timer ??= setInterval(() => void this.#tick(), TICK_MS);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#state.phase === 'playing') this.#change({ phase: 'paused' });
  }

  /** @param speed 2 is twice as fast as it happened */
  setSpeed(speed: number): void {
    this.#change({ speed });
  }

  async seek(toMs: number): Promise<void> {
    const goesOn = this.#state.phase === 'playing';
    this.pause();
    this.#seeking += 1;
    const mine = this.#seeking;
    const atMs = Math.min(Math.max(toMs, 0), this.#state.lengthMs);
    this.#change({ phase: 'loading', atMs });
    if (!(await this.#loadUntil(atMs)) || mine !== this.#seeking) return;
    const end = this.#after(atMs);
    let start = -1;
    // Before its first whole page nothing can be built: a recording is shown from there on.
    for (let index = 0; index < this.#messages.length && (index < end || start === -1); index += 1) {
      const { kind, body } = this.#messages[index] as RecordedMessage;
      if (isWholePage(kind, body)) start = index;
    }
    this.#frame.send({ t: 'blank' });
    for (const message of this.#messages.slice(0, Math.max(start, 0)))
      if (message.kind === COBROWSE_KINDS.asset || message.kind === PAGE_KIND) this.#show(message);
    this.#next = Math.max(start, 0);
    this.#showUntil(Math.max(end, start + 1));
    this.#change({ phase: 'paused' });
    if (goesOn) await this.play();
  }

  zoom(level: number | 'fit'): void {
    this.#frame.send({ t: 'zoom', level });
  }

  close(): void {
    this.pause();
    this.#seeking += 1;
    this.#frame.close();
  }

  async #tick(): Promise<void> {
    const now = performance.now();
    const { lengthMs, speed } = this.#state;
    const atMs = Math.min(this.#state.atMs + (now - this.#last) * speed, lengthMs);
    this.#last = now;
    const mine = this.#seeking;
    if (!this.#has(atMs)) {
      if (!(await this.#loadUntil(atMs)) || mine !== this.#seeking) return;
      this.#last = performance.now();
    }
    if (this.#state.phase !== 'playing') return;
    this.#showUntil(this.#after(atMs));
    this.#change({ atMs });
    if (atMs < lengthMs) return;
    this.pause();
    this.#change({ phase: 'ended' });
  }

  #has(atMs: number): boolean {
    const { chunks } = this.#options;
    return this.#loaded >= chunks.length || (chunks[this.#loaded] as PlayerChunk).fromMs > atMs;
  }

  /** @returns whether all up to this moment is here */
  async #loadUntil(atMs: number): Promise<boolean> {
    const { chunks } = this.#options;
    try {
      while (!this.#has(atMs) || (this.#messages.length === 0 && this.#loaded < chunks.length)) {
        const index = this.#loaded;
        const records = await this.#chunk((chunks[index] as PlayerChunk).n);
        if (index !== this.#loaded) continue;
        this.#messages = this.#messages.concat(records);
        this.#loaded += 1;
      }
      return true;
    } catch {
      this.pause();
      this.#change({ phase: 'failed' });
      return false;
    }
  }

  #chunk(n: number): Promise<readonly RecordedMessage[]> {
    const loading = this.#chunks.get(n) ?? this.#options.load(n).then(unpackRecords);
    this.#chunks.set(n, loading);
    loading.catch(() => this.#chunks.delete(n));
    return loading;
  }

  /** How many messages happened up to this moment. */
  #after(atMs: number): number {
    const index = this.#messages.findIndex((message) => message.atMs > atMs);
    return index === -1 ? this.#messages.length : index;
  }

  #showUntil(end: number): void {
    for (; this.#next < end; this.#next += 1) this.#show(this.#messages[this.#next] as RecordedMessage);
  }

  #show({ kind, body }: RecordedMessage): void {
    if (kind !== PAGE_KIND) {
      this.#frame.send({ t: 'show', kind, body: body.slice().buffer as ArrayBuffer });
      return;
    }
    const page = pageOf(body) as CobrowsePage | null;
    if (page === null) return;
    if (page.state === 'paused' || page.state === 'away') this.#frame.send({ t: 'blank' });
    this.#change({ page });
  }

  #change(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange(this.#state);
  }
}
