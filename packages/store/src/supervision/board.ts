import type { Supervision } from '@alongside/domain';
import type { BoardAgent } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { figuresOfDays, sumsOf } from './figures.ts';
import { readToday } from './today.ts';

type Board = Awaited<ReturnType<Supervision['board']>>;

const time = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const queues = `SELECT q.id, q.name, q.hours_id AS "hoursId", line.waiting, ${time('line.oldest')} AS "oldestRequestedAt",
    coalesce(busy.active, 0) AS active,
    json_build_object('seconds', q.service_level_seconds, 'percent', q.service_level_percent) AS goal,
    coalesce(today.sums, (SELECT ${sumsOf} FROM figures f WHERE false)) AS sums
  FROM queues q
  CROSS JOIN LATERAL (SELECT count(*)::integer AS waiting, min(c.place_at) AS oldest FROM contacts c
    WHERE c.tenant_id = $1 AND c.queue_id = q.id AND c.state IN ('waiting', 'offered')) line
  LEFT JOIN (SELECT c.queue_id, count(*)::integer AS active FROM contacts c WHERE c.tenant_id = $1 AND c.state = 'active'
    GROUP BY c.queue_id) busy ON busy.queue_id = q.id
  LEFT JOIN (SELECT f.queue_id, ${sumsOf} AS sums FROM ${figuresOfDays} f GROUP BY f.queue_id) today ON today.queue_id = q.id
  WHERE q.tenant_id = $1 AND q.removed_at IS NULL ORDER BY q.is_default DESC, lower(q.name), q.id`;

// What agents have before them, one row each, in the wire's shape and without a space too many; $1 tenant.
const held = (
  state: 'offered' | 'active',
  agent: string,
  since: string,
  condition: string,
) => `SELECT ${agent} AS agent_id, ${since} AS since, c.id, row_to_json((SELECT x FROM (SELECT c.id AS "contactId",
      c.conversation_id AS "conversationId", u.name AS "customerName", q.name AS "queueName", c.help_type AS "helpType", c.state,
      ${time(since)} AS since) x)) AS contact FROM contacts c
  JOIN customers u ON u.tenant_id = $1 AND u.id = c.customer_id JOIN queues q ON q.tenant_id = $1 AND q.id = c.queue_id
  WHERE c.tenant_id = $1 AND c.state = '${state}' AND ${condition.replace('agent', agent)}`;

// Gathered once for all, not by a subquery for each agent: a large team would ask it hundreds of times.
const agents = (condition: string, ofAgent: string) => `SELECT a.id, a.name, a.role,
    CASE WHEN d.seen_until > clock_timestamp() THEN d.state ELSE 'offline' END AS state, d.away_reason AS "awayReason", ${time('d.since')} AS since,
    d.open_contacts AS "openContacts", coalesce(d.wanted_capacity, d.capacity) AS capacity, coalesce(h.contacts, '[]') AS contacts
  FROM agents a JOIN desks d ON d.tenant_id = a.tenant_id AND d.agent_id = a.id
  LEFT JOIN (SELECT k.agent_id, json_agg(k.contact ORDER BY k.since, k.id) AS contacts
    FROM (${held('offered', 'c.offered_to', 'c.offered_at', ofAgent)}
      UNION ALL ${held('active', 'c.owner_id', 'c.started_at', ofAgent)}) k GROUP BY k.agent_id) h ON h.agent_id = a.id
  WHERE a.tenant_id = $1 AND NOT a.disabled AND ${condition} ORDER BY lower(a.name), a.id`;

// One statement, so that queues and agents are of the same moment; agents as text, or the driver would parse what is only passed on.
// $1 tenant, $2 and $3 today.
const board = `SELECT (SELECT json_agg(x) FROM (${queues}) x) AS queues,
  (SELECT json_agg(x)::text FROM (${agents('true', 'agent IS NOT NULL')}) x) AS agents`;
const oneAgent = agents('a.id = $2', 'agent = $2');

export async function readBoard(scope: TransactionScope): Promise<Board> {
  const { tenantId } = scope;
  const day = await readToday(scope);
  const row = await scope.one<{ queues: Board['queues'] | null; agents: string | null }>(board, [tenantId, day, day]);
  return { day, queues: row?.queues ?? [], agents: row?.agents ?? '[]' };
}

export const readBoardAgent = (scope: TransactionScope, agentId: string): Promise<BoardAgent | null> =>
  scope.one<BoardAgent>(oneAgent, [scope.tenantId, agentId]);
