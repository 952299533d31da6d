import type { ContactStatus, Thread, ThreadContact, ThreadParticipant } from '@alongside/domain';
import { type Fields, listFields } from './fields.ts';

export interface ThreadContactRow {
  contact_id: string;
  number: number | string;
  status: ContactStatus;
  status_changed_at: string;
  place_at: string;
  queue_id: string;
  queue_name: string;
  owner_id: string | null;
  owner_number: number | null;
  owner_name: string | null;
  fields: Fields;
}

export interface ThreadRow extends ThreadContactRow {
  id: string;
  channel_id: string;
  customer_id: string;
  thread_key_as_sent: string;
  thread_name: string;
  archived: boolean;
  can_add: boolean;
  created_at: string;
  last_message_at: string | null;
  last_seq: number;
  unseen: number;
  unread: number;
  customer_read_up_to: number;
  agent_read_up_to: number;
  participants: ThreadParticipant[] | null;
}

/** What nobody has seen is counted so far: more is not shown anywhere. */
const most = 100;

const status = `CASE WHEN c.state = 'active' THEN 'open' WHEN c.state <> 'ended' THEN 'new' WHEN c.live THEN 'closed' ELSE 'resolved' END`;

const contactColumns = `c.id AS contact_id, c.number, ${status} AS status, c.place_at, c.queue_id, q.name AS queue_name, c.fields,
  CASE c.state WHEN 'ended' THEN c.ended_at WHEN 'active' THEN c.started_at ELSE c.waiting_since END AS status_changed_at,
  a.id AS owner_id, a.number AS owner_number, a.name AS owner_name`;

/** null: nobody was ever invited into its latest contact. */
const participants = `(SELECT json_agg(json_build_object('customerId', p.customer_id, 'externalId', coalesce(i.external_id, p.customer_id::text),
    'firstName', coalesce(i.first_name, ''), 'lastName', coalesce(i.last_name, ''), 'imageUrl', i.image_url, 'fromSeq', p.from_seq,
    'isHere', p.left_at IS NULL) ORDER BY p.joined_at, p.from_seq, p.customer_id)
  FROM contact_participants p LEFT JOIN LATERAL (SELECT * FROM customer_identities j WHERE j.tenant_id = p.tenant_id
    AND j.customer_id = p.customer_id AND j.channel_id = p.channel_id ORDER BY j.created_at DESC LIMIT 1) i ON true
  WHERE p.tenant_id = v.tenant_id AND p.contact_id = v.contact_id)`;

/** Its customer may write on in it. */
export const goesOn = "v.archived_at IS NULL AND (c.state <> 'ended' OR NOT c.live)";

export const threadColumns = `v.id, v.channel_id, v.customer_id, v.thread_key_as_sent, v.thread_name, v.archived_at IS NOT NULL AS archived,
  ${goesOn} AS can_add, v.created_at, v.last_message_at, v.last_seq, v.unread,
  v.customer_read_up_to, v.agent_read_up_to,
  (SELECT count(*)::integer FROM (SELECT FROM entries e WHERE e.tenant_id = v.tenant_id AND e.conversation_id = v.id
    AND e.seq > v.customer_read_up_to AND e.author_kind <> 'customer' AND e.visibility = 'all'
    AND e.body->>'kind' IN ('text', 'file', 'rich') LIMIT ${most}) u) AS unseen,
  ${contactColumns}, ${participants} AS participants`;

/** A live chat or a thread shows who has its contact now, or had it last. */
const around = `JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id AND a.id = CASE WHEN c.state = 'ended' THEN c.last_owner_id ELSE c.owner_id END`;
export const threadFrom = `conversations v
  JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
  ${around}`;

/** Contacts of one conversation. */
export const threadContacts = `SELECT ${contactColumns} FROM contacts c ${around}
  WHERE c.tenant_id = $1 AND c.conversation_id = $2 AND c.id = ANY ($3::uuid[])`;

export function toThread(row: ThreadRow): Thread {
  return {
    id: row.id,
    channelId: row.channel_id,
    customerId: row.customer_id,
    externalId: row.thread_key_as_sent,
    name: row.thread_name,
    archived: row.archived,
    canAddMessages: row.can_add,
    createdAt: row.created_at,
    updatedAt: row.last_message_at ?? row.created_at,
    lastSeq: row.last_seq,
    unseenByCustomer: row.unseen,
    unseenByAgents: row.unread,
    customerReadUpTo: row.customer_read_up_to,
    agentReadUpTo: row.agent_read_up_to,
    contact: toThreadContact(row),
    participants: row.participants ?? [],
  };
}

export function toThreadContact(row: ThreadContactRow): ThreadContact {
  return {
    id: row.contact_id,
    number: Number(row.number),
    status: row.status,
    statusChangedAt: row.status_changed_at,
    createdAt: row.place_at,
    queueId: row.queue_id,
    queueName: row.queue_name,
    owner:
      row.owner_id === null
        ? null
        : { id: row.owner_id, number: row.owner_number ?? 0, name: row.owner_name ?? '', imageUrl: null },
    fields: listFields(row.fields),
  };
}
