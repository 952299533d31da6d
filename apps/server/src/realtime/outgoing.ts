import type { WebSocket } from 'ws';
import type { Gathering, Held } from './gathering.ts';
import { textFrames } from './text-frames.ts';

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

  send(text: string): void {
    if (this.#texts.length === 0) this.#gathering.hold(this);
    this.#texts.push(text);
    this.#length += text.length;
  }

  /** Now, not at the end of the turn: before something that leaves by another way. */
  release(): void {
    if (this.#texts.length === 0) return;
    const texts = this.#texts;
    this.#texts = [];
    this.#length = 0;
    if (this.#socket.readyState === this.#socket.OPEN) this.#line.write(textFrames(texts));
  }
}
