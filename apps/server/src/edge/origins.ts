import type { IncomingHttpHeaders } from 'node:http';
import type { Platform, Tenant } from '@alongside/domain';

/** Tenants' lists are read again after this long: a change of settings takes effect within it. */
const KEPT_MILLISECONDS = 2_000;
const HOST = /^[A-Za-z0-9.:[\]-]{1,255}$/;

/** Which pages may speak to us: our own, and those that a tenant lists. */
export interface Origins {
  /** Our own origin as this request reached us; null: the Host header is no host. */
  own(request: { headers: IncomingHttpHeaders; protocol: string; host: string }): string | null;
  /** Whether any tenant lists this origin: enough to answer a preflight, never enough to answer a request. */
  listedByAnyone(origin: string): Promise<boolean>;
  listedBy(tenantId: string, origin: string): Promise<boolean>;
  /** By its domain word, with its list; null: no such tenant. */
  tenant(domain: string): Promise<Tenant | null>;
}

/** With a public URL only that is our own; without one, whatever host the request was sent to. */
export function createOrigins(platform: Platform, publicUrl: string | null): Origins {
  const configured = publicUrl === null ? null : new URL(publicUrl).origin;
  const tenants = keptTenants(platform);
  return {
    own: ({ protocol, host }) => configured ?? (HOST.test(host) ? `${protocol}://${host.toLowerCase()}` : null),
    listedByAnyone: async (origin) => (await tenants()).some(({ settings }) => settings.origins.includes(origin)),
    listedBy: async (tenantId, origin) =>
      (await tenants()).some(({ id, settings }) => id === tenantId && settings.origins.includes(origin)),
    tenant: async (domain) => (await tenants()).find((tenant) => tenant.domain === domain) ?? null,
  };
}

function keptTenants(platform: Platform): () => Promise<Tenant[]> {
  let kept: { at: number; tenants: Promise<Tenant[]> } | undefined;
  return () => {
    const now = performance.now();
    if (kept === undefined || now - kept.at > KEPT_MILLISECONDS) {
      const reading = { at: now, tenants: platform.store.tenants.all() };
      kept = reading;
      reading.tenants.catch(() => {
        if (kept === reading) kept = undefined;
      });
    }
    return kept.tenants;
  };
}
