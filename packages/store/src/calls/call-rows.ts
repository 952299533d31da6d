import type { CallRecord, PartyRecord, RecordingRecord } from '@alongside/domain';

/** A call as `selectCall` yields it: times and counts as the port wants them, parties and recordings as JSON. */
export type CallRow = Omit<CallRecord, 'parties' | 'recordings'> & {
  readonly parties: readonly PartyRecord[] | null;
  readonly recordings: readonly RecordingRecord[] | null;
};

const held = `c.hold_seconds + coalesce(extract(epoch FROM coalesce(c.ended_at, clock_timestamp()) - c.held_since), 0)`;
const seconds = (of: string) => `greatest(0, round(${of}))::integer`;
// As JSON carries times of the rest of the API.
const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const parties = `(SELECT json_agg(json_build_object('id', p.id, 'role', p.role, 'device', p.device, 'state', p.state, 'name', p.name,
    'agentId', p.agent_id, 'number', p.number, 'muted', p.muted, 'camera', p.camera, 'screen', p.screen, 'held', p.held,
    'consult', p.consult, 'takesOver', p.takes_over, 'joinedAt', ${time('p.joined_at')}, 'leftAt', ${time('p.left_at')}, 'endCause', p.end_cause,
    'loss', p.loss, 'jitterMilliseconds', p.jitter_milliseconds, 'mos', p.mos) ORDER BY p.asked_at, p.id)
  FROM call_parties p WHERE p.tenant_id = c.tenant_id AND p.call_id = c.id)`;

const recordings = `(SELECT json_agg(json_build_object('id', r.id, 'legId', r.leg_id, 'contentType', r.content_type, 'bytes', r.bytes,
    'milliseconds', r.milliseconds, 'consent', r.consent, 'key', r.key, 'at', ${time('r.created_at')}) ORDER BY r.created_at, r.id)
  FROM call_recordings r WHERE r.tenant_id = c.tenant_id AND r.call_id = c.id)`;

const columns = `c.id, c.call_code AS "callCode", c.tenant_id AS "tenantId", c.conversation_id AS "conversationId",
  c.contact_id AS "contactId", c.customer_id AS "customerId", u.customer_number AS "customerNo", coalesce(u.name, '') AS "customerName",
  coalesce(u.registered, false) AS "customerRegistered",
  c.kind, c.direction, c.state, c.version, c.customer_number AS "customerNumber", c.company_number AS "companyNumber",
  c.temp_id AS "tempId", c.agent_id AS "agentId", a.name AS "agentName", c.last_agent_id AS "lastAgentId", l.name AS "lastAgentName",
  c.queue_id AS "queueId", c.owns_contact AS "ownsContact", c.trunk_id AS "trunkId", c.requested_at AS "requestedAt",
  c.ringing_at AS "ringingAt", c.answered_at AS "answeredAt", c.ended_at AS "endedAt",
  ${seconds('extract(epoch FROM coalesce(c.answered_at, c.ended_at, clock_timestamp()) - c.requested_at)')} AS "waitSeconds",
  ${seconds(held)} AS "holdSeconds",
  ${seconds(`coalesce(extract(epoch FROM coalesce(c.ended_at, clock_timestamp()) - c.answered_at) - (${held}), 0)`)} AS "talkSeconds",
  c.ended_by AS "endedBy", c.end_reason AS "endReason",
  CASE WHEN c.state = 'ended' AND c.answered_at IS NULL THEN c.missed_reason END AS "missedReason",
  c.sip_status AS "sipStatus", c.use_type AS "callUseType", c.recording, c.consent, c.voicemail, c.host_id AS "hostId",
  ${parties} AS parties, ${recordings} AS recordings`;

export const selectCall = `SELECT ${columns} FROM calls c
  LEFT JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = c.agent_id
  LEFT JOIN agents l ON l.tenant_id = c.tenant_id AND l.id = c.last_agent_id`;

export const toCall = ({ parties: who, recordings: what, ...row }: CallRow): CallRecord => ({
  ...row,
  parties: who ?? [],
  recordings: what ?? [],
});
