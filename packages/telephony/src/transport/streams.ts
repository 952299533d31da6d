import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect as connectTcp, createServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type SecureContextOptions } from 'node:tls';
import type { Logger } from '@alongside/domain';
import { type Endpoint, faultOf, plainAddress, TransportFailed } from './endpoint.ts';
import { Frames } from './frames.ts';

/** Milliseconds. */
const CONNECT_TIMEOUT = 8_000;
const IDLE = 15 * 60_000;
/** Until somebody who connected has said something that is SIP. */
const SILENCE = 30_000;
/** At once; carriers open one or a few, telephones one each. */
const MOST_CONNECTIONS = 2_000;
const MOST_PER_ADDRESS = 50;

export interface StreamOptions {
  readonly transport: 'tcp' | 'tls';
  /** null: only goes out. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  /** Of TLS: what we show, and whom we believe besides the public authorities. */
  readonly tls: { readonly key?: string; readonly cert?: string; readonly ca?: string };
  readonly log: Logger;
  readonly onMessage: (bytes: Buffer, from: Endpoint) => void;
  /** Whom nobody listens to: closed at once. */
  readonly isBanned: (from: { readonly host: string; readonly port: number }) => boolean;
}

interface Connection {
  readonly socket: Socket;
  readonly endpoint: Endpoint;
}

/** TCP or TLS: a listener, and connections in both directions, used again for as long as they stand. */
export class Streams {
  readonly #options: StreamOptions;
  readonly #connections = new Map<string, Connection>();
  readonly #opening = new Map<string, Promise<Connection>>();
  #server: Server | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { listen, transport, tls } = this.#options;
    if (listen === null) return;
    const take = (socket: Socket) => this.#take(socket);
    const server = transport === 'tcp' ? createServer(take) : createTlsServer(tls as SecureContextOptions, take);
    server.on('tlsClientError', () => {});
    server.maxConnections = MOST_CONNECTIONS;
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(listen.port, listen.host, () => {
        server.off('error', reject);
        server.on('error', (error) => this.#options.log.error({ reason: error.message }, 'SIP listener failed'));
        resolve();
      });
    });
  }

  address(): { host: string; port: number } | null {
    const bound = this.#server?.address() as AddressInfo | null | undefined;
    return bound ? { host: bound.address, port: bound.port } : null;
  }

  async send(text: string, to: Endpoint): Promise<void> {
    const { socket } = await this.#connectionTo(to);
    await new Promise<void>((resolve, reject) => {
      socket.write(text, (error) => (error ? reject(faultOf(error)) : resolve()));
    });
  }

  async close(): Promise<void> {
    for (const { socket } of this.#connections.values()) socket.destroy();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  async #connectionTo(to: Endpoint): Promise<Connection> {
    const standing = to.connection === null ? undefined : this.#connections.get(to.connection);
    if (standing) return standing;
    const key = keyOf(to);
    const known = this.#connections.get(key);
    if (known) return known;
    const opening = this.#opening.get(key) ?? this.#connect(key, to).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return opening;
  }

  #connect(key: string, to: Endpoint): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const { transport, tls } = this.#options;
      const where = { host: to.host, port: to.port };
      const servername = to.servername ?? to.host;
      const socket =
        transport === 'tcp'
          ? connectTcp(where)
          : connectTls({
              ...where,
              ...(tls.ca !== undefined && { ca: tls.ca }),
              ...(isIP(servername) ? {} : { servername }),
            });
      const timer = setTimeout(
        () => socket.destroy(new TransportFailed('timeout', 'No connection in time.')),
        CONNECT_TIMEOUT,
      );
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(faultOf(error));
      };
      socket.once('error', fail);
      socket.once('close', () => fail(new TransportFailed('network', 'The connection was closed.')));
      socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        resolve(this.#adopt(key, socket, { ...to, connection: key }));
      });
    });
  }

  #take(socket: Socket): void {
    const host = plainAddress(socket.remoteAddress ?? '');
    const fromThere = [...this.#connections.values()].filter(({ endpoint }) => endpoint.host === host).length;
    if (
      host === '' ||
      this.#options.isBanned({ host, port: socket.remotePort ?? 0 }) ||
      fromThere >= MOST_PER_ADDRESS
    ) {
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const { transport } = this.#options;
    this.#adopt(id, socket, { transport, host, port: socket.remotePort ?? 0, connection: id, servername: null });
  }

  #adopt(id: string, socket: Socket, endpoint: Endpoint): Connection {
    const connection = { socket, endpoint };
    const frames = new Frames();
    this.#connections.set(id, connection);
    socket.setNoDelay(true);
    socket.setTimeout(id === keyOf(endpoint) ? IDLE : SILENCE, () => socket.destroy());
    socket.on('error', (error) => this.#options.log.debug({ reason: error.message }, 'SIP connection failed'));
    socket.on('close', () => this.#connections.delete(id));
    socket.on('data', (chunk: Buffer) => {
      const cut = frames.push(chunk);
      if (cut === null) {
        socket.destroy();
        return;
      }
      for (let count = 0; count < cut.pings; count += 1) socket.write('\r\n');
      if (cut.messages.length > 0) socket.setTimeout(IDLE);
      for (const message of cut.messages) this.#options.onMessage(message, endpoint);
    });
    return connection;
  }
}

const keyOf = ({ host, port, servername }: Endpoint) => `${host} ${port} ${servername ?? ''}`;
