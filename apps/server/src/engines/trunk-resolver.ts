import { type Resolver, systemResolver } from '@alongside/telephony';
import type { AllowList } from './outgoing-target.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Names of carriers to addresses. One on a private network counts only where the server was told to allow the host, whatever a company's
 * administrator has the name server say; what an allowed host names in its SRV records is allowed with it.
 */
export function createTrunkResolver(allowed: AllowList, names: Resolver = systemResolver): Resolver {
  const trusted = new Set(allowed.map(({ host }) => host));
  return {
    async services(name) {
      const targets = await names.services(name);
      const host = name.toLowerCase().replace(/^_sips?\._(udp|tcp)\./, '');
      if (trusted.has(host)) for (const target of targets) trusted.add(target.name.toLowerCase());
      return targets;
    },
    async addresses(name) {
      const found = await names.addresses(name);
      if (trusted.has(name.toLowerCase()) || found.every(isPublicAddress)) return found;
      throw new Error(`${name} is on a private network; --allow-private-addresses can allow it.`);
    },
  };
}
