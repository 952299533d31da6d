import type { ReportQuery, Sums, SumsRow } from '@alongside/domain';
import type { TransactionScope } from '../transaction-scope.ts';

/** What `figures` counts, as columns and as names in the port. */
const COUNTED = {
  requested: 'requested',
  answered: 'answered',
  answeredInTime: 'answered_in_time',
  abandoned: 'abandoned',
  timedOut: 'timed_out',
  requeued: 'requeued',
  ended: 'ended',
  waitSeconds: 'wait_seconds',
  handleSeconds: 'handle_seconds',
  surveys: 'surveys',
  scores: 'scores',
} as const satisfies Partial<Record<keyof Sums, string>>;

const summed = [
  ...Object.entries(COUNTED).map(([name, column]) => `'${name}', coalesce(sum(f.${column}), 0)`),
  `'longestWaitSeconds', coalesce(max(f.longest_wait_seconds), 0)`,
].join(', ');

/** The sums of rows named `f`, as one JSON object. */
export const sumsOf = `json_build_object(${summed})`;

const columns = `tenant_id, day, queue_id, agent_id, ${Object.values(COUNTED).join(', ')}, longest_wait_seconds`;

/** What is folded and what is not yet, of $1 and the days $2 to $3: one and the same table to whoever adds up. */
export const figuresOfDays = `(SELECT ${columns} FROM figures WHERE tenant_id = $1 AND day BETWEEN $2::date AND $3::date
  UNION ALL SELECT ${columns} FROM figure_deltas WHERE tenant_id = $1 AND day BETWEEN $2::date AND $3::date)`;

const restricted = `${figuresOfDays} f WHERE ($4::uuid IS NULL OR f.queue_id = $4) AND ($5::uuid IS NULL OR f.agent_id = $5)`;

const reports: Record<ReportQuery['by'], string> = {
  day: `SELECT to_char(f.day, 'YYYY-MM-DD') AS day, NULL::uuid AS id, NULL::text AS name, ${sumsOf} AS sums
    FROM ${restricted} GROUP BY f.day ORDER BY f.day`,
  queue: `SELECT NULL AS day, q.id, q.name, s.sums FROM (SELECT f.queue_id, ${sumsOf} AS sums FROM ${restricted} GROUP BY f.queue_id) s
    JOIN queues q ON q.tenant_id = $1 AND q.id = s.queue_id ORDER BY lower(q.name), q.id`,
  agent: `SELECT NULL AS day, a.id, a.name, s.sums FROM (SELECT f.agent_id, ${sumsOf} AS sums FROM ${restricted} GROUP BY f.agent_id) s
    JOIN agents a ON a.tenant_id = $1 AND a.id = s.agent_id ORDER BY lower(a.name), a.id`,
};

/** Rows of a report. By agent, what no agent had to do with (who left before one came) has no row. */
export async function readSums(scope: TransactionScope, query: ReportQuery): Promise<SumsRow[]> {
  const rows = await scope.query<{ day: string | null; id: string | null; name: string | null; sums: Sums }>(
    reports[query.by],
    [scope.tenantId, query.from, query.to, query.queueId ?? null, query.agentId ?? null],
  );
  return rows.map(({ day, id, name, sums }) => {
    const who = id === null ? null : { id, name: name ?? '' };
    return { day, queue: query.by === 'queue' ? who : null, agent: query.by === 'agent' ? who : null, sums };
  });
}
