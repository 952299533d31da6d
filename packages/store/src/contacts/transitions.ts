import { changeColumns } from './contact-rows.ts';

/*
 * Each transition is one conditional UPDATE of the contact's row; no row: the state was no longer the one required. What stands on the
 * right of `=` is the row before the change, which is how previous_agent_id comes to hold who had it.
 *
 * $1 is the tenant, $2 the contact, in every statement. The joins only fetch names.
 */

interface Transition {
  readonly set: string;
  readonly where: string;
  /** The conversation follows: its owner is the contact's, and it is open while the contact is. */
  readonly movesConversation: boolean;
  /** A further change in the same statement; sees `changed`. */
  readonly also?: string;
}

function transition({ set, where, movesConversation, also }: Transition): string {
  const follow = movesConversation
    ? `, followed AS (
  UPDATE conversations v SET owner_id = changed.owner_id, open = changed.state <> 'ended'
  FROM changed WHERE v.tenant_id = $1 AND v.id = changed.conversation_id AND v.contact_id = changed.id)`
    : '';
  return `WITH changed AS (
  UPDATE contacts SET previous_agent_id = coalesce(owner_id, offered_to), ${set}
  WHERE tenant_id = $1 AND id = $2 AND ${where}
  RETURNING *)${follow}${also === undefined ? '' : `, also AS (${also})`}
SELECT ${changeColumns} FROM changed c JOIN queues q ON q.tenant_id = $1 AND q.id = c.queue_id`;
}

const noOffer = 'offered_to = NULL, offered_at = NULL, offer_deadline = NULL';
const noTransfer = 'target_agent_id = NULL, transfer_from = NULL, transfer_note = NULL';
const ended = `state = 'ended', ended_at = clock_timestamp(), ${noOffer}`;
const startedBy = (agent: string) =>
  `state = 'active', owner_id = ${agent}, last_owner_id = ${agent}, started_at = coalesce(started_at, clock_timestamp()), ${noOffer}, ${noTransfer}`;

/** $3 agent, $4 seconds. */
export const offer = transition({
  set: `state = 'offered', offered_to = $3, offer_epoch = offer_epoch + 1, offered_at = clock_timestamp(),
    offer_deadline = clock_timestamp() + make_interval(secs => $4::double precision)`,
  where: `state = 'waiting'`,
  movesConversation: false,
});

/** $3 agent, $4 epoch. The clock is read when the lock is had: a deadline passed while waiting for it counts. */
export const accept = transition({
  set: startedBy('$3'),
  where: `state = 'offered' AND offered_to = $3 AND offer_epoch = $4 AND offer_deadline > clock_timestamp()`,
  movesConversation: true,
});

/** $3 agent. */
export const pick = transition({ set: startedBy('$3'), where: `state = 'waiting'`, movesConversation: true });

/** $3 epoch, $4 seconds during which it does not ring at the same agent again. */
export const withdrawOffer = transition({
  set: `state = 'waiting', ${noOffer}`,
  where: `state = 'offered' AND offer_epoch = $3`,
  movesConversation: false,
  also: `INSERT INTO contact_mutes (tenant_id, contact_id, agent_id, until)
    SELECT $1, changed.id, changed.previous_agent_id, clock_timestamp() + make_interval(secs => $4::double precision) FROM changed WHERE $4::double precision > 0
    ON CONFLICT (contact_id, agent_id) DO UPDATE SET until = greatest(contact_mutes.until, excluded.until)`,
});

/** $3 owner, $4 queue or null for the same, $5 colleague or null, $6 name of who hands it over, $7 note. An aim unmutes the colleague. */
export const requeue = transition({
  set: `state = 'waiting', owner_id = NULL, queue_id = coalesce($4, queue_id), target_agent_id = $5, transfer_from = $6, transfer_note = $7`,
  where: `state = 'active' AND owner_id = $3`,
  movesConversation: true,
  also: `DELETE FROM contact_mutes m USING changed WHERE m.contact_id = changed.id AND m.agent_id = changed.target_agent_id`,
});

/** $3 the owner before, $4 the owner after. */
export const handOver = transition({
  set: `owner_id = $4, last_owner_id = $4`,
  where: `state = 'active' AND owner_id = $3 AND $4::uuid <> $3`,
  movesConversation: true,
});

/** $3 queue or null for the same, $4 agent or null, $5 name of who sends it back, $6 note. An aim unmutes the agent. */
export const sendBack = transition({
  set: `state = 'waiting', owner_id = NULL, ${noOffer}, queue_id = coalesce($3, queue_id), target_agent_id = $4, transfer_from = $5,
    transfer_note = $6`,
  where: `state <> 'ended'`,
  movesConversation: true,
  also: `DELETE FROM contact_mutes m USING changed WHERE m.contact_id = changed.id AND m.agent_id = changed.target_agent_id`,
});

/** $3 reason. */
export const cancel = transition({
  set: `${ended}, end_reason = $3`,
  where: `state IN ('waiting', 'offered')`,
  movesConversation: true,
});

/** How long this contact has waited in its queue is more than the queue's setting. No setting: never. */
const waitedOver = (setting: string) =>
  `waiting_since <= clock_timestamp() - (SELECT make_interval(secs => q.${setting}) FROM queues q WHERE q.tenant_id = $1 AND q.id = queue_id)`;

/** $3 reason. Not one that rings: its deadline comes first. */
export const endWaiting = transition({
  set: `${ended}, end_reason = $3`,
  where: `state = 'waiting' AND ${waitedOver('max_wait_seconds')}`,
  movesConversation: true,
});

/** $3 the queue that it waits in, $4 the queue that it goes to, once. */
export const overflow = transition({
  set: `queue_id = $4, overflowed = true`,
  where: `state = 'waiting' AND queue_id = $3 AND NOT overflowed AND ${waitedOver('overflow_after_seconds')}`,
  movesConversation: false,
});

/** $3 owner, $4 reason. */
export const endByOwner = transition({
  set: `${ended}, end_reason = $4, wrap_up_pending = true`,
  where: `state = 'active' AND owner_id = $3`,
  movesConversation: true,
});

/** $3 reason. An owner still has a wrap-up to write. */
export const endAnyhow = transition({
  set: `${ended}, end_reason = $3, wrap_up_pending = (state = 'active')`,
  where: `state <> 'ended'`,
  movesConversation: true,
});

/** $3 last owner, $4 text. */
export const wrapUp = transition({
  set: `wrap_up = $4, wrap_up_pending = false`,
  where: `state = 'ended' AND last_owner_id = $3`,
  movesConversation: false,
});

/**
 * $1 tenant, $2 contact, $3 conversation, $4 customer, $5 queue, $6 kind of help, $7 agent at whom it rings first, or null, $8 channel or null, $9 left
 * while nobody was there, $10 begun by the company. No row: the customer has an open contact already, where one may be open, and the transaction is still sound.
 */
export const create = `WITH made AS (
  INSERT INTO contacts (tenant_id, id, conversation_id, customer_id, queue_id, help_type, target_agent_id, priority, weight, channel_id, live, offline, outbound)
  SELECT $1, $2, $3, $4, $5, $6, (SELECT a.id FROM agents a WHERE a.tenant_id = $1 AND a.id = $7 AND NOT a.disabled),
    coalesce((SELECT q.priority FROM queues q WHERE q.tenant_id = $1 AND q.id = $5), 0),
    (SELECT (t.contact_weights->>$6)::smallint FROM tenants t WHERE t.id = $1),
    $8::text, coalesce((SELECT h.settings->>'mode' = 'live' FROM channels h WHERE h.tenant_id = $1 AND h.id = $8), false), $9::boolean, $10::boolean
  ON CONFLICT DO NOTHING
  RETURNING *)
SELECT ${changeColumns} FROM made c JOIN queues q ON q.tenant_id = $1 AND q.id = c.queue_id`;
