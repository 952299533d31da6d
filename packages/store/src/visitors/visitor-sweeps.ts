import type { VisitorSweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set. */
export function createVisitorSweeps(database: Database): VisitorSweeps {
  return {
    async keepVisitorMonths() {
      const [row] = await database.change<{ gone: number }>('SELECT keep_visitor_months() AS gone');
      return row?.gone ?? 0;
    },
  };
}
