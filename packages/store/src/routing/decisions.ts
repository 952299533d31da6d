import type { DecisionInput, NewDecision, Routing } from '@alongside/domain';
import type { RoutingDecision } from '@alongside/protocol';
import { cursorOf, pageStart } from '../contacts/list-ended.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<Routing, 'saveDecisions' | 'decisions' | 'recorded' | 'ask' | 'answer'>;
type Filter = Parameters<Routing['decisions']>[0];

const save = `INSERT INTO routing_decisions (tenant_id, id, contact_id, queue_id, outcome, agent_id, ring, waited_seconds, decided_by, reason,
    considered, considered_count, input)
  SELECT $1, n.* FROM jsonb_to_recordset($2::jsonb) AS n (id uuid, contact_id uuid, queue_id uuid, outcome text, agent_id uuid, ring smallint,
    waited_seconds integer, decided_by text, reason text, considered jsonb, considered_count integer, input jsonb)`;

const select = (
  condition: string,
) => `SELECT r.id, r.at, r.contact_id AS "contactId", r.queue_id AS "queueId", r.outcome, r.agent_id AS "agentId",
    r.ring, r.waited_seconds AS "waitedSeconds", r.decided_by AS "decidedBy", r.reason, r.considered, r.considered_count AS "consideredCount", r.input
  FROM routing_decisions r WHERE r.tenant_id = $1 AND ${condition} AND (r.at, r.id) < ($2::timestamptz, $3::uuid)
  ORDER BY r.at DESC, r.id DESC LIMIT $4`;
// One text per kind of list, so that each gets the plan of its own index.
const all = select('true');
const ofContact = select('r.contact_id = $5');
const ofQueue = select('r.queue_id = $5');
const ofBoth = select('r.contact_id = $5 AND r.queue_id = $6');

interface Row extends Omit<RoutingDecision, 'agentName' | 'considered'> {
  readonly considered: NewDecision['considered'];
  readonly input: DecisionInput | null;
}

const toRow = (one: NewDecision & { id: string }) => ({
  id: one.id,
  contact_id: one.contactId,
  queue_id: one.queueId,
  outcome: one.outcome,
  agent_id: one.agentId,
  ring: one.ring,
  waited_seconds: one.waitedSeconds,
  decided_by: one.decidedBy,
  reason: one.reason,
  considered: one.considered,
  considered_count: one.consideredCount,
  input: one.input,
});

export function createDecisions(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const read = async ({ contactId, queueId }: Filter, page: { cursor?: string; limit: number }) => {
    const from = pageStart(page.cursor);
    const [statement, ...more] =
      contactId !== undefined && queueId !== undefined
        ? ([ofBoth, contactId, queueId] as const)
        : contactId !== undefined
          ? ([ofContact, contactId] as const)
          : queueId !== undefined
            ? ([ofQueue, queueId] as const)
            : ([all] as const);
    const rows = await scope.query<Row>(statement, [tenantId, from.at, from.id, page.limit + 1, ...more]);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return { shown, nextCursor: rows.length > page.limit && last ? cursorOf(last.at, last.id) : null };
  };
  const namesOf = async (rows: readonly Row[]) => {
    const ids = new Set<string>();
    for (const row of rows) {
      if (row.agentId) ids.add(row.agentId);
      for (const { agentId } of row.considered) ids.add(agentId);
    }
    const named = await scope.query<{ id: string; name: string }>(
      'SELECT id, name FROM agents WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
      [tenantId, [...ids]],
    );
    return new Map(named.map(({ id, name }) => [id, name]));
  };

  return {
    async saveDecisions(decisions) {
      if (decisions.length > 0) await scope.query(save, [tenantId, JSON.stringify(decisions.map(toRow))]);
    },
    async decisions(filter, page) {
      const { shown, nextCursor } = await read(filter, page);
      const names = await namesOf(shown);
      return {
        decisions: shown.map(({ input: _input, considered, ...row }) => ({
          ...row,
          agentName: row.agentId === null ? null : (names.get(row.agentId) ?? ''),
          considered: considered.map(({ agentId, verdict }) => ({ agentId, verdict, name: names.get(agentId) ?? '' })),
        })),
        nextCursor,
      };
    },
    async recorded(filter, page) {
      const { shown, nextCursor } = await read(filter, page);
      return {
        decisions: shown.map(({ id, outcome, agentId, input }) => ({ id, outcome, agentId, input })),
        nextCursor,
      };
    },
    async ask({ contactId, epoch, milliseconds }) {
      const row = await scope.one(
        `INSERT INTO routing_questions AS r (tenant_id, contact_id, epoch, deadline)
         VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4::double precision / 1000))
         ON CONFLICT (tenant_id, contact_id) DO UPDATE SET epoch = excluded.epoch, deadline = excluded.deadline, state = 'asked',
           agent_id = NULL, note = NULL WHERE r.epoch < excluded.epoch
         RETURNING contact_id`,
        [tenantId, contactId, epoch, milliseconds],
      );
      return row !== null;
    },
    async answer(contactId, epoch, { state, agentId, note }) {
      const row = await scope.one(
        `UPDATE routing_questions SET state = $4, agent_id = $5, note = $6
         WHERE tenant_id = $1 AND contact_id = $2 AND epoch = $3 AND state = 'asked' AND deadline > clock_timestamp() RETURNING contact_id`,
        [tenantId, contactId, epoch, state, agentId, note],
      );
      return row !== null;
    },
  };
}
