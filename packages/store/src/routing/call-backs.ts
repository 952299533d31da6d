import { Refused, type Routing } from '@alongside/domain';
import type { CallBack } from '@alongside/protocol';
import { cursorOf, pageStart } from '../contacts/list-ended.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Routing,
  'intake' | 'mayCallBack' | 'createCallBack' | 'callBack' | 'callBacks' | 'takeCallBack' | 'finishCallBack'
>;

interface Row extends Omit<CallBack, 'customer'> {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerNumber: string;
}

const columns = `b.id, b.contact_id AS "contactId", b.conversation_id AS "conversationId", b.queue_id AS "queueId", b.phone, b.note,
  b.requested_at AS "requestedAt", b.state, b.agent_id AS "agentId", b.customer_id AS "customerId", u.name AS "customerName",
  u.customer_number AS "customerNumber"`;
const withCustomer = 'JOIN customers u ON u.tenant_id = $1 AND u.id = b.customer_id';

const toCallBack = ({ customerId, customerName, customerNumber, ...row }: Row): CallBack => ({
  ...row,
  customer: { id: customerId, name: customerName, customerId: customerNumber },
});

const intake = `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now, q.hours_id AS "hoursId",
    (SELECT c.last_owner_id FROM contacts c WHERE q.prefer_last_agent_hours > 0 AND c.tenant_id = $1 AND c.customer_id = $3
       AND c.state = 'ended' AND c.last_owner_id IS NOT NULL
       AND c.ended_at > clock_timestamp() - make_interval(hours => q.prefer_last_agent_hours)
     ORDER BY c.place_at DESC LIMIT 1) AS "lastAgentId"
  FROM queues q WHERE q.tenant_id = $1 AND q.id = $2 AND q.removed_at IS NULL`;

const may = `SELECT c.id FROM contacts c JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  WHERE c.tenant_id = $1 AND c.id = $2 AND c.state IN ('waiting', 'offered') AND q.call_back_after_seconds IS NOT NULL
    AND c.place_at <= clock_timestamp() - make_interval(secs => q.call_back_after_seconds)`;

const create = `WITH b AS (INSERT INTO call_backs (tenant_id, id, contact_id, conversation_id, queue_id, customer_id, phone, note)
    SELECT $1, $2, c.id, c.conversation_id, c.queue_id, c.customer_id, $4, $5 FROM contacts c WHERE c.tenant_id = $1 AND c.id = $3 RETURNING *)
  SELECT ${columns} FROM b ${withCustomer}`;

const move = (change: string, condition: string) => `WITH b AS (UPDATE call_backs SET ${change}
    WHERE tenant_id = $1 AND id = $2 AND ${condition} RETURNING *)
  SELECT ${columns} FROM b ${withCustomer}`;
const take = move(`state = 'taken', agent_id = $3`, `(state = 'open' OR (state = 'taken' AND agent_id = $3))`);
const finish = move(`state = 'done'`, `state IN ('taken', 'done') AND agent_id = $3`);

const list = `SELECT ${columns} FROM call_backs b ${withCustomer}
  WHERE b.tenant_id = $1 AND b.state = $5 AND (b.requested_at, b.id) > ($2::timestamptz, $3::uuid)
  ORDER BY b.requested_at, b.id LIMIT $4`;
const beginning = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export function createCallBacks(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const one = async (statement: string, ...values: string[]) => {
    const row = await scope.one<Row>(statement, [tenantId, ...values]);
    return row === null ? null : toCallBack(row);
  };
  return {
    intake: (queueId, customerId) =>
      scope.one<{ now: number; hoursId: string | null; lastAgentId: string | null }>(intake, [
        tenantId,
        queueId,
        customerId,
      ]),
    mayCallBack: async (contactId) => (await scope.one(may, [tenantId, contactId])) !== null,
    async createCallBack({ id, contactId, phone, note }) {
      const made = await one(create, id, contactId, phone, note);
      if (made === null) throw new Refused('session_expired');
      return made;
    },
    callBack: (id) =>
      one(`SELECT ${columns} FROM call_backs b ${withCustomer} WHERE b.tenant_id = $1 AND b.id = $2`, id),
    async callBacks(state, { cursor, limit }) {
      const from = pageStart(cursor, beginning);
      const rows = await scope.query<Row>(list, [tenantId, from.at, from.id, limit + 1, state]);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        callBacks: shown.map(toCallBack),
        nextCursor: rows.length > limit && last ? cursorOf(last.requestedAt, last.id) : null,
      };
    },
    takeCallBack: (id, agentId) => one(take, id, agentId),
    finishCallBack: (id, agentId) => one(finish, id, agentId),
  };
}
