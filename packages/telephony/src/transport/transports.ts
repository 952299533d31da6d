import { networkInterfaces } from 'node:os';
import type { Logger } from '@alongside/domain';
import { parseMessage } from '../message/parse-message.ts';
import type { SipMessage } from '../message/sip-message.ts';
import { Datagrams } from './datagrams.ts';
import { defaultPort, type Endpoint, TransportFailed, type TransportName } from './endpoint.ts';
import { Streams } from './streams.ts';

export interface Listen {
  readonly transport: TransportName;
  /** An address of this machine; `0.0.0.0`: all of them. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface TransportOptions {
  readonly listen: readonly Listen[];
  /** What others are told to answer to, where it is not where we listen: the public address before a NAT. */
  readonly advertise: string | null;
  readonly tls: { readonly key?: string; readonly cert?: string; readonly ca?: string };
  readonly log: Logger;
  readonly isBanned: (from: { readonly host: string; readonly port: number }) => boolean;
  readonly onMessage: (message: SipMessage, from: Endpoint) => void;
}

/** All ways in and out. What cannot be read is counted and dropped here. */
export class Transports {
  readonly #options: TransportOptions;
  readonly #datagrams: Datagrams | null;
  readonly #streams: ReadonlyMap<TransportName, Streams>;
  #unreadable = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    const { log, tls, isBanned } = options;
    const onMessage = (bytes: Buffer, from: Endpoint) => this.#take(bytes, from);
    const listenOf = (name: TransportName) => options.listen.find(({ transport }) => transport === name) ?? null;
    const udp = listenOf('udp');
    this.#datagrams = udp && new Datagrams({ listen: udp, log, onMessage });
    this.#streams = new Map(
      (['tcp', 'tls'] as const).map((transport) => [
        transport,
        new Streams({ transport, listen: listenOf(transport), tls, log, onMessage, isBanned }),
      ]),
    );
  }

  /** Throws if an address is taken. */
  async open(): Promise<void> {
    await this.#datagrams?.open();
    for (const streams of this.#streams.values()) await streams.open();
  }

  addresses(): { transport: TransportName; host: string; port: number }[] {
    return (['udp', 'tcp', 'tls'] as const).flatMap((transport) => {
      const bound = this.#bound(transport);
      return bound ? [{ transport, ...bound }] : [];
    });
  }

  /** What stands in Via and Contact. */
  own(transport: TransportName): { host: string; port: number } {
    const bound = this.#bound(transport) ?? this.addresses()[0] ?? { host: '0.0.0.0', port: defaultPort(transport) };
    const host = this.#options.advertise ?? (isWildcard(bound.host) ? firstAddress() : bound.host);
    return { host, port: this.#bound(transport)?.port ?? defaultPort(transport) };
  }

  /** Rejects with `TransportFailed`. */
  async send(text: string, to: Endpoint): Promise<void> {
    const way = to.transport === 'udp' ? this.#datagrams : this.#streams.get(to.transport);
    if (!way)
      throw new TransportFailed(
        'network',
        `There is no ${to.transport.toUpperCase()} here; add it where the engine listens.`,
      );
    await way.send(text, to);
  }

  /** Messages that were dropped because they are no SIP. */
  get unreadable(): number {
    return this.#unreadable;
  }

  async close(): Promise<void> {
    await this.#datagrams?.close();
    for (const streams of this.#streams.values()) await streams.close();
  }

  #bound(transport: TransportName): { host: string; port: number } | null {
    return transport === 'udp'
      ? (this.#datagrams?.address() ?? null)
      : (this.#streams.get(transport)?.address() ?? null);
  }

  #take(bytes: Buffer, from: Endpoint): void {
    if (this.#options.isBanned(from)) return;
    const message = parseMessage(bytes);
    if (message === null) this.#unreadable += 1;
    else this.#options.onMessage(message, from);
  }
}

const isWildcard = (host: string) => host === '0.0.0.0' || host === '::';

function firstAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
