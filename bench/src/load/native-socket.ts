import { PROTOCOL_VERSION } from '@alongside/protocol/constants';
import { type LightSocket, openLightSocket } from './light-socket.ts';

export interface NativeSocket {
  send(frame: string): void;
  destroy(): void;
}

/**
 * Opens a socket of the native wire, says hello and waits for the welcome. Frames after it go to `frame` as text: the load maker parses no
 * more than it must.
 */
export function openNativeSocket(
  url: string,
  ticket: string,
  frame: (text: string) => void,
  lost: (reason: string) => void,
): Promise<NativeSocket> {
  return new Promise((resolve, reject) => {
    let welcome = false;
    let ended = false;
    const socket: LightSocket = openLightSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, {
      open: () => socket.send(JSON.stringify({ t: 'hello', protocol: PROTOCOL_VERSION, ticket, client: 'bench' })),
      text(text) {
        if (text.startsWith('{"t":"ping"')) socket.send('{"t":"pong"}');
        else if (welcome) frame(text);
        else if (text.includes('"t":"welcome"')) {
          welcome = true;
          resolve({
            send: socket.send,
            destroy() {
              ended = true;
              socket.destroy();
            },
          });
        } else reject(new Error(`The server did not welcome: ${text.slice(0, 300)}`));
      },
      closed(code) {
        if (!welcome) reject(new Error(`The socket closed (${code}) before the welcome.`));
        else if (!ended) lost(`The server closed a socket with ${code}.`);
      },
    });
  });
}
