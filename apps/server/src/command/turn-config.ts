import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { type TurnOptions, turnConfig } from '@alongside/media';
import { readTurnSettings } from '../engines/open-turn.ts';
import { StartRefused } from './start-refused.ts';

const FLAGS = {
  'turn-url': { type: 'string' },
  'media-address': { type: 'string' },
  listen: { type: 'string' },
  'relay-ports': { type: 'string' },
  certificate: { type: 'string' },
  key: { type: 'string' },
} as const;
const DEFAULT_PORTS = '49152-65535';
const DEFAULT_TLS_PORT = 5_349;

/** `alongside turn config`: what the relay beside this server should be. The secret is never an argument. @throws StartRefused */
export function readTurnConfig(argv: readonly string[], environment: NodeJS.ProcessEnv): TurnOptions {
  const values = parsed(argv);
  const urls = values['turn-url'] ?? environment.ALONGSIDE_TURN_URL;
  const settings = readTurnSettings({ urls: urls || undefined, secret: environment.ALONGSIDE_TURN_SECRET });
  if (settings === null) throw new StartRefused('Give --turn-url: where browsers are to reach the relay.');
  const [first] = settings.relays;
  const plain = settings.relays.find(({ transport }) => transport !== 'tls');
  const secure = settings.relays.find(({ transport }) => transport === 'tls');
  const { certificate, key } = values;
  if (secure && (certificate === undefined || key === undefined))
    throw new StartRefused(
      `${secure.url} speaks TLS: give --certificate and --key, files in PEM as the relay finds them.`,
    );
  return {
    realm: first?.host ?? 'alongside',
    secret: settings.secret,
    port: plain?.port ?? 3_478,
    addresses: addressesOf('--listen', values.listen),
    relayPorts: portsOf(values['relay-ports'] ?? DEFAULT_PORTS),
    engineAddresses: addressesOf('--media-address', values['media-address'] ?? environment.ALONGSIDE_MEDIA_ADDRESS),
    tls:
      certificate === undefined || key === undefined
        ? null
        : { certificate, key, port: secure?.port ?? DEFAULT_TLS_PORT },
  };
}

/** Writes the whole file for coturn. */
export function runTurnConfig(options: TurnOptions, say: (line: string) => void): number {
  say(turnConfig(options).trimEnd());
  return 0;
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true }).values;
  } catch {
    throw new StartRefused(
      'turn config takes --turn-url, --media-address, --listen, --relay-ports, --certificate, --key.',
    );
  }
}

function addressesOf(flag: string, text: string | undefined): string[] {
  const addresses = (text ?? '').split(',').map((address) => address.trim());
  if (addresses.some((address) => isIP(address) === 0))
    throw new StartRefused(
      flag === '--listen'
        ? 'Give --listen: the IP addresses of the relay itself, with commas.'
        : 'Give --media-address: the IP address of the media engine, the only one that the relay may reach.',
    );
  return addresses;
}

function portsOf(text: string): readonly [number, number] {
  const [, low, high] = /^(\d{4,5})-(\d{4,5})$/.exec(text) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from >= 1024 && to <= 65_535 && from < to))
    throw new StartRefused(`"${text}" are no ports; give --relay-ports as ${DEFAULT_PORTS}`);
  return [from, to];
}
