import type { ListedAgent, NumberedAgent, PhoneLinks } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<PhoneLinks, 'agentByNumber' | 'numberOf' | 'agents'>;

/** The extension that an account was made with, else the company's own staff number. */
export const agentNumber = 'coalesce(a.ipphone, a.staff_number)';

const byNumber = `SELECT a.id, a.name, ${agentNumber} AS number FROM agents a
  WHERE a.tenant_id = $1 AND ${agentNumber} = $2 AND NOT a.disabled LIMIT 2`;

// A queue without rings rings at everybody: the default one then stands for the group.
const page = `SELECT a.id, a.name, a.email, ${agentNumber} AS number, a.role, a.created_at AS "createdAt", q.id AS "queueId", q.name AS "queueName",
    CASE WHEN d.seen_until <= clock_timestamp() THEN 'offline' WHEN d.state = 'away' THEN 'away'
      WHEN d.load >= d.capacity THEN 'busy' ELSE 'available' END AS state
  FROM agents a JOIN desks d ON d.tenant_id = a.tenant_id AND d.agent_id = a.id
  LEFT JOIN queues q ON q.tenant_id = a.tenant_id AND q.is_default
  WHERE a.tenant_id = $1 AND NOT a.disabled ORDER BY lower(a.name), a.id OFFSET $2 LIMIT $3`;

interface Row extends Omit<ListedAgent, 'queue'> {
  readonly queueId: string | null;
  readonly queueName: string | null;
}

export function createListedAgents(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async agentByNumber(number) {
      const [found, another] = await scope.query<NumberedAgent>(byNumber, [tenantId, number]);
      // One agent's extension may be another's staff number: then it names neither.
      return found && !another ? found : null;
    },
    async numberOf(agentId) {
      const row = await scope.one<{ number: string | null }>(
        `SELECT ${agentNumber} AS number FROM agents a WHERE a.tenant_id = $1 AND a.id = $2`,
        [tenantId, agentId],
      );
      return row?.number ?? null;
    },
    async agents(number, count) {
      const rows = await scope.query<Row>(page, [tenantId, (number - 1) * count, count]);
      const total = await scope.one<{ total: number }>(
        'SELECT count(*)::integer AS total FROM agents WHERE tenant_id = $1 AND NOT disabled',
        [tenantId],
      );
      return {
        agents: rows.map(({ queueId, queueName, ...agent }) => ({
          ...agent,
          queue: queueId === null || queueName === null ? null : { id: queueId, name: queueName },
        })),
        total: total?.total ?? 0,
      };
    },
  };
}
