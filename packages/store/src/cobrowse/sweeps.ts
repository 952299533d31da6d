import type { CobrowseRecordingSweeps, CobrowseSweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set. */
export function createCobrowseSweeps(database: Database): CobrowseSweeps & CobrowseRecordingSweeps {
  return {
    dueCobrowse: (limit) =>
      database.change('SELECT tenant AS "tenantId", session AS "sessionId" FROM due_cobrowse($1)', [limit]),
    async expireCobrowse() {
      const [row] = await database.change<{ gone: number }>('SELECT expire_cobrowse()::integer AS gone');
      return row?.gone ?? 0;
    },
    async endLostRecordings(seconds, days) {
      const [row] = await database.change<{ ended: number }>('SELECT end_lost_cobrowse_recordings($1, $2) AS ended', [
        seconds,
        days,
      ]);
      return row?.ended ?? 0;
    },
    dueRecordings: (limit) =>
      database.change(
        'SELECT tenant AS "tenantId", recording AS id, count AS chunks FROM due_cobrowse_recordings($1)',
        [limit],
      ),
  };
}
