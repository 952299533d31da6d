import type { CobrowseSweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set. */
export function createCobrowseSweeps(database: Database): CobrowseSweeps {
  return {
    endCobrowse: (limit) =>
      database.change('SELECT tenant AS "tenantId", session AS "sessionId", reason FROM end_cobrowse($1)', [limit]),
    async expireCobrowse() {
      const [row] = await database.change<{ gone: number }>('SELECT expire_cobrowse()::integer AS gone');
      return row?.gone ?? 0;
    },
  };
}
