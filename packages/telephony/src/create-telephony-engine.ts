import type { Logger, Random, TelephonyEngine } from '@alongside/domain';
import { type BanRule, standardBan } from './auth/bans.ts';
import { type EngineClock, standardTiming, systemClock, type Timing } from './clock.ts';
import { Engine } from './engine.ts';
import { type Resolver, systemResolver } from './transport/resolve.ts';
import type { Listen } from './transport/transports.ts';

export interface TelephonyOptions {
  /** At most one of each transport. Without UDP nothing goes out over UDP; TCP and TLS go out in any case. */
  readonly listen: readonly Listen[];
  /** Our address as the carrier sees it, where that is not where we listen. */
  readonly advertise?: string | null;
  /** PEM. `key` and `cert` to listen with TLS; `ca`: authorities to believe instead of the public ones. */
  readonly tls?: { readonly key?: string; readonly cert?: string; readonly ca?: string };
  readonly random: Random;
  readonly log: Logger;
  readonly clock?: EngineClock;
  readonly timing?: Timing;
  readonly resolver?: Resolver;
  readonly ban?: BanRule;
  /** Milliseconds between two questions to the other side of a call whether it is still there. */
  readonly liveness?: number;
}

/** Listens, and speaks SIP until `close`. Rejects if an address cannot be listened on. */
export async function createTelephonyEngine(options: TelephonyOptions): Promise<TelephonyEngine> {
  const engine = new Engine({
    listen: options.listen,
    advertise: options.advertise ?? null,
    tls: options.tls ?? {},
    random: options.random,
    log: options.log,
    clock: options.clock ?? systemClock,
    timing: options.timing ?? standardTiming,
    resolver: options.resolver ?? systemResolver,
    ban: options.ban ?? standardBan,
    liveness: options.liveness ?? 60_000,
  });
  await engine.open();
  return engine;
}
