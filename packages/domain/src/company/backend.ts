import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import type { CompanyBackend } from './ports.ts';

/** Where the company's services are, with the secret opened; null: none is set. */
export async function openBackend(platform: Platform, tenantId: string): Promise<CompanyBackend | null> {
  const kept = await platform.store.transaction(tenantId, (tx) => tx.company.backend());
  if (kept === null) return null;
  return { url: kept.url, keyId: keyIdOf(tenantId), secret: platform.sealer.open(kept.sealedSecret) };
}

/** @throws Refused `company_not_set` */
export async function mustOpenBackend(platform: Platform, tenantId: string): Promise<CompanyBackend> {
  const backend = await openBackend(platform, tenantId);
  if (backend === null) throw new Refused('company_not_set');
  return backend;
}

/** The name under which our requests to a company are signed. */
export const keyIdOf = (tenantId: string): string => `alongside_${tenantId.replaceAll('-', '')}`;
