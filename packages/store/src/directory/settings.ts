import { type Directory, Refused } from '@alongside/domain';
import { LONGEST_HASH_SECONDS, type TenantSettings } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<Directory, 'settings' | 'updateSettings'>;

export function createSettings(scope: TransactionScope): Part {
  const found = (row: { settings: TenantSettings } | null): TenantSettings => {
    if (row === null) throw new Refused('not_found');
    const { settings } = row;
    // More was allowed once, and may still be kept.
    return { ...settings, transactionHashSeconds: Math.min(settings.transactionHashSeconds, LONGEST_HASH_SECONDS) };
  };
  return {
    settings: async () => found(await scope.one('SELECT settings FROM tenants WHERE id = $1', [scope.tenantId])),
    updateSettings: async (change) =>
      found(
        await scope.one('UPDATE tenants SET settings = settings || $2::jsonb WHERE id = $1 RETURNING settings', [
          scope.tenantId,
          JSON.stringify(change),
        ]),
      ),
  };
}
