import type { Desks, Slot } from '@alongside/domain';
import type { AwayReason, CallKind, Colleague, HelpType, Offer, PresenceChoice } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import type { TransactionScope } from '../transaction-scope.ts';
import { type SummaryRow, summaryColumns, summaryFrom, toSummary } from './contact-rows.ts';

// Choosing to be available is a sign of life: an agent who works by HTTP alone is not lost at the next sweep.
const setPresence = `UPDATE desks SET state = $3, away_reason = $4,
    since = CASE WHEN state = $3 AND away_reason IS NOT DISTINCT FROM $4 THEN since ELSE clock_timestamp() END,
    seen_until = CASE WHEN $3 = 'available' THEN greatest(seen_until, clock_timestamp() + make_interval(secs => $5)) ELSE seen_until END
  WHERE tenant_id = $1 AND agent_id = $2`;

const held = `SELECT id AS "contactId", state, offer_epoch AS epoch FROM (
    SELECT id, state, offer_epoch FROM contacts WHERE tenant_id = $1 AND offered_to = $2 AND state = 'offered'
    UNION ALL
    SELECT id, state, offer_epoch FROM contacts WHERE tenant_id = $1 AND owner_id = $2 AND state = 'active') mine
  ORDER BY id`;

const offers = `SELECT c.id, c.conversation_id, c.offer_epoch, u.name AS customer_name, u.customer_number, q.name AS queue_name, c.help_type,
    c.place_at, c.offered_at, c.offer_deadline, c.transfer_from, c.transfer_note,
    k.id AS call_id, k.kind AS call_kind
  FROM contacts c
  JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  LEFT JOIN LATERAL (SELECT x.id, x.kind FROM calls x WHERE x.tenant_id = c.tenant_id AND x.contact_id = c.id AND x.state <> 'ended' LIMIT 1) k ON true
  WHERE c.tenant_id = $1 AND c.offered_to = $2 AND c.state = 'offered' ORDER BY c.offered_at, c.id`;

const conversations = `SELECT * FROM (
    SELECT ${summaryColumns} FROM ${summaryFrom} WHERE c.tenant_id = $1 AND c.owner_id = $2 AND c.state = 'active'
    UNION ALL
    SELECT ${summaryColumns} FROM ${summaryFrom} WHERE c.tenant_id = $1 AND c.last_owner_id = $2 AND c.wrap_up_pending) mine
  ORDER BY mine.started_at, mine.id`;

const colleagues = `SELECT a.id, a.name, a.role, d.open_contacts AS "openContacts", coalesce(d.wanted_capacity, d.capacity) AS capacity,
    CASE WHEN d.seen_until > clock_timestamp() THEN d.state ELSE 'offline' END AS state
  FROM agents a JOIN desks d ON d.tenant_id = a.tenant_id AND d.agent_id = a.id
  WHERE a.tenant_id = $1 AND NOT a.disabled ORDER BY lower(a.name), a.id`;

const oneChat: Slot = { helpType: 'CHAT', weight: 1 };

/** $3 weight, $4 kind, $5 whether the agent must also be there for a new contact: what the router saw may no longer be so. */
const takeSlot = `UPDATE desks d SET open_contacts = open_contacts + 1, load = load + $3::integer,
    kinds = kinds || jsonb_build_object($4::text, coalesce((kinds->>$4)::integer, 0) + 1)
  WHERE d.tenant_id = $1 AND d.agent_id = $2 AND d.load + $3::integer <= least(d.capacity, coalesce(d.wanted_capacity, d.capacity))
    AND (d.limits->>$4 IS NULL OR coalesce((d.kinds->>$4)::integer, 0) < (d.limits->>$4)::integer)
    AND (NOT $5::boolean OR (d.state = 'available' AND d.seen_until > clock_timestamp()
      AND (d.after_contact_until IS NULL OR d.after_contact_until <= clock_timestamp())
      AND EXISTS (SELECT FROM agents a WHERE a.tenant_id = $1 AND a.id = $2 AND NOT a.disabled AND a.out_of_office_message IS NULL)))
  RETURNING agent_id`;

/** $3 weight, $4 kind, $5 queue whose after-contact time begins, or null. A capacity that was to be lower comes nearer. */
const freeSlot = `UPDATE desks d SET open_contacts = open_contacts - 1, load = greatest(0, load - $3::integer),
    kinds = kinds || jsonb_build_object($4::text, greatest(0, coalesce((kinds->>$4)::integer, 0) - 1)),
    last_freed_at = clock_timestamp(),
    capacity = CASE WHEN wanted_capacity IS NULL THEN capacity ELSE greatest(wanted_capacity, load - $3::integer) END,
    wanted_capacity = CASE WHEN wanted_capacity < load - $3::integer THEN wanted_capacity END,
    after_contact_until = greatest(after_contact_until, (SELECT clock_timestamp() + make_interval(secs => q.after_contact_seconds) FROM queues q
      WHERE q.tenant_id = $1 AND q.id = $5 AND q.after_contact_seconds > 0))
  WHERE d.tenant_id = $1 AND d.agent_id = $2 AND d.open_contacts > 0`;

/** Only once nothing is left to be wrapped up, unless $3. */
const endAfterContact = `UPDATE desks d SET after_contact_until = NULL
  WHERE d.tenant_id = $1 AND d.agent_id = $2 AND d.after_contact_until IS NOT NULL
    AND ($3::boolean OR NOT EXISTS (SELECT FROM contacts c WHERE c.tenant_id = $1 AND c.last_owner_id = $2 AND c.wrap_up_pending))
  RETURNING agent_id`;

interface OfferRow {
  id: string;
  conversation_id: string;
  offer_epoch: number;
  customer_name: string;
  customer_number: string;
  queue_name: string;
  help_type: HelpType;
  place_at: string;
  offered_at: string;
  offer_deadline: string;
  transfer_from: string | null;
  transfer_note: string | null;
  call_id: string | null;
  call_kind: CallKind | null;
}

export function createDesks(scope: TransactionScope): Desks {
  const { tenantId } = scope;
  return {
    async takeSlot(agentId, slot = oneChat, only = 'anybody') {
      const { weight, helpType } = slot;
      return (await scope.one(takeSlot, [tenantId, agentId, weight, helpType, only === 'ready'])) !== null;
    },
    async freeSlot(agentId, slot = oneChat, endedIn) {
      await scope.query(freeSlot, [tenantId, agentId, slot.weight, slot.helpType, endedIn ?? null]);
    },
    async endAfterContact(agentId, anyway = false) {
      const row = await scope.one(endAfterContact, [tenantId, agentId, anyway]);
      return row !== null;
    },
    async setPresence(agentId, state, reason) {
      await scope.query(setPresence, [
        tenantId,
        agentId,
        state,
        state === 'away' ? (reason ?? 'chosen') : null,
        LIMITS.agentGraceSeconds,
      ]);
    },
    held: (agentId) =>
      scope.query<{ contactId: string; state: 'offered' | 'active'; epoch: number }>(held, [tenantId, agentId]),
    presence: (agentId) =>
      scope.one<{
        state: PresenceChoice;
        awayReason: AwayReason | null;
        capacity: number;
        openContacts: number;
        since: string;
        afterContactUntil: string | null;
        alive: boolean;
      }>(
        `SELECT state, away_reason AS "awayReason", coalesce(wanted_capacity, capacity) AS capacity, open_contacts AS "openContacts", since,
           CASE WHEN after_contact_until > clock_timestamp() THEN after_contact_until END AS "afterContactUntil", seen_until > clock_timestamp() AS alive FROM desks WHERE tenant_id = $1 AND agent_id = $2`,
        [tenantId, agentId],
      ),
    async offers(agentId) {
      return (await scope.query<OfferRow>(offers, [tenantId, agentId])).map(toOffer);
    },
    async conversations(agentId) {
      return (await scope.query<SummaryRow>(conversations, [tenantId, agentId])).map(toSummary);
    },
    colleagues: () => scope.query<Colleague>(colleagues, [tenantId]),
  };
}

function toOffer(row: OfferRow): Offer {
  return {
    contactId: row.id,
    conversationId: row.conversation_id,
    epoch: row.offer_epoch,
    customer: { name: row.customer_name, customerId: row.customer_number },
    queueName: row.queue_name,
    helpType: row.help_type,
    requestedAt: row.place_at,
    offeredAt: row.offered_at,
    deadline: row.offer_deadline,
    transferredFrom: row.transfer_from,
    transferNote: row.transfer_note,
    ...(row.call_id !== null && { callId: row.call_id }),
    ...(row.call_kind !== null && { callKind: row.call_kind }),
  };
}
