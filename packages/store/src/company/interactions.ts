import type { Company, Interaction, InteractionState } from '@alongside/domain';
import type { AttachedData } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Company,
  | 'newInteraction'
  | 'findInteraction'
  | 'interactionOf'
  | 'awaitsId'
  | 'noteCreated'
  | 'noteClosed'
  | 'stillWanted'
  | 'retry'
>;

const columns = 'contact_id AS "contactId", round, state, interaction_id AS "interactionId"';

const wanted = `SELECT u.customer_number AS "customerId", u.id_number AS "identityNumber", c.attached_data AS "attachedData"
  FROM contacts c JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id WHERE c.tenant_id = $1 AND c.id = $2`;

// Whoever gave up while the answer was on its way is to be forgotten now that there is a name for it.
const created = `UPDATE interactions SET interaction_id = $4, attempts = 0, due_at = clock_timestamp(),
    state = CASE state WHEN 'wanted' THEN 'open' ELSE state END
  WHERE tenant_id = $1 AND contact_id = $2 AND round = $3 AND interaction_id IS NULL RETURNING state`;

const awaited = `SELECT contact_id FROM interactions
  WHERE tenant_id = $1 AND state = 'wanted' AND interaction_id IS NULL AND attempts > 0 LIMIT 1`;

/** What has to do with the company's call system; the rows are made by the contacts' trigger. */
export function createInteractions(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    newInteraction: (contactId) =>
      scope.one<{ customerId: string; identityNumber: string | null; attachedData: AttachedData }>(wanted, [
        tenantId,
        contactId,
      ]),
    findInteraction: (interactionId) =>
      scope.one<Interaction>(
        `SELECT ${columns} FROM interactions WHERE tenant_id = $1 AND interaction_id = $2 ORDER BY since DESC, round DESC LIMIT 1`,
        [tenantId, interactionId],
      ),
    interactionOf: (contactId) =>
      scope.one<Interaction>(
        `SELECT ${columns} FROM interactions WHERE tenant_id = $1 AND contact_id = $2 ORDER BY round DESC LIMIT 1`,
        [tenantId, contactId],
      ),
    awaitsId: async () => (await scope.one(awaited, [tenantId])) !== null,
    async noteCreated(contactId, round, interactionId) {
      const row = await scope.one<{ state: InteractionState }>(created, [tenantId, contactId, round, interactionId]);
      return row?.state ?? null;
    },
    async noteClosed(contactId, round) {
      await scope.query(
        `UPDATE interactions SET state = 'closed' WHERE tenant_id = $1 AND contact_id = $2 AND round = $3`,
        [tenantId, contactId, round],
      );
    },
    async stillWanted(contactId, round) {
      // The contact first, as whoever moves it does; what became of the wait is read when it stands still.
      await scope.query('SELECT id FROM contacts WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE', [
        tenantId,
        contactId,
      ]);
      const row = await scope.one(
        `SELECT round FROM interactions WHERE tenant_id = $1 AND contact_id = $2 AND round = $3 AND state = 'wanted'`,
        [tenantId, contactId, round],
      );
      return row !== null;
    },
    async retry(contactId, round, seconds) {
      await scope.query(
        `UPDATE interactions SET due_at = clock_timestamp() + make_interval(secs => $4)
         WHERE tenant_id = $1 AND contact_id = $2 AND round = $3 AND state IN ('wanted', 'unwanted')`,
        [tenantId, contactId, round, seconds],
      );
    },
  };
}
