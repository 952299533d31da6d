import { isIP, isIPv4 } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** An address as a name look-up yields it. */
export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (host: string) => Promise<readonly Resolved[]>;

/** Where a request may go: the parsed URL and the one address to connect to. */
export interface Target {
  readonly url: URL;
  readonly address: string;
}

/** Hosts that may be called although they are private, with any scheme and port, or with the one named. */
export type AllowList = readonly { readonly host: string; readonly port: number | null }[];

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const PUBLIC_PORTS = new Set([443, 8443]);
const ALLOWED = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?$/i;

/** `host[:port],…`; an IPv6 address in brackets. null: not understood. */
export function readAllowList(text: string): AllowList | null {
  const list: { host: string; port: number | null }[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [, host, port] = ALLOWED.exec(part) ?? [];
    if (host === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) === 0) return null;
    list.push({ host: host.toLowerCase(), port: port === undefined ? null : Number(port) });
  }
  return list;
}

/**
 * Decides where a request goes. https to port 443 or 8443 and to public addresses, unless the host is on the list. Every address of a
 * name must pass, and the one that is returned is the one to connect to: looking the name up again could yield another.
 */
export async function findTarget(
  text: string,
  allowed: AllowList,
  resolve: Resolve,
): Promise<Target | 'address_not_allowed' | 'not_resolved'> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const defaultPort = url ? DEFAULT_PORTS[url.protocol] : undefined;
  if (!url || defaultPort === undefined || url.username !== '' || url.password !== '') return 'address_not_allowed';
  const port = url.port === '' ? defaultPort : Number(url.port);
  const isAllowed = allowed.some((one) => one.host === url.hostname && (one.port ?? port) === port);
  if (!isAllowed && (url.protocol !== 'https:' || !PUBLIC_PORTS.has(port))) return 'address_not_allowed';
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) {
    if (isAllowed) return { url, address: bare };
    // Written as a number, in hexadecimal, octal or shortened: nobody who means well does that.
    const plain = !isIPv4(bare) || text.toLowerCase().startsWith(`https://${bare}`);
    return plain && isPublicAddress(bare) ? { url, address: bare } : 'address_not_allowed';
  }
  let found: readonly Resolved[];
  try {
    found = await resolve(bare);
  } catch {
    return 'not_resolved';
  }
  const [first] = found;
  if (first === undefined) return 'not_resolved';
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address))) return 'address_not_allowed';
  return { url, address: first.address };
}
