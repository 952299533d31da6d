import type { CompanySweeps } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set. */
export function createCompanySweeps(database: Database): CompanySweeps {
  return {
    claimInteractions: (limit, seconds, passed = []) =>
      // Once: sent twice, the second answer would hide what the first has taken.
      database.statement(
        `SELECT tenant AS "tenantId", contact AS "contactId", no AS round, wants, external_id AS "interactionId", attempt, age
         FROM claim_interactions($1, $2, $3)`,
        [limit, seconds, passed],
        true,
      ),
    async touchCustomers(customers, seconds) {
      if (customers.length === 0) return;
      const tenants = customers.map(({ tenantId }) => tenantId);
      const contacts = customers.map(({ contactId }) => contactId);
      await database.statement('SELECT touch_customers($1, $2, $3)', [tenants, contacts, seconds]);
    },
    goneCustomers: (limit) =>
      database.read('SELECT tenant AS "tenantId", contact AS "contactId" FROM gone_customers($1)', [limit]),
  };
}
