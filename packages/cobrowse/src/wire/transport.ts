/**
 * The road between a page, the relay and a viewer. Frames arrive whole and in order: text frames as strings, binary
 * frames as bytes. A WebSocket is one; the tests join two ends by hand.
 */
export interface Transport {
  send(frame: string | Uint8Array): void;
  /** One handler; frames that came before it was set are handed to it then. */
  onFrame(handler: (frame: string | Uint8Array) => void): void;
  onClose(handler: () => void): void;
  close(): void;
}

/** Two ends joined; each frame arrives in a task of its own, as over a socket. */
export function transportPair(): readonly [Transport, Transport] {
  const ends = [end(), end()] as const;
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  return ends;
}

function end(): Transport & {
  other: ReturnType<typeof end> | undefined;
  take(frame: string | Uint8Array): void;
  shut(): void;
} {
  let handler: ((frame: string | Uint8Array) => void) | undefined;
  let closed: (() => void) | undefined;
  let open = true;
  const early: (string | Uint8Array)[] = [];
  return {
    other: undefined,
    send(frame) {
      const { other } = this;
      if (open) queueMicrotask(() => other?.take(frame));
    },
    take(frame) {
      if (!open) return;
      if (handler === undefined) early.push(frame);
      else handler(frame);
    },
    onFrame(taken) {
      handler = taken;
      for (const frame of early.splice(0)) taken(frame);
    },
    onClose(taken) {
      closed = taken;
    },
    close() {
      if (!open) return;
      this.shut();
      const { other } = this;
      queueMicrotask(() => other?.shut());
    },
    shut() {
      if (!open) return;
      open = false;
      closed?.();
    },
  };
}
