import type { Company, Interaction, OutOfOffice, Staff } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { createInteractions } from './interactions.ts';

const saveBackend = `INSERT INTO company_backends (tenant_id, url, sealed_secret) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id) DO UPDATE SET url = excluded.url, sealed_secret = excluded.sealed_secret, changed_at = clock_timestamp()`;

// A queue that was external before is taken again, whatever contacts of long ago still name it.
const markQueue = `UPDATE queues SET external = true, removed_at = NULL WHERE id = (SELECT id FROM queues
    WHERE tenant_id = $1 AND lower(name) = lower($2) AND NOT is_default ORDER BY removed_at NULLS FIRST LIMIT 1)
  AND tenant_id = $1 AND NOT EXISTS (SELECT FROM queues o WHERE o.tenant_id = $1 AND o.external) RETURNING id`;
const makeQueue = `INSERT INTO queues (id, tenant_id, name, external) SELECT $2, $1, $3, true
  WHERE NOT EXISTS (SELECT FROM queues o WHERE o.tenant_id = $1 AND o.external)`;
const unmarkQueue = 'UPDATE queues SET external = false WHERE tenant_id = $1 AND external RETURNING id';

// What is asked for at this moment has no id yet: its answer will find it unwanted.
const forgetAll = `UPDATE interactions SET state = CASE WHEN interaction_id IS NULL AND attempts = 0 THEN 'closed' ELSE 'unwanted' END,
    attempts = CASE WHEN interaction_id IS NULL THEN attempts ELSE 0 END, since = clock_timestamp(),
    due_at = CASE WHEN interaction_id IS NULL THEN due_at ELSE clock_timestamp() END
  WHERE tenant_id = $1 AND state IN ('wanted', 'open')`;

const staffColumns = 'id, name, staff_number AS "staffNumber"';
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const takeGone = `DELETE FROM customer_signs WHERE tenant_id = $1 AND contact_id = $2 AND seen_until <= clock_timestamp() RETURNING contact_id`;

export function createCompany(scope: TransactionScope): Company {
  const { tenantId } = scope;
  return {
    backend: () =>
      scope.one('SELECT url, sealed_secret AS "sealedSecret" FROM company_backends WHERE tenant_id = $1', [tenantId]),
    async saveBackend({ url, sealedSecret }) {
      await scope.query(saveBackend, [tenantId, url, sealedSecret]);
    },
    async removeBackend() {
      return (
        (await scope.one('DELETE FROM company_backends WHERE tenant_id = $1 RETURNING tenant_id', [tenantId])) !== null
      );
    },
    async externalQueueId() {
      const row = await scope.one<{ id: string }>('SELECT id FROM queues WHERE tenant_id = $1 AND external', [
        tenantId,
      ]);
      return row?.id ?? null;
    },
    async openExternalQueue(id, name) {
      const marked = await scope.one(markQueue, [tenantId, name]);
      if (marked === null) await scope.query(makeQueue, [tenantId, id, name]);
    },
    async closeExternalQueue() {
      const row = await scope.one<{ id: string }>(unmarkQueue, [tenantId]);
      if (row !== null) await scope.query(forgetAll, [tenantId]);
      return row?.id ?? null;
    },

    async setAttachedData(contactId, data) {
      await scope.query('UPDATE contacts SET attached_data = $3 WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        contactId,
        JSON.stringify(data),
      ]);
    },
    async setRegistered(customerId) {
      await scope.query('UPDATE customers SET registered = true WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        customerId,
      ]);
    },

    ...createInteractions(scope),

    async staff(staffId) {
      const byNumber = await scope.one<Staff>(
        `SELECT ${staffColumns} FROM agents WHERE tenant_id = $1 AND staff_number = $2`,
        [tenantId, staffId],
      );
      if (byNumber !== null || !isUuid.test(staffId)) return byNumber;
      return scope.one<Staff>(`SELECT ${staffColumns} FROM agents WHERE tenant_id = $1 AND id = $2`, [
        tenantId,
        staffId,
      ]);
    },
    async staffOf(agentIds) {
      const found = await scope.query<Staff>(
        `SELECT ${staffColumns} FROM agents WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
        [tenantId, [...agentIds]],
      );
      return agentIds.flatMap((id) => found.find((staff) => staff.id === id) ?? []);
    },
    async outOfOffice(agentIds) {
      const rows = await scope.query<{ id: string; message: string; forward: string[] }>(
        `SELECT id, out_of_office_message AS message, out_of_office_forward_to AS forward FROM agents
         WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND out_of_office_message IS NOT NULL`,
        [tenantId, [...agentIds]],
      );
      return new Map<string, OutOfOffice>(
        rows.map(({ id, message, forward }) => [id, { message, forwardTo: forward }]),
      );
    },
    async setOutOfOffice(agentId, value) {
      await scope.query(
        `UPDATE agents SET out_of_office_message = $3, out_of_office_forward_to = $4::uuid[] WHERE tenant_id = $1 AND id = $2`,
        [tenantId, agentId, value?.message ?? null, [...(value?.forwardTo ?? [])]],
      );
    },

    takeGone: async (contactId) =>
      (await scope.one<Pick<Interaction, 'contactId'>>(takeGone, [tenantId, contactId])) !== null,
  };
}
