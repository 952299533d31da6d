import type { HelpReportRow, HelpReports } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';
import { createMessagingReports } from './messaging-reports.ts';

/**
 * What was ended by the system counts as ended by the company's side: the report has no word of its own for it. Who gives up waiting again, after
 * an agent was there, ends a help that had begun.
 */
const state = `CASE
    WHEN c.state <> 'ended' THEN CASE WHEN c.started_at IS NULL THEN 'requested' ELSE 'started' END
    WHEN c.end_reason = 'ended_by_system' THEN 'ended_by_agent'
    WHEN c.end_reason = 'cancelled_by_customer' AND c.started_at IS NOT NULL THEN 'ended_by_customer'
    ELSE c.end_reason END`;

const list = (
  condition: string,
) => `SELECT c.id AS "onlineHelpId", u.customer_number AS "customerNo", u.name AS "customerName", c.conversation_id AS "conversationId",
    c.last_owner_id AS "agentId", a.staff_number AS "staffNumber", a.name AS "agentName", ${state} AS state, c.place_at, c.started_at, c.ended_at
  FROM contacts c
  JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = c.last_owner_id
  WHERE c.tenant_id = $1 AND c.channel_id IS NULL AND NOT c.outbound AND NOT u.telephone AND c.place_at >= to_timestamp($2 / 1000.0) AND c.place_at <= to_timestamp($3 / 1000.0) AND ${condition}
  ORDER BY c.place_at DESC, c.id DESC LIMIT $4`;

// One text per filter, so that each gets the plan of its own index.
const ofCustomer =
  'c.customer_id = (SELECT id FROM customers WHERE tenant_id = $1 AND customer_number = $5 AND NOT telephone)';
const everybodys = list('true');
const customers = list(ofCustomer);
const agents = list('c.last_owner_id = $5');
const both = list(`${ofCustomer} AND c.last_owner_id = $6`);

const current = `SELECT c.id IS NOT NULL AS "inHelp", c.owner_id AS "agentId", a.staff_number AS "staffNumber",
    coalesce(c.outbound, false) AS outbound FROM customers u
  LEFT JOIN contacts c ON c.tenant_id = u.tenant_id AND c.customer_id = u.id AND c.state = 'active'
    AND c.state <> 'ended' AND c.channel_id IS NULL
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = c.owner_id
  WHERE u.tenant_id = $1 AND u.customer_number = $2 AND NOT u.telephone`;

type Row = Omit<HelpReportRow, 'requestedAt' | 'startedAt' | 'endedAt'> & {
  place_at: string;
  started_at: string | null;
  ended_at: string | null;
};

const milliseconds = (at: string | null): number | null => (at === null ? null : Date.parse(at));

export function createHelpReports(scope: TransactionScope): HelpReports {
  const { tenantId } = scope;
  return {
    async list({ from, to, customerNo, agentId }, limit) {
      const [statement, ...more] =
        customerNo !== undefined && agentId !== undefined
          ? [both, customerNo, agentId]
          : customerNo !== undefined
            ? [customers, customerNo]
            : agentId !== undefined
              ? [agents, agentId]
              : [everybodys];
      const rows = await scope.query<Row>(statement ?? everybodys, [tenantId, from, to, limit, ...more]);
      return rows.map(({ place_at, started_at, ended_at, ...row }) => ({
        ...row,
        requestedAt: Date.parse(place_at),
        startedAt: milliseconds(started_at),
        endedAt: milliseconds(ended_at),
      }));
    },
    current: (customerNo) =>
      scope.one<NonNullable<Awaited<ReturnType<HelpReports['current']>>>>(current, [tenantId, customerNo]),
    ...createMessagingReports(scope),
  };
}
