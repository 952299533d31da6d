import { Refused } from '@alongside/domain';
import type { WebSocket } from 'ws';

/** Frames that a client may send ahead of the answer to its hello. */
const MOST_AHEAD = 32;

export type OnFrame = (data: Buffer, isBinary: boolean) => void;

/** What a socket says, from its first moment: kept until somebody takes it, so that nothing sent ahead of the welcome is lost. */
export class Inbox {
  readonly #socket: WebSocket;
  readonly #ahead: [Buffer, boolean][] = [];
  #take: OnFrame | null = null;
  #onFirst: (() => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#take) return this.#take(data, isBinary);
      if (this.#ahead.length >= MOST_AHEAD) return socket.terminate();
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
