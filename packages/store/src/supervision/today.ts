import type { TransactionScope } from '../transaction-scope.ts';

/** YYYY-MM-DD where the company is. */
export async function readToday(scope: TransactionScope): Promise<string> {
  const row = await scope.one<{ day: string }>("SELECT to_char(tenant_day($1), 'YYYY-MM-DD') AS day", [scope.tenantId]);
  return row?.day ?? '';
}
