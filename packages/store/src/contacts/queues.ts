import type { Candidate, QueueFacts, Queues } from '@alongside/domain';
import type { QueueView, TenantSettings } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

const headLength = 20;
/** How much one more contact moves the running average. */
const averageWeight = 0.1;

// Fewest contacts first; among equals whoever has been without a new one for longest.
const best = `SELECT d.agent_id AS id FROM desks d JOIN agents a ON a.tenant_id = d.tenant_id AND a.id = d.agent_id
  WHERE d.tenant_id = $1 AND d.state = 'available' AND d.seen_until > clock_timestamp() AND d.open_contacts < d.capacity AND NOT a.disabled
    AND ($3::uuid IS NULL OR d.agent_id = $3)
    AND NOT EXISTS (SELECT FROM contact_mutes m WHERE m.contact_id = $2 AND m.agent_id = d.agent_id AND m.until > clock_timestamp())
  ORDER BY d.open_contacts, d.last_freed_at, d.agent_id LIMIT 1`;

const inLine = `FROM contacts c WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state IN ('waiting', 'offered')
  ORDER BY c.priority DESC, c.place_at, c.id`;

const views = `SELECT q.id, q.name, line.waiting, line.oldest, coalesce(head.contacts, '[]') AS head FROM queues q
  CROSS JOIN LATERAL (SELECT count(*)::integer AS waiting, min(c.place_at) AS oldest FROM contacts c
    WHERE c.tenant_id = $1 AND c.queue_id = q.id AND c.state IN ('waiting', 'offered')) line
  CROSS JOIN LATERAL (SELECT json_agg(json_build_object('contactId', h.id, 'customerName', h.name, 'helpType', h.help_type,
      'requestedAt', to_char(h.place_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'offered', h.state = 'offered')
      ORDER BY h.priority DESC, h.place_at, h.id) AS contacts
    FROM (SELECT c.id, u.name, c.help_type, c.place_at, c.state, c.priority
      FROM contacts c JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
      WHERE c.tenant_id = $1 AND c.queue_id = q.id AND c.state IN ('waiting', 'offered')
      ORDER BY c.priority DESC, c.place_at, c.id LIMIT ${headLength}) h) head
  WHERE q.tenant_id = $1 ORDER BY q.is_default DESC, q.name`;

const facts = `SELECT q.average_handle_seconds AS "averageHandleSeconds", team.agents AS "availableAgents", team.slots FROM queues q
  CROSS JOIN (SELECT count(*)::integer AS agents, coalesce(sum(d.capacity), 0)::integer AS slots
    FROM desks d WHERE d.tenant_id = $1 AND d.state = 'available' AND d.seen_until > clock_timestamp()) team
  WHERE q.tenant_id = $1 AND q.id = $2`;

const noteStart = `UPDATE queues SET started_contacts = started_contacts + 1, last_started_at = clock_timestamp()
  WHERE tenant_id = $1 AND id = $2`;

const noteEnd = `UPDATE queues q SET average_handle_seconds =
    coalesce(q.average_handle_seconds + ${averageWeight} * (c.length - q.average_handle_seconds), c.length)
  FROM (SELECT extract(epoch FROM ended_at - started_at)::double precision AS length FROM contacts
    WHERE tenant_id = $1 AND id = $3 AND started_at IS NOT NULL AND ended_at IS NOT NULL) c
  WHERE q.tenant_id = $1 AND q.id = $2`;

const noFacts: QueueFacts = { availableAgents: 0, slots: 0, averageHandleSeconds: null };

export function createQueues(scope: TransactionScope): Queues {
  const { tenantId } = scope;
  return {
    async tryDecide(queueId) {
      const row = await scope.one<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended('queue/' || $1, 0)) AS mine`,
        [queueId],
      );
      return row?.mine === true;
    },
    waiting: (queueId, limit) =>
      scope.query<Candidate>(
        `SELECT c.id AS "contactId", c.conversation_id AS "conversationId", c.target_agent_id AS "targetAgentId"
         FROM contacts c WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state IN ('waiting', 'offered') AND c.state = 'waiting'
         ORDER BY c.priority DESC, c.place_at, c.id LIMIT $3`,
        [tenantId, queueId, limit],
      ),
    async bestAgent(_queueId, contactId, onlyAgentId) {
      const row = await scope.one<{ id: string }>(best, [tenantId, contactId, onlyAgentId]);
      return row?.id ?? null;
    },
    async clearTarget(contactId) {
      await scope.query('UPDATE contacts SET target_agent_id = NULL WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        contactId,
      ]);
    },
    async offerSeconds() {
      const row = await scope.one<{ settings: TenantSettings }>('SELECT settings FROM tenants WHERE id = $1', [
        tenantId,
      ]);
      if (row === null) throw new Error('The tenant of this transaction does not exist.');
      return row.settings.offerSeconds;
    },
    async views() {
      const rows = await scope.query<{
        id: string;
        name: string;
        waiting: number;
        oldest: string | null;
        head: QueueView['head'];
      }>(views, [tenantId]);
      return rows.map(({ oldest, ...row }) => ({ ...row, oldestRequestedAt: oldest }));
    },
    async standings(queueId) {
      const order = await scope.query<{ contactId: string; conversationId: string }>(
        `SELECT c.id AS "contactId", c.conversation_id AS "conversationId" ${inLine}`,
        [tenantId, queueId],
      );
      return { order, facts: (await scope.one<QueueFacts>(facts, [tenantId, queueId])) ?? noFacts };
    },
    async defaultQueueId() {
      const row = await scope.one<{ id: string }>('SELECT id FROM queues WHERE tenant_id = $1 AND is_default', [
        tenantId,
      ]);
      if (row === null) throw new Error('The tenant has no default queue.');
      return row.id;
    },
    get: (queueId) => scope.one('SELECT id, name FROM queues WHERE tenant_id = $1 AND id = $2', [tenantId, queueId]),
    async noteStart(queueId) {
      await scope.query(noteStart, [tenantId, queueId]);
    },
    async noteEnd(queueId, contactId) {
      await scope.query(noteEnd, [tenantId, queueId, contactId]);
    },
  };
}
