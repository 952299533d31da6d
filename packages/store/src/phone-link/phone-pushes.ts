import { createHash } from 'node:crypto';
import type { PhoneLinks, RingingNow } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<PhoneLinks, 'savePush' | 'removePush' | 'pushes' | 'pushAgents' | 'takeRinging'>;

const MOST = 5;

const takeOver = 'DELETE FROM phone_pushes WHERE tenant_id = $1 AND digest = $2 AND (agent_id, id) <> ($3, $4)';
const save = `INSERT INTO phone_pushes (tenant_id, agent_id, id, endpoint, digest, p256dh, auth) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (tenant_id, agent_id, id) DO UPDATE SET endpoint = excluded.endpoint, digest = excluded.digest, p256dh = excluded.p256dh,
    auth = excluded.auth, renewed_at = clock_timestamp()`;
const keepLatest = `DELETE FROM phone_pushes WHERE tenant_id = $1 AND agent_id = $2 AND id NOT IN (
  SELECT id FROM phone_pushes WHERE tenant_id = $1 AND agent_id = $2 ORDER BY renewed_at DESC, id LIMIT ${MOST})`;

// Who is ready already is reached from now on too; the trigger looks at the new row.
const reach = `UPDATE desks SET state = state WHERE tenant_id = $1 AND agent_id = $2 AND state = 'available'`;
/** Nobody can be woken any more: the next sign of life counts again, and its absence too. */
export const unreach = `UPDATE desks SET seen_until = least(seen_until, clock_timestamp() + interval '20 s') WHERE tenant_id = $1 AND agent_id = $2
  AND NOT EXISTS (SELECT FROM phone_pushes p WHERE p.tenant_id = $1 AND p.agent_id = $2)`;

const takeRinging = `WITH taken AS (
    UPDATE contacts SET woken_epoch = offer_epoch WHERE tenant_id = $1 AND offered_to = $2 AND state = 'offered' AND help_type <> 'CHAT'
      AND offer_deadline > clock_timestamp() AND woken_epoch IS DISTINCT FROM offer_epoch
    RETURNING id, customer_id, queue_id, offer_deadline
  )
  SELECT t.id, u.name AS customer, q.name AS queue, extract(epoch FROM t.offer_deadline - clock_timestamp())::float8 AS "secondsLeft"
  FROM taken t JOIN customers u ON u.tenant_id = $1 AND u.id = t.customer_id JOIN queues q ON q.tenant_id = $1 AND q.id = t.queue_id`;

export function createPhonePushes(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async savePush(agentId, { id, endpoint, keys: { p256dh, auth } }) {
      const digest = createHash('sha256').update(endpoint).digest();
      await scope.query(takeOver, [tenantId, digest, agentId, id]);
      await scope.query(save, [tenantId, agentId, id, endpoint, digest, p256dh, auth]);
      await scope.query(keepLatest, [tenantId, agentId]);
      await scope.query(reach, [tenantId, agentId]);
    },
    async removePush(agentId, id) {
      await scope.query('DELETE FROM phone_pushes WHERE tenant_id = $1 AND agent_id = $2 AND id = $3', [
        tenantId,
        agentId,
        id,
      ]);
      await scope.query(unreach, [tenantId, agentId]);
    },
    async pushes(agentId) {
      const rows = await scope.query<{ id: string; endpoint: string; p256dh: string; auth: string }>(
        'SELECT id, endpoint, p256dh, auth FROM phone_pushes WHERE tenant_id = $1 AND agent_id = $2 ORDER BY renewed_at DESC, id',
        [tenantId, agentId],
      );
      return rows.map(({ id, endpoint, p256dh, auth }) => ({ id, endpoint, keys: { p256dh, auth } }));
    },
    async pushAgents() {
      const rows = await scope.query<{ id: string }>(
        'SELECT DISTINCT agent_id AS id FROM phone_pushes WHERE tenant_id = $1',
        [tenantId],
      );
      return rows.map(({ id }) => id);
    },
    takeRinging: (agentId) => scope.query<RingingNow>(takeRinging, [tenantId, agentId]),
  };
}
