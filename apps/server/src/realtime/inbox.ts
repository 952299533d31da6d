import { Refused } from '@alongside/domain';
import { wireError } from '@alongside/protocol';
import type { WebSocket } from 'ws';
import { sayBye } from './connection.ts';
import { FRAME_BYTES } from './frames.ts';

/** Frames that a client may send ahead of the answer to its hello. */
const MOST_AHEAD = 32;
/** What all of them hold: nobody has shown a right to more yet. */
const MOST_BYTES_AHEAD = FRAME_BYTES;

export type OnFrame = (data: Buffer, isBinary: boolean) => void;

/** What a socket says, from its first moment: kept until somebody takes it, so that nothing sent ahead of the welcome is lost. */
export class Inbox {
  readonly #socket: WebSocket;
  readonly #ahead: [Buffer, boolean][] = [];
  #bytesAhead = 0;
  #take: OnFrame | null = null;
  #onFirst: (() => void) | null = null;

  /** `closingMilliseconds`: between a goodbye and the cut. */
  constructor(socket: WebSocket, closingMilliseconds: number) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#take) return this.#take(data, isBinary);
      // After a goodbye nobody takes it any more.
      if (socket.readyState !== socket.OPEN) return;
      if (this.#ahead.length >= MOST_AHEAD) return socket.terminate();
      this.#bytesAhead += data.length;
      if (this.#bytesAhead > MOST_BYTES_AHEAD)
        return sayBye(socket, wireError('frame_too_large'), 1009, closingMilliseconds);
      this.#ahead.push([data, isBinary]);
      this.#onFirst?.();
    });
  }

  /** The first frame, still kept out of what follows. Rejects when it is late or the socket goes first. */
  async first(milliseconds: number): Promise<[Buffer, boolean]> {
    await new Promise<void>((resolve, reject) => {
      const leave = (settle: () => void) => {
        clearTimeout(timer);
        this.#socket.off('close', onClose);
        this.#onFirst = null;
        settle();
      };
      const onClose = () => leave(() => reject(new Refused('not_authenticated')));
      const late = () => leave(() => reject(new Refused('not_authenticated', { message: 'No hello came in time.' })));
      const timer = setTimeout(late, milliseconds);
      this.#socket.once('close', onClose);
      this.#onFirst = () => leave(resolve);
      if (this.#ahead.length > 0) this.#onFirst();
    });
    return this.#ahead.shift()!;
  }

  /** From now on everything goes here, beginning with what waited. */
  takeBy(onFrame: OnFrame): void {
    for (const [data, isBinary] of this.#ahead.splice(0)) onFrame(data, isBinary);
    this.#take = onFrame;
  }
}
