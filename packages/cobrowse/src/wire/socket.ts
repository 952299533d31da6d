import type { Transport } from './transport.ts';

/** The part of a WebSocket that is needed: a browser's has it, and so has a server's. */
export interface SocketLike {
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** A transport over an open socket. */
export function socketTransport(socket: SocketLike): Transport {
  socket.binaryType = 'arraybuffer';
  let handler: ((frame: string | Uint8Array) => void) | undefined;
  const early: (string | Uint8Array)[] = [];
  socket.addEventListener('message', ({ data }) => {
    const frame = typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer);
    if (handler === undefined) early.push(frame);
    else handler(frame);
  });
  return {
    send: (frame) => socket.send(frame as string | Uint8Array<ArrayBuffer>),
    onFrame(taken) {
      handler = taken;
      for (const frame of early.splice(0)) taken(frame);
    },
    onClose: (taken) => socket.addEventListener('close', taken),
    close: () => socket.close(),
  };
}
