import { join } from 'node:path';
import { createCopiedBlobs, createFileInspector, createFolderBlobs } from '@alongside/blobs';
import { createInProcessBus, createNoticeBus } from '@alongside/bus';
import type { IdentityProvider, Logger, PasswordHasher, Platform } from '@alongside/domain';
import { companyServices } from '@alongside/surface-online-help';
import { createStore, migrate } from '@alongside/store';
import { decideDial } from '@alongside/telephony';
import { createOpenId } from './openid.ts';
import { createOutgoing } from './outgoing.ts';
import type { AllowList } from './outgoing-target.ts';
import { createPasswordHasher } from './passwords.ts';
import { systemClock, systemRandom } from './random.ts';
import { type ClamdAddress, createClamd } from './clamd.ts';
import { createWebPush } from './web-push.ts';
import { createSealer } from './sealer.ts';
import { createSigner } from './signer.ts';

const GIBIBYTE = 1024 ** 3;

export interface PlatformOptions {
  readonly databaseUrl: string;
  /** Files lie in `<dataDir>/files`. */
  readonly dataDir: string;
  /** Files are put into `<archive>/files` too, and stay there. */
  readonly archive?: string | null;
  readonly secretKey: string;
  /** Other processes work on the same database, and are told what happens here. */
  readonly several?: boolean;
  readonly log: Logger;
  /** Lets a database that may forget what it acknowledged pass. */
  readonly unsafe: boolean;
  /** Private addresses that may be called all the same; none by default. */
  readonly allowPrivate?: AllowList;
  /** The malware scanner; none by default. */
  readonly clamd?: ClamdAddress | null;
  /** What the files of one company may take; 100 GiB by default. Bytes. */
  readonly tenantFileBytes?: number;
  /** Demo mode puts its own provider in front of the real ones. */
  readonly identityProvider?: (real: IdentityProvider) => IdentityProvider;
  /** Tests hash more cheaply. */
  readonly passwords?: PasswordHasher;
}

/** The engines of one machine behind the domain's ports, on a migrated database. @throws StoreError with a sentence for the user */
export async function openPlatform(options: PlatformOptions): Promise<{ platform: Platform; close(): Promise<void> }> {
  const { databaseUrl: url, log, unsafe } = options;
  await migrate(url, { unsafe });
  const random = systemRandom(systemClock);
  const bus = options.several ? createNoticeBus({ url, log }) : createInProcessBus({ log });
  const folder = await createFolderBlobs(join(options.dataDir, 'files'));
  const blobs = options.archive
    ? createCopiedBlobs(folder, await createFolderBlobs(join(options.archive, 'files')), log)
    : folder;
  const store = await createStore({ url, bus, log, random, unsafe });
  const outgoing = createOutgoing({ allowed: options.allowPrivate ?? [] });
  const openId = createOpenId({ outgoing, log });
  const platform: Platform = {
    store,
    bus,
    blobs,
    inspector: createFileInspector(),
    clock: systemClock,
    random,
    log,
    sealer: createSealer(options.secretKey),
    signer: createSigner(options.secretKey),
    scanner: options.clamd ? createClamd(options.clamd, log) : null,
    passwords: options.passwords ?? createPasswordHasher(),
    outgoing,
    webPush: createWebPush(),
    company: companyServices({ outgoing, clock: systemClock, log }),
    identityProvider: options.identityProvider?.(openId) ?? openId,
    tenantFileBytes: options.tenantFileBytes ?? 100 * GIBIBYTE,
    dialPolicy: decideDial,
  };
  return {
    platform,
    async close() {
      await store.close();
      await bus.close();
    },
  };
}
