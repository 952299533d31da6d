import type { Logger, TelephonyEvent } from '@alongside/domain';
import type { EngineClock, Timing } from '../clock.ts';
import type { Transactions } from '../transaction/transactions.ts';
import type { Endpoint, TransportName } from '../transport/endpoint.ts';
import type { Resolver } from '../transport/resolve.ts';

/** What trunks need of the engine around them. */
export interface TrunkServices {
  readonly clock: EngineClock;
  readonly timing: Timing;
  readonly log: Logger;
  readonly transactions: Transactions;
  readonly resolver: Resolver;
  readonly randomText: () => string;
  readonly randomNumber: () => number;
  readonly own: (transport: TransportName) => { readonly host: string; readonly port: number };
  /** Two line ends that keep a hole in a NAT open. */
  readonly keepAlive: (to: Endpoint) => void;
  readonly emit: (event: TelephonyEvent) => void;
}
