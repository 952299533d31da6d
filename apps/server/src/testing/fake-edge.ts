import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger, Platform, Tenant } from '@alongside/domain';
import { DEFAULT_SETTINGS } from '@alongside/domain';
import { createOrigins } from '../edge/origins.ts';
import { createReadiness } from '../edge/readiness.ts';
import { PendingSends } from '../edge/pending-sends.ts';
import { createLimit } from '../edge/rates.ts';
import { createHttp, type TrustProxy } from '../http/create-http.ts';
import { serveApps } from '../http/static-apps.ts';
import { silentLog } from '../engines/log.ts';

export interface FakeEdgeOptions {
  readonly origins?: readonly string[];
  readonly publicUrl?: string;
  readonly trustProxy?: TrustProxy;
  readonly rateScale?: number;
  readonly log?: Logger;
  /** Everything in the store that a test needs. */
  readonly store?: Partial<Platform['store']>;
  /** A media engine is here. */
  readonly calls?: boolean;
  readonly stopping?: () => boolean;
}

export const TENANT_ID = '6f1c2f0e-9f1b-4e43-8d2b-0c9a2f6f1c2f';

/** The HTTP front door on a platform that has one tenant, "demo", and nothing else: what reaches the store fails. */
export async function fakeEdge(options: FakeEdgeOptions = {}) {
  const tenant: Tenant = {
    id: TENANT_ID,
    domain: 'demo',
    brandId: 1001,
    settings: { ...DEFAULT_SETTINGS, origins: [...(options.origins ?? [])] },
  };
  const nothing = async (): Promise<never> => {
    throw new Error('This test has no store.');
  };
  const store = {
    transaction: nothing,
    ping: async () => {},
    tenants: {
      all: async () => [tenant],
      only: async () => tenant,
      byId: async (id: string) => (id === tenant.id ? tenant : null),
      byDomain: async (domain: string) => (domain === tenant.domain ? tenant : null),
      create: nothing,
    },
    ...options.store,
  } as Platform['store'];
  const log = options.log ?? silentLog;
  const platform = {
    store,
    log,
    random: { bytes: (count: number) => randomBytes(count), uuid: () => randomUUID() },
    clock: { now: () => new Date() },
    passwords: { hash: nothing, verify: async () => false },
  } as unknown as Platform;
  const origins = createOrigins(platform, options.publicUrl ?? null);
  const edge = {
    platform,
    log,
    origins,
    limit: createLimit(options.rateScale ?? 0),
    facts: {
      version: 'test',
      sends: new PendingSends(),
      calls: options.calls ?? false,
      registrar: null,
      tenantId: async (domain: string) => (await origins.tenant(domain))?.id ?? null,
      linkHost: () => '',
      stopping: options.stopping ?? (() => false),
      ready: createReadiness(store),
      viewerFrame: async () => null,
      isOwnPage: () => true,
    },
  };
  const app = await createHttp(edge, options.trustProxy ?? false);
  await serveApps(app, edge);
  return app;
}

/** A log that keeps its lines. */
export function recordingLog(): Logger & { lines: { level: string; fields: object; message: string }[] } {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
