import type { FileSweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set. */
export function createFileSweeps(database: Database): FileSweeps {
  return {
    forgetUntaken: (limit) =>
      database.change('SELECT tenant AS "tenantId", file AS id, key FROM untaken_files($1)', [limit]),
    unnamedBlobs: (limit) => database.read('SELECT tenant AS "tenantId", key FROM unnamed_blobs($1)', [limit]),
    quarantined: (limit) =>
      database.read('SELECT tenant AS "tenantId", file AS id, key FROM quarantined_files($1)', [limit]),
    forgetLargeEvents: (limit) =>
      database.change('SELECT tenant AS "tenantId", event AS id FROM ended_large_events($1)', [limit]),
  };
}
