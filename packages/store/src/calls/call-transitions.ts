/*
 * Each transition is one conditional UPDATE of the call's row; no row: the state was no longer the one required. $1 is the tenant, $2 the
 * call, in every statement.
 */

interface Transition {
  readonly set: string;
  readonly where: string;
  /** Further changes in the same statement; they see `changed`. */
  readonly also?: readonly string[];
}

const transition = ({ set, where, also = [] }: Transition): string => `WITH changed AS (
  UPDATE calls SET version = version + 1, ${set} WHERE tenant_id = $1 AND id = $2 AND ${where} RETURNING *)
  ${also.map((statement, index) => `, also_${index} AS (${statement})`).join('')}
  SELECT id FROM changed`;

const moved = (state: string) => `state = ${state}, state_at = clock_timestamp()`;
const holdOver = `hold_seconds = hold_seconds + coalesce(extract(epoch FROM clock_timestamp() - held_since), 0), held_since = NULL`;
const ofCall = `FROM changed WHERE p.tenant_id = $1 AND p.call_id = changed.id`;
const leave = (cause: string) => `UPDATE call_parties p SET state = 'left', state_at = clock_timestamp(),
  left_at = clock_timestamp(), end_cause = coalesce(end_cause, ${cause}) ${ofCall} AND p.state <> 'left'`;
const dialsOver = `UPDATE dials d SET ended_at = clock_timestamp() FROM changed
  WHERE d.tenant_id = $1 AND d.call_id = changed.id AND d.ended_at IS NULL`;

export const ring = transition({
  set: `${moved(`'ringing'`)}, ringing_at = coalesce(ringing_at, clock_timestamp())`,
  where: `state = 'requested'`,
});

/** $3 why. */
export const unring = transition({
  set: `${moved(`'requested'`)}, missed_reason = $3`,
  where: `state = 'ringing'`,
  // The agent's own telephone rings no more.
  also: [
    `UPDATE call_parties p SET state = 'left', state_at = clock_timestamp(), left_at = clock_timestamp(), end_cause = 'unrung'
       ${ofCall} AND p.state = 'ringing' AND p.device = 'device'`,
  ],
});

/** $3 agent or null. What was held between two agents is so no more. */
export const answer = transition({
  set: `${moved(`'connecting'`)}, answered_at = coalesce(answered_at, clock_timestamp()), agent_id = coalesce($3, agent_id),
    last_agent_id = coalesce($3, last_agent_id), ${holdOver}`,
  where: `state IN ('requested', 'ringing')`,
  also: [
    `UPDATE call_parties p SET held = false, state = CASE WHEN p.state = 'ringing' THEN 'joining' ELSE p.state END,
       joined_at = coalesce(p.joined_at, clock_timestamp()) ${ofCall} AND p.state <> 'left' AND p.role IN ('customer', 'agent')`,
  ],
});

export const begin = transition({ set: moved(`'in_progress'`), where: `state = 'connecting'` });

export const hold = transition({
  set: `${moved(`'held'`)}, held_since = clock_timestamp()`,
  where: `state = 'in_progress'`,
  also: [`UPDATE call_parties p SET held = true ${ofCall} AND p.role = 'customer'`],
});

export const resume = transition({
  set: `${moved(`'in_progress'`)}, ${holdOver}`,
  where: `state = 'held'`,
  also: [`UPDATE call_parties p SET held = false, consult = false ${ofCall}`],
});

/** $3 the agent who has it no more. The customer is on hold meanwhile; everybody else leaves. */
export const release = transition({
  set: `${moved(`'requested'`)}, agent_id = NULL, held_since = coalesce(held_since, clock_timestamp())`,
  where: `state IN ('connecting', 'in_progress', 'held') AND agent_id = $3`,
  also: [
    `UPDATE call_parties p SET held = p.role = 'customer', state = CASE WHEN p.role = 'customer' THEN p.state ELSE 'left' END,
       left_at = CASE WHEN p.role = 'customer' THEN p.left_at ELSE clock_timestamp() END,
       end_cause = CASE WHEN p.role = 'customer' THEN p.end_cause ELSE 'released' END ${ofCall} AND p.state <> 'left'`,
    `UPDATE dials d SET ended_at = clock_timestamp() FROM changed, call_parties p WHERE d.tenant_id = $1 AND d.call_id = changed.id
       AND d.ended_at IS NULL AND p.id = d.party_id AND p.role <> 'customer'`,
  ],
});

/** $3 the agent before, $4 the agent after, who is a party of the call already, or is added afterwards. */
export const handOver = transition({
  set: `${moved(`CASE WHEN state = 'held' THEN 'in_progress' ELSE state END`)}, agent_id = $4, last_agent_id = $4, ${holdOver}`,
  where: `state IN ('connecting', 'in_progress', 'held') AND agent_id = $3 AND $4::uuid <> $3`,
  also: [
    `UPDATE call_parties p SET role = CASE WHEN p.agent_id = $4 THEN 'agent' ELSE p.role END, held = false, consult = false,
       state = CASE WHEN p.agent_id = $3 THEN 'left' ELSE p.state END,
       left_at = CASE WHEN p.agent_id = $3 THEN clock_timestamp() ELSE p.left_at END,
       end_cause = CASE WHEN p.agent_id = $3 THEN 'handed_over' ELSE p.end_cause END ${ofCall} AND p.state <> 'left'`,
  ],
});

/** $3 conversation, $4 contact, $5 customer, $6 queue. */
export const admit = transition({
  set: `conversation_id = $3, contact_id = $4, customer_id = $5, queue_id = $6, owns_contact = true`,
  where: `state = 'requested' AND contact_id IS NULL AND NOT voicemail`,
});

export const takeMessage = transition({
  set: `voicemail = true, owns_contact = false, missed_reason = coalesce(missed_reason, 'missed_agent_timeout')`,
  where: `state = 'requested' AND kind = 'phone' AND direction = 'inbound' AND answered_at IS NULL AND NOT voicemail`,
});

/** $3 the agent before. Whoever was called goes on with the customer. */
export const handOut = transition({
  set: `${moved(`CASE WHEN state = 'held' THEN 'in_progress' ELSE state END`)}, agent_id = NULL, owns_contact = false, ${holdOver}`,
  where: `state IN ('connecting', 'in_progress', 'held') AND agent_id = $3`,
  also: [
    `UPDATE call_parties p SET held = false, consult = false, state = CASE WHEN p.agent_id = $3 THEN 'left' ELSE p.state END,
       left_at = CASE WHEN p.agent_id = $3 THEN clock_timestamp() ELSE p.left_at END,
       end_cause = CASE WHEN p.agent_id = $3 THEN 'transferred' ELSE p.end_cause END ${ofCall} AND p.state <> 'left'`,
  ],
});

/** $3 kind. */
export const changeKind = transition({
  set: `kind = $3`,
  where: `state IN ('connecting', 'in_progress', 'held') AND kind IN ('voice', 'video') AND kind <> $3`,
});

/** $3 states before, $4 state after, $5 consent or null for as it was. */
export const setRecording = transition({
  set: `recording = $4, consent = coalesce($5, consent)`,
  where: `state <> 'ended' AND recording = ANY ($3::text[])`,
});

/** $3 by, $4 reason, $5 missed or null, $6 SIP status or null. The one close of a record. */
export const end = transition({
  set: `state = 'ended', state_at = clock_timestamp(), ended_at = clock_timestamp(), ended_by = $3, end_reason = $4,
    missed_reason = CASE WHEN answered_at IS NULL THEN coalesce($5, missed_reason, 'missed_customer') END,
    sip_status = coalesce($6, sip_status), recording = 'off', ${holdOver}`,
  where: `state <> 'ended'`,
  also: [leave('$4'), dialsOver],
});
