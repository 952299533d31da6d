import { isIPv6 } from 'node:net';
import type { EngineClock } from '../clock.ts';

/** After so many failures within the window an address is not heard for a while. */
export interface BanRule {
  readonly failures: number;
  /** Milliseconds. */
  readonly window: number;
  readonly ban: number;
}

export const standardBan: BanRule = { failures: 5, window: 10 * 60_000, ban: 60 * 60_000 };

/** Addresses remembered; the oldest is forgotten first. */
const MOST = 50_000;

/** Who guesses. Peers of trunks are never counted: others could put a carrier's address on their datagrams. */
export class Bans {
  readonly #clock: EngineClock;
  readonly #rule: BanRule;
  readonly #isExempt: (host: string) => boolean;
  readonly #failures = new Map<string, { count: number; since: number }>();
  readonly #banned = new Map<string, number>();

  constructor(clock: EngineClock, rule: BanRule, isExempt: (host: string) => boolean) {
    this.#clock = clock;
    this.#rule = rule;
    this.#isExempt = isExempt;
  }

  has(host: string): boolean {
    const until = this.#banned.get(networkOf(host));
    return until !== undefined && until > this.#clock.now() && !this.#isExempt(host);
  }

  /** true: this one was one too many. */
  fail(host: string): boolean {
    if (this.#isExempt(host)) return false;
    const network = networkOf(host);
    const now = this.#clock.now();
    const before = this.#failures.get(network);
    const count = before && before.since + this.#rule.window > now ? before.count + 1 : 1;
    this.#failures.delete(network);
    if (count >= this.#rule.failures) {
      remember(this.#banned, network, now + this.#rule.ban);
      return true;
    }
    remember(this.#failures, network, { count, since: count === 1 || !before ? now : before.since });
    return false;
  }

  succeed(host: string): void {
    this.#failures.delete(networkOf(host));
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  const oldest = map.size >= MOST ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}

/** Of IPv6 the network of one customer, since one has 2^64 addresses. */
function networkOf(host: string): string {
  if (!isIPv6(host)) return host;
  const [head = '', tail = ''] = host.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const full = host.includes('::')
    ? [...groups, ...Array(8 - groups.length - after.length).fill('0'), ...after]
    : groups;
  return full.slice(0, 4).join(':');
}
