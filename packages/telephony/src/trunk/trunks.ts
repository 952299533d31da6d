import type { Trunk } from '@alongside/domain';
import type { SipRequest } from '../message/sip-message.ts';
import { numberOf, parseUri } from '../message/uri.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { TrunkLink } from './trunk-link.ts';
import type { TrunkServices } from './trunk-services.ts';
import { troubleWith } from './trunk-settings.ts';

/** All trunks of all tenants. */
export class Trunks {
  readonly #services: TrunkServices;
  readonly #links = new Map<string, TrunkLink>();

  constructor(services: TrunkServices) {
    this.#services = services;
  }

  /** The whole list. A trunk that is set as before goes on undisturbed. */
  set(trunks: readonly Trunk[]): void {
    const wanted = new Map(trunks.map((trunk) => [trunk.id, trunk]));
    for (const [id, link] of this.#links) {
      if (JSON.stringify(wanted.get(id)) === JSON.stringify(link.trunk)) continue;
      this.#links.delete(id);
      void link.stop();
    }
    for (const trunk of trunks) {
      if (this.#links.has(trunk.id)) continue;
      const reason = troubleWith(trunk);
      if (reason !== null) {
        this.#services.emit({ type: 'trunk', trunkId: trunk.id, state: 'failed', reason, status: null });
        continue;
      }
      const link = new TrunkLink(trunk, this.#services);
      this.#links.set(trunk.id, link);
      link.start();
    }
  }

  get(trunkId: string): TrunkLink | null {
    return this.#links.get(trunkId) ?? null;
  }

  isPeer(from: Pick<Endpoint, 'host'>): boolean {
    for (const link of this.#links.values()) if (link.isPeer(from)) return true;
    return false;
  }

  /**
   * Over which trunks a call may have come. Our Contact there is known to its carrier alone, and says which; else all that know the address, those of
   * the number that was called first: what a tenant writes into a trunk proves nothing against another's.
   */
  ofCall(request: SipRequest, from: Endpoint): readonly TrunkLink[] {
    const mine = [...this.#links.values()].filter((link) => link.isPeer(from));
    const uri = parseUri(request.uri);
    const called = numberOf(uri);
    const certain = mine.find(({ token }) => token === uri?.user);
    if (certain) return [certain];
    const isCalled = ({ trunk }: TrunkLink) => called !== '' && digits(trunk.callerNumber) === digits(called);
    return [...mine.filter(isCalled), ...mine.filter((link) => !isCalled(link))];
  }

  async close(): Promise<void> {
    const links = [...this.#links.values()];
    this.#links.clear();
    await Promise.all(links.map((link) => link.stop()));
  }
}

const digits = (number: string) => number.replace(/\D/g, '');
