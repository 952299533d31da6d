import { createSocket } from 'node:dgram';
import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RelayAddress } from './relay-address.ts';

/** Carries whole STUN messages. */
export interface RelayChannel {
  /** What is sent may be lost, and is asked again. */
  readonly again: boolean;
  send(message: Buffer): void;
  hear(listener: (message: Buffer) => void): void;
  close(): void;
}

const headLength = 20;

/** Rejects where nobody can be connected with. */
export function openRelayChannel(relay: RelayAddress, patience: number): Promise<RelayChannel> {
  return relay.transport === 'udp' ? overDatagrams(relay) : overStream(relay, patience);
}

async function overDatagrams({ host, port }: RelayAddress): Promise<RelayChannel> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, host, () => resolve());
  });
  // Nobody listens there: the question stays without an answer, which is told.
  socket.on('error', () => undefined);
  return {
    again: true,
    send: (message) => socket.send(message, () => undefined),
    hear: (listener) => socket.on('message', (message) => message.length >= headLength && listener(message)),
    close: () => socket.close(),
  };
}

async function overStream({ host, port, transport }: RelayAddress, patience: number): Promise<RelayChannel> {
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket: Socket = transport === 'tls' ? connectTls({ host, port, ...name }) : connectTcp({ host, port });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('the relay does not answer')), patience);
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
  socket.on('error', () => undefined);
  let listener: (message: Buffer) => void = () => undefined;
  let rest = Buffer.alloc(0);
  socket.on('data', (octets: Buffer) => {
    rest = Buffer.concat([rest, octets]);
    while (rest.length >= headLength) {
      const length = headLength + rest.readUInt16BE(2);
      if (rest.length < length) return;
      listener(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
  return {
    again: false,
    send: (message) => socket.write(message),
    hear: (wanted) => {
      listener = wanted;
    },
    close: () => socket.destroy(),
  };
}
