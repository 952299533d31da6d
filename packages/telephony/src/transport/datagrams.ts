import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Logger } from '@alongside/domain';
import { type Endpoint, faultOf, plainAddress } from './endpoint.ts';

export interface DatagramOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly log: Logger;
  readonly onMessage: (bytes: Buffer, from: Endpoint) => void;
}

/** UDP: one socket for both directions, so that answers come back through the same hole in a NAT. */
export class Datagrams {
  readonly #options: DatagramOptions;
  readonly #socket: Socket;
  #bound = { host: '', port: 0 };
  #closed = false;

  constructor(options: DatagramOptions) {
    this.#options = options;
    this.#socket = createSocket({
      type: isIPv6(options.listen.host) ? 'udp6' : 'udp4',
      recvBufferSize: 4 * 1024 * 1024,
    });
  }

  async open(): Promise<void> {
    const { listen, log, onMessage } = this.#options;
    this.#socket.on('message', (bytes, { address, port }) => {
      // Keep-alives of RFC 5626 and of common telephones.
      if (bytes.length < 20) return;
      onMessage(bytes, { transport: 'udp', host: plainAddress(address), port, connection: null, servername: null });
    });
    await new Promise<void>((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(listen.port, listen.host, () => {
        this.#socket.off('error', reject);
        const { address, port } = this.#socket.address();
        this.#bound = { host: address, port };
        this.#socket.on('error', (error) => log.error({ reason: error.message }, 'SIP socket failed'));
        resolve();
      });
    });
  }

  address(): { host: string; port: number } {
    return this.#bound;
  }

  send(text: string, to: Endpoint): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#socket.send(text, to.port, to.host, (error) => (error ? reject(faultOf(error)) : resolve()));
    });
  }

  close(): Promise<void> {
    this.#closed = true;
    return new Promise((resolve) => {
      this.#socket.close(() => resolve());
    });
  }
}
