import type { Candidate, Question, QueueRules, Rival, Routing, RoutingAgent } from '@alongside/domain';
import type { HelpType } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Routing,
  'tryDecide' | 'anybodyFree' | 'agents' | 'waiting' | 'rivals' | 'nextRing' | 'rules' | 'clearTarget'
>;

const ms = (value: string) => `floor(extract(epoch FROM ${value}) * 1000)::double precision`;

/** A decider that hangs loses its lock after this, so that another one goes on [ROUTE1]. */
const hangs = '2s';

const rested = '(d.after_contact_until IS NULL OR d.after_contact_until <= clock_timestamp())';
const free = `SELECT coalesce(bool_or(${rested}), false) AS free, ${ms('min(d.after_contact_until) FILTER (WHERE d.after_contact_until > clock_timestamp())')} AS "nextAt",
    ${ms('clock_timestamp()')} AS now
  FROM desks d WHERE d.tenant_id = $1 AND d.state = 'available' AND d.seen_until > clock_timestamp() AND d.load < d.capacity`;

const agents = `SELECT a.id, d.state = 'available' AND d.seen_until > clock_timestamp() AS available, a.out_of_office_message IS NOT NULL AS "outOfOffice",
    array_to_string(a.out_of_office_forward_to, ',') AS "forwardTo", ${ms('d.after_contact_until')} AS "afterContactUntil", d.load,
    least(d.capacity, coalesce(d.wanted_capacity, d.capacity)) AS capacity, d.kinds, d.limits, ${ms('d.last_freed_at')} AS "freeSince", a.skills
  FROM desks d JOIN agents a ON a.tenant_id = d.tenant_id AND a.id = d.agent_id WHERE d.tenant_id = $1 AND NOT a.disabled ORDER BY a.id`;

const columns = `c.id AS "contactId", c.conversation_id AS "conversationId", c.help_type AS "helpType", c.weight, c.priority, c.place_at AS "placeAt",
  ${ms('c.place_at')} AS "placeMilliseconds", ${ms('c.waiting_since')} AS "waitingSince", c.offer_epoch AS epoch, c.target_agent_id AS "targetAgentId"`;
const line = (behind: string) => `SELECT ${columns} FROM contacts c
  WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state IN ('waiting', 'offered') AND c.state = 'waiting' ${behind}
  ORDER BY c.priority DESC, c.place_at, c.id LIMIT $3`;
const head = line('');
const rest = line(`AND c.priority <= $4 AND (c.priority < $4 OR (c.place_at, c.id) > ($5::timestamptz, $6::uuid))
    AND (c.target_agent_id IS NOT NULL OR EXISTS (SELECT FROM unnest($7::double precision[], $8::double precision[]) AS waits (low, high)
      WHERE c.waiting_since <= clock_timestamp() - make_interval(secs => waits.low)
        AND c.waiting_since > clock_timestamp() - make_interval(secs => waits.high)))`);

// An external router answers when it likes: nobody waits for what it may do.
const rivals = `SELECT x.*, q.id AS "queueId", q.rings FROM queues q CROSS JOIN LATERAL (SELECT ${columns} FROM contacts c
    WHERE c.tenant_id = $1 AND c.queue_id = q.id AND c.state IN ('waiting', 'offered') AND c.state = 'waiting'
    ORDER BY c.priority DESC, c.place_at, c.id LIMIT $3) x
  WHERE q.tenant_id = $1 AND q.id <> $2 AND NOT q.external AND q.external_router IS NULL
  ORDER BY x.priority DESC, x."placeAt", x."contactId"`;

const mutes = `SELECT contact_id AS "contactId", agent_id AS "agentId", ${ms('until')} AS until FROM contact_mutes
  WHERE tenant_id = $1 AND until > clock_timestamp()`;

const questions = `SELECT contact_id AS "contactId", epoch, state, ${ms('deadline')} AS deadline, agent_id AS "agentId", note
  FROM routing_questions WHERE tenant_id = $1 AND contact_id = ANY ($2::uuid[])`;

const nextRing = `SELECT ${ms('min(soon.at)')} AS at FROM unnest($3::double precision[]) AS ring (seconds)
  CROSS JOIN LATERAL (SELECT c.waiting_since + make_interval(secs => ring.seconds) AS at FROM contacts c
    WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state = 'waiting' AND c.waiting_since > clock_timestamp() - make_interval(secs => ring.seconds)
    ORDER BY c.waiting_since LIMIT 1) soon`;

const rules = `SELECT q.rings, q.external_router AS "externalRouter",
    coalesce(q.offer_seconds, (t.settings->>'offerSeconds')::integer, 30) AS "offerSeconds"
  FROM queues q JOIN tenants t ON t.id = q.tenant_id WHERE q.tenant_id = $1 AND q.id = $2 AND NOT q.external`;

interface AgentRow extends Omit<RoutingAgent, 'forwardTo'> {
  readonly forwardTo: string;
}
interface CandidateRow extends Omit<Candidate, 'mutes' | 'question'> {
  readonly helpType: HelpType;
}
interface QuestionRow extends Question {
  readonly contactId: string;
  readonly epoch: number;
}

export function createSnapshot(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const mutesOf = async () => {
    const byContact = new Map<string, Record<string, number>>();
    for (const { contactId, agentId, until } of await scope.query<{
      contactId: string;
      agentId: string;
      until: number;
    }>(mutes, [tenantId])) {
      const own = byContact.get(contactId) ?? {};
      own[agentId] = until;
      byContact.set(contactId, own);
    }
    return byContact;
  };
  const questionsOf = async (rows: readonly CandidateRow[]) => {
    const asked = await scope.query<QuestionRow>(questions, [tenantId, rows.map((row) => row.contactId)]);
    return new Map(asked.map((question) => [question.contactId, question]));
  };
  const none: Record<string, number> = {};

  return {
    async tryDecide(queueId) {
      const row = await scope.one<{ mine: boolean }>(
        // What waits in an external queue is not ours to decide.
        `SELECT pg_try_advisory_xact_lock(hashtextextended('queue/' || $1, 0))
             AND NOT EXISTS (SELECT FROM queues q WHERE q.tenant_id = $2 AND q.id::text = $1 AND q.external) AS mine,
           set_config('idle_in_transaction_session_timeout', '${hangs}', true)`,
        [queueId, tenantId],
      );
      return row?.mine === true;
    },
    async anybodyFree() {
      const row = await scope.one<{ free: boolean; nextAt: number | null; now: number }>(free, [tenantId]);
      if (row === null) throw new Error('An aggregate returned no row.');
      return row;
    },
    async agents() {
      const rows = await scope.query<AgentRow>(agents, [tenantId]);
      return rows.map((row) => ({ ...row, forwardTo: row.forwardTo === '' ? [] : row.forwardTo.split(',') }));
    },
    async waiting(queueId, limit, { withQuestions, behind }) {
      const rows = behind
        ? await scope.query<CandidateRow>(rest, [
            tenantId,
            queueId,
            limit,
            behind.last.priority,
            behind.last.placeAt,
            behind.last.contactId,
            behind.waits.map(({ from }) => from),
            behind.waits.map(({ to }) => to),
          ])
        : await scope.query<CandidateRow>(head, [tenantId, queueId, limit]);
      if (rows.length === 0) return [];
      const muted = await mutesOf();
      const asked = withQuestions ? await questionsOf(rows) : null;
      return rows.map((row): Candidate => {
        const question = asked?.get(row.contactId);
        return {
          ...row,
          mutes: muted.get(row.contactId) ?? none,
          question: question?.epoch === row.epoch ? question : null,
        };
      });
    },
    async rivals(queueId, limit) {
      const rows = await scope.query<Omit<Rival, 'mutes' | 'question'>>(rivals, [tenantId, queueId, limit]);
      if (rows.length === 0) return [];
      const muted = await mutesOf();
      return rows.map((row): Rival => ({ ...row, mutes: muted.get(row.contactId) ?? none, question: null }));
    },
    async nextRing(queueId, afterSeconds) {
      const row = await scope.one<{ at: number | null }>(nextRing, [tenantId, queueId, afterSeconds]);
      return row?.at ?? null;
    },
    rules: (queueId) => scope.one<QueueRules>(rules, [tenantId, queueId]),
    async clearTarget(contactId, agentId) {
      await scope.query(
        `UPDATE contacts SET target_agent_id = NULL WHERE tenant_id = $1 AND id = $2 AND target_agent_id = $3 AND state = 'waiting'`,
        [tenantId, contactId, agentId],
      );
    },
  };
}
