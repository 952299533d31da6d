import type { WebSocket } from 'ws';
import type { Gathering, Held } from './gathering.ts';
import { type Frame, textFrames } from './text-frames.ts';

/** The end of a socket at which bytes leave. */
export interface Line {
  write(bytes: Uint8Array): unknown;
}

/**
 * Frames of one socket, which leave it together at the end of the turn. They go past the library's own sending, which would make two pieces and
 * a round of bookkeeping of each: it knows nothing between frames that they could disturb, as long as nothing is compressed.
 */
export class Outgoing implements Held {
  readonly #socket: WebSocket;
  readonly #line: Line;
  readonly #gathering: Gathering;
  /** What comes before the texts. */
  #pieces: Uint8Array[] = [];
  #texts: string[] = [];
  #length = 0;

  constructor(socket: WebSocket, line: Line, gathering: Gathering) {
    this.#socket = socket;
    this.#line = line;
    this.#gathering = gathering;
  }

  /** Bytes that have not left yet; of this turn, roughly. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount + this.#length;
  }

  get #empty(): boolean {
    return this.#pieces.length === 0 && this.#texts.length === 0;
  }

  send(frame: Frame): void {
    if (this.#empty) this.#gathering.hold(this);
    this.#length += frame.length;
    if (typeof frame === 'string') {
      this.#texts.push(frame);
      return;
    }
    if (this.#texts.length > 0) this.#pieces.push(textFrames(this.#texts));
    this.#texts = [];
    this.#pieces.push(frame);
  }

  /** Now, not at the end of the turn: before something that leaves by another way. */
  release(): void {
    if (this.#empty) return;
    const [pieces, texts] = [this.#pieces, this.#texts];
    this.#pieces = [];
    this.#texts = [];
    this.#length = 0;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const piece of pieces) this.#line.write(piece);
    if (texts.length > 0) this.#line.write(textFrames(texts));
  }
}
