import type { IdentityProvider } from '../channels/provider.ts';
import type { DialPolicy } from '../calls/dial-policy.ts';
import type { CompanyServices } from '../company/ports.ts';
import type { Scanner } from '../files/scanner.ts';
import type { WebPush } from '../push/ports.ts';
import type { Bus } from './bus.ts';
import type { Outgoing } from './outgoing.ts';
import type { Blobs, Clock, FileInspector, Logger, PasswordHasher, Random, Sealer, Signer } from './ports.ts';
import type { Store } from './store.ts';

/** What commands run on. */
export interface Platform {
  readonly store: Store;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly inspector: FileInspector;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly sealer: Sealer;
  readonly signer: Signer;
  /** null: nobody looks for malware. */
  readonly scanner: Scanner | null;
  readonly passwords: PasswordHasher;
  readonly outgoing: Outgoing;
  readonly webPush: WebPush;
  readonly company: CompanyServices;
  readonly identityProvider: IdentityProvider;
  /** What the files of one company may take, in bytes. */
  readonly tenantFileBytes: number;
  /** Which numbers may be dialled. */
  readonly dialPolicy: DialPolicy;
}
