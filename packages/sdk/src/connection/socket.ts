import type { Down } from '@alongside/protocol';
import { CLOSE_CODES } from '@alongside/protocol/constants';
import { AlongsideError, networkLost } from '../errors.ts';
import type { WebSocketLike } from '../ports/ports.ts';

export interface Socket {
  send(text: string): void;
  close(): void;
}

interface SocketEvents {
  open(): void;
  frame(frame: Down): void;
  closed(error: AlongsideError): void;
}

// Going away, restarting, overloaded: what a server or a proxy before it says to all of its clients at once.
const GOING: readonly number[] = [1001, CLOSE_CODES.shuttingDown, 1013];

// A server that could not send its `bye` still says these by the number [WS8].
const meaning = (code: number | undefined) =>
  code === CLOSE_CODES.forbidden
    ? new AlongsideError('origin_refused', 'contact_administrator', "This origin is not on the tenant's list.")
    : code === CLOSE_CODES.version
      ? new AlongsideError('unsupported_version', 'upgrade_client', 'This protocol version is not served here.')
      : code && GOING.includes(code)
        ? new AlongsideError('shutting_down', 'reconnect', `The server asks to come back later (${code}).`)
        : networkLost(`The socket was closed (${code ?? 'no code'}).`);

/** A platform's socket with frames in and out. What is no JSON object with a `t` is ignored [VER2]. */
export function openSocket(socket: WebSocketLike, events: SocketEvents): Socket {
  socket.addEventListener('open', events.open);
  socket.addEventListener('close', ({ code }) => events.closed(meaning(code)));
  // An error is always followed by a close; without a listener some platforms raise it.
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    let frame: Down | null = null;
    try {
      frame = JSON.parse(String(data)) as Down | null;
    } catch {}
    if (typeof frame?.t === 'string') events.frame(frame);
  });
  return {
    send(text) {
      // A socket that is closing may throw; its close event tells what there is to tell.
      try {
        socket.send(text);
      } catch {}
    },
    close() {
      try {
        socket.close(1000);
      } catch {}
    },
  };
}
