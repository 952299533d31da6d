import type { LinePlace, QueueLength, Queues } from '@alongside/domain';
import type { QueueView } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

const headLength = 20;

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
  WHERE q.tenant_id = $1 AND q.removed_at IS NULL ORDER BY q.is_default DESC, q.name`;

const line = `SELECT c.id AS "contactId", c.conversation_id AS "conversationId", c.state = 'offered' AS ringing,
    floor(extract(epoch FROM c.waiting_since) * 1000)::double precision AS "waitingSince"
  FROM contacts c WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state IN ('waiting', 'offered')
  ORDER BY c.priority DESC, c.place_at, c.id`;

const placeOf = `SELECT c.id AS "contactId", c.conversation_id AS "conversationId", c.state = 'offered' AS ringing,
    floor(extract(epoch FROM c.waiting_since) * 1000)::double precision AS "waitingSince", ahead.everybody + 1 AS position,
    ahead.waiting AS "waitingAhead"
  FROM contacts c CROSS JOIN LATERAL (
    SELECT count(*)::integer AS everybody, count(*) FILTER (WHERE o.state = 'waiting')::integer AS waiting FROM contacts o
    WHERE o.tenant_id = $1 AND o.queue_id = c.queue_id AND o.state IN ('waiting', 'offered')
      AND (o.priority > c.priority OR (o.priority = c.priority AND (o.place_at, o.id) < (c.place_at, c.id)))) ahead
  WHERE c.tenant_id = $1 AND c.id = $2 AND c.state IN ('waiting', 'offered')`;

const lengths = `SELECT q.id, q.rings, q.average_handle_seconds AS "averageHandleSeconds", q.average_ring_seconds AS "averageRingSeconds",
    coalesce(q.offer_seconds, (t.settings->>'offerSeconds')::integer, 30) AS "offerSeconds",
    q.call_back_after_seconds AS "callBackAfterSeconds", coalesce(l.waiting, 0) AS waiting,
    floor(extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now
  FROM queues q JOIN tenants t ON t.id = q.tenant_id
  LEFT JOIN (SELECT c.queue_id, count(*)::integer AS waiting FROM contacts c
    WHERE c.tenant_id = $1 AND c.state IN ('waiting', 'offered') GROUP BY c.queue_id) l ON l.queue_id = q.id
  WHERE q.tenant_id = $1 AND NOT q.external AND (q.removed_at IS NULL OR l.waiting > 0)`;

export function createQueues(scope: TransactionScope): Queues {
  const { tenantId } = scope;
  return {
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
    line: (queueId) => scope.query<LinePlace>(line, [tenantId, queueId]),
    placeOf: (contactId) =>
      scope.one<LinePlace & { position: number; waitingAhead: number }>(placeOf, [tenantId, contactId]),
    async queuesOf(contactIds) {
      const rows = await scope.query<{ id: string }>(
        `SELECT DISTINCT c.queue_id AS id FROM contacts c
         WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[]) AND c.state IN ('waiting', 'offered')`,
        [tenantId, contactIds],
      );
      return rows.map(({ id }) => id);
    },
    lengths: () => scope.query<QueueLength>(lengths, [tenantId]),
    async defaultQueueId() {
      const row = await scope.one<{ id: string }>('SELECT id FROM queues WHERE tenant_id = $1 AND is_default', [
        tenantId,
      ]);
      if (row === null) throw new Error('The tenant has no default queue.');
      return row.id;
    },
    get: (queueId) =>
      scope.one('SELECT id, name FROM queues WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL', [
        tenantId,
        queueId,
      ]),
  };
}
