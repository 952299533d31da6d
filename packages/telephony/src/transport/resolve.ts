import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { defaultPort, type Endpoint, faultOf, TransportFailed, type TransportName } from './endpoint.ts';

/** Names to addresses; tests give one of their own. */
export interface Resolver {
  /** Targets of `_sip._udp.name` and the like, best first; empty: there are none. */
  services(name: string): Promise<readonly { readonly name: string; readonly port: number }[]>;
  addresses(name: string): Promise<readonly string[]>;
}

export const systemResolver: Resolver = {
  async services(name) {
    const records = await dns.resolveSrv(name).catch(() => []);
    return records.sort((a, b) => a.priority - b.priority || b.weight - a.weight);
  },
  async addresses(name) {
    const found = await dns.lookup(name, { all: true });
    // Our UDP socket speaks one family, as a rule this one.
    return found.sort((a, b) => a.family - b.family).map(({ address }) => address);
  },
};

const services: Readonly<Record<TransportName, string>> = { udp: '_sip._udp.', tcp: '_sip._tcp.', tls: '_sips._tcp.' };

/** RFC 3263 as far as trunks need it: the transport is known, so NAPTR is not asked. Rejects with `TransportFailed` (`dns`). */
export async function resolveHost(
  resolver: Resolver,
  where: { readonly host: string; readonly port: number | null; readonly transport: TransportName },
): Promise<readonly Endpoint[]> {
  const { host, port, transport } = where;
  const endpoint = (address: string, at: number): Endpoint => ({
    transport,
    host: address,
    port: at,
    connection: null,
    servername: isIP(host) ? null : host,
  });
  if (isIP(host)) return [endpoint(host, port ?? defaultPort(transport))];
  const targets = port === null ? await resolver.services(services[transport] + host) : [];
  const names = targets.length > 0 ? targets : [{ name: host, port: port ?? defaultPort(transport) }];
  const found: Endpoint[] = [];
  let fault: TransportFailed | null = null;
  for (const target of names) {
    try {
      for (const address of await resolver.addresses(target.name)) found.push(endpoint(address, target.port));
    } catch (error) {
      fault = faultOf(error);
    }
  }
  if (found.length === 0) throw new TransportFailed('dns', fault?.message ?? `There is no address for ${host}.`);
  return found;
}
