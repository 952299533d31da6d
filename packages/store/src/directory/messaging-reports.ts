import type { HelpReports, MessagingRow } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<HelpReports, 'messaging' | 'lastConversation'>;

// Help outside of channels. Only conversations that were open within the range can have a message in it; each is read by its own index.
const during = `c.tenant_id = $1 AND c.channel_id IS NULL AND c.place_at <= to_timestamp($3 / 1000.0)
  AND (c.ended_at IS NULL OR c.ended_at >= to_timestamp($2 / 1000.0))`;
const ofCustomer =
  'c.customer_id = (SELECT id FROM customers WHERE tenant_id = $1 AND customer_number = $6 AND NOT telephone)';
// Whoever took part, not only who was the last: a transfer loses nobody.
const tookPart = (
  agent: string,
) => `EXISTS (SELECT FROM entries p WHERE p.tenant_id = $1 AND p.conversation_id = c.conversation_id
    AND p.author_kind = 'agent' AND p.author_id = ${agent})`;

const messaging = (
  condition: string,
  agentOnly: string,
) => `SELECT c.conversation_id AS "conversationId", c.id AS "contactId",
    m.author_kind AS "from", u.customer_number AS "customerNo", u.name AS "customerName",
    a.id AS "agentId", a.staff_number AS "staffNumber", a.name AS "agentName", m.last AS at, m.count
  FROM contacts c
  JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  CROSS JOIN LATERAL (SELECT e.author_kind, e.author_id, count(*)::integer AS count, max(e.created_at) AS last FROM entries e
    WHERE e.tenant_id = $1 AND e.conversation_id = c.conversation_id AND e.author_kind <> 'system'
      AND e.body->>'kind' IN ('text', 'file') AND e.created_at >= to_timestamp($2 / 1000.0) AND e.created_at <= to_timestamp($3 / 1000.0)
    GROUP BY e.author_kind, e.author_id) m
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = CASE WHEN m.author_kind = 'agent' THEN m.author_id ELSE c.last_owner_id END
  WHERE ${during} AND ${condition} AND ${agentOnly}
  ORDER BY m.last DESC, c.id DESC, m.author_kind, m.author_id OFFSET $4 LIMIT $5`;

const customers = messaging(ofCustomer, 'true');
const both = messaging(ofCustomer, 'a.id = $7');
const agents = messaging(`(c.last_owner_id = $6 OR ${tookPart('$6')})`, 'a.id = $6');

const lastOne = `SELECT c.conversation_id AS "conversationId", c.id AS "contactId" FROM contacts c
  WHERE ${during} AND c.customer_id = (SELECT id FROM customers WHERE tenant_id = $1 AND customer_number = $4 AND NOT telephone)
    AND (c.last_owner_id = $5 OR ${tookPart('$5')})
  ORDER BY c.place_at DESC, c.id DESC LIMIT 1`;

export function createMessagingReports(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async messaging({ from, to, customerNo, agentId }, { offset, limit }) {
      const [statement, ...more] =
        customerNo === undefined
          ? [agents, agentId ?? null]
          : agentId === undefined
            ? [customers, customerNo]
            : [both, customerNo, agentId];
      const rows = await scope.query<Omit<MessagingRow, 'at'> & { at: string }>(statement, [
        tenantId,
        from,
        to,
        offset,
        limit,
        ...more,
      ]);
      return rows.map(({ at, ...row }) => ({ ...row, at: Date.parse(at) }));
    },
    lastConversation: ({ from, to, customerNo, agentId }) =>
      scope.one(lastOne, [tenantId, from, to, customerNo, agentId]),
  };
}
