import { deniedPeerRanges } from './denied-ranges.ts';

export interface TurnOptions {
  readonly realm: string;
  /** Shared with whoever mints credentials: at least 32 characters. */
  readonly secret: string;
  readonly port: number;
  /** Addresses it listens on and relays from. */
  readonly addresses: readonly string[];
  readonly relayPorts: readonly [number, number];
  /** The media engine's addresses: nothing else can be reached through the relay. */
  readonly engineAddresses: readonly string[];
  /** Certificate and key for TURN over TLS; null: none. */
  readonly tls: { readonly certificate: string; readonly key: string; readonly port: number } | null;
  /** Allocations at once: of one credential, of all. */
  readonly perUser?: number;
  readonly total?: number;
}

/**
 * The whole configuration of a coturn beside the engine. Since every call's media go to the engine, the relay may reach the engine alone; the list of
 * denied ranges stands besides, for it holds even if somebody widens the one before.
 *
 * @throws Error for a secret that can be guessed, or a value that would write a line of its own
 */
export function turnConfig(options: TurnOptions): string {
  if (options.secret.length < 32) throw new Error('The secret of the relay needs at least 32 characters.');
  const lines = [
    'use-auth-secret',
    `static-auth-secret=${options.secret}`,
    `realm=${options.realm}`,
    `listening-port=${options.port}`,
    ...options.addresses.flatMap((address) => [`listening-ip=${address}`, `relay-ip=${address}`]),
    `min-port=${options.relayPorts[0]}`,
    `max-port=${options.relayPorts[1]}`,
    ...(options.tls === null
      ? ['no-tls', 'no-dtls']
      : [
          `tls-listening-port=${options.tls.port}`,
          `cert=${options.tls.certificate}`,
          `pkey=${options.tls.key}`,
          'no-tlsv1',
          'no-tlsv1_1',
        ]),
    `user-quota=${options.perUser ?? 12}`,
    `total-quota=${options.total ?? 1_200}`,
    'max-allocate-lifetime=600',
    'stale-nonce=300',
    'fingerprint',
    'no-cli',
    'no-tcp-relay',
    'no-multicast-peers',
    'no-rfc5780',
    'no-software-attribute',
    'secure-stun',
    'log-file=stdout',
    ...options.engineAddresses.map((address) => `allowed-peer-ip=${address}`),
    'denied-peer-ip=0.0.0.0-255.255.255.255',
    'denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ...deniedPeerRanges.map(([first, last]) => `denied-peer-ip=${first}-${last}`),
  ];
  const broken = lines.find((line) => /[\r\n\0#]/.test(line));
  if (broken !== undefined) throw new Error('A value of the relay’s configuration holds a line break or a "#".');
  return `${lines.join('\n')}\n`;
}
