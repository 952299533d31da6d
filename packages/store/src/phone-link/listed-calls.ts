import type { ListedCall, ListedCallFilter, PhoneLinks } from '@alongside/domain';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<PhoneLinks, 'calls' | 'recording'>;

const number = (agent: string) =>
  `(SELECT coalesce(x.ipphone, x.staff_number) FROM agents x WHERE x.tenant_id = c.tenant_id AND x.id = ${agent})`;
const held = `c.hold_seconds + coalesce(extract(epoch FROM coalesce(c.ended_at, clock_timestamp()) - c.held_since), 0)`;
const seconds = (of: string) => `greatest(0, round(${of}))::integer`;

const columns = `c.id, c.call_code AS "callCode", c.temp_id AS "tempId", c.direction, c.customer_number AS "customerNumber",
  c.company_number AS "companyNumber", coalesce(c.agent_id, c.last_agent_id) AS "agentId",
  ${number('coalesce(c.agent_id, c.last_agent_id)')} AS "agentNumber", c.last_agent_id AS "lastAgentId",
  ${number('c.last_agent_id')} AS "lastAgentNumber", c.queue_id AS "queueId", c.contact_id AS "contactId",
  (SELECT u.customer_number FROM customers u WHERE u.tenant_id = c.tenant_id AND u.id = c.customer_id) AS "customerId",
  c.requested_at AS "requestedAt", c.answered_at AS "answeredAt", c.ended_at AS "endedAt",
  ${seconds('extract(epoch FROM coalesce(c.answered_at, c.ended_at, clock_timestamp()) - c.requested_at)')} AS "waitSeconds",
  ${seconds(held)} AS "holdSeconds",
  ${seconds(`coalesce(extract(epoch FROM coalesce(c.ended_at, clock_timestamp()) - c.answered_at) - (${held}), 0)`)} AS "talkSeconds",
  c.ended_by AS "endedBy", c.end_reason AS "endReason",
  CASE WHEN c.state = 'ended' AND c.answered_at IS NULL THEN c.missed_reason END AS "missedReason", c.sip_status AS "sipStatus",
  coalesce((SELECT string_agg(r.id::text, ',' ORDER BY r.leg_id IS NOT NULL, r.created_at, r.id) FROM call_recordings r
    WHERE r.tenant_id = c.tenant_id AND r.call_id = c.id), '') AS recordings`;

/** Numbers as people write them at home: digits without their leading noughts, found at the end of the whole number. */
const FEWEST_DIGITS = 6;

/** What each filter asks; the value's place comes in as `$n`. */
const CONDITIONS: {
  readonly [K in keyof ListedCallFilter]-?: (value: NonNullable<ListedCallFilter[K]>) => [string, Value];
} = {
  from: (at) => ['c.requested_at >= $?::timestamptz', at],
  to: (at) => ['c.requested_at <= $?::timestamptz', at],
  number: (given) => {
    const digits = given.replace(/\D/g, '');
    if (/^\s*\+/.test(given) || given.startsWith('00'))
      return ['c.customer_number = $?', `+${digits.replace(/^00/, '')}`];
    const bare = digits.replace(/^0+/, '');
    if (bare.length < FEWEST_DIGITS) return ['c.customer_number = $?', given];
    return ['c.customer_number LIKE $?', `%${bare}`];
  },
  agentNumber: (given) => [
    `coalesce(c.agent_id, c.last_agent_id) IN (SELECT x.id FROM agents x WHERE x.tenant_id = c.tenant_id AND coalesce(x.ipphone, x.staff_number) = $?)`,
    given,
  ],
  tempId: (given) => ['c.temp_id = $?', given],
  callCode: (given) => ['c.call_code = $?', given],
  answered: (given) => [
    `CASE WHEN $?::boolean THEN c.answered_at IS NOT NULL ELSE c.answered_at IS NULL AND c.state = 'ended' END`,
    given,
  ],
};

export function createListedCalls(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async calls(filter, page, count) {
      const values: Value[] = [tenantId];
      const conditions = ['c.tenant_id = $1'];
      for (const [name, condition] of Object.entries(CONDITIONS)) {
        const given = filter[name as keyof ListedCallFilter];
        if (given === undefined) continue;
        const [text, value] = (condition as (value: unknown) => [string, Value])(given);
        values.push(value);
        conditions.push(text.replace('$?', `$${values.length}`));
      }
      const where = conditions.join(' AND ');
      const total = await scope.one<{ total: number }>(
        `SELECT count(*)::integer AS total FROM calls c WHERE ${where}`,
        values,
      );
      const rows = await scope.query<Omit<ListedCall, 'recordings'> & { recordings: string }>(
        `SELECT ${columns} FROM calls c WHERE ${where} ORDER BY c.requested_at DESC, c.id DESC
         OFFSET $${values.length + 1} LIMIT $${values.length + 2}`,
        [...values, (page - 1) * count, count],
      );
      return {
        calls: rows.map(({ recordings, ...call }) => ({ ...call, recordings: recordings.split(',').filter(Boolean) })),
        total: total?.total ?? 0,
      };
    },
    recording: (recordingId) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(recordingId)
        ? scope.one<{ key: string; contentType: string; callId: string }>(
            'SELECT key, content_type AS "contentType", call_id AS "callId" FROM call_recordings WHERE tenant_id = $1 AND id = $2',
            [tenantId, recordingId],
          )
        : Promise.resolve(null),
  };
}
