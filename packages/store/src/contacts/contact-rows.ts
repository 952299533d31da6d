import type { ContactChange } from '@alongside/domain';
import type { AttachedData, Contact, ConversationSummary, EndReason, HelpType } from '@alongside/protocol';
import { type Fields, listFields } from '../channels/fields.ts';

/** A contact with the names around it, as `contactFrom` selects it. */
export interface ContactRow {
  id: string;
  conversation_id: string;
  queue_id: string;
  queue_name: string;
  help_type: HelpType;
  state: Contact['state'];
  customer_id: string;
  customer_name: string;
  customer_number: string;
  owner_id: string | null;
  owner_name: string | null;
  place_at: string;
  started_at: string | null;
  ended_at: string | null;
  end_reason: EndReason | null;
  wrap_up: string | null;
  attached_data: AttachedData;
  channel_id: string | null;
  channel_name: string | null;
  thread_name: string | null;
  offline: boolean;
  contact_fields: Fields;
  customer_fields: Fields;
  participants: { id: string; name: string }[] | null;
}

export const contactColumns = `c.id, c.conversation_id, c.queue_id, q.name AS queue_name, c.help_type, c.state, c.customer_id,
  u.name AS customer_name, u.customer_number, a.id AS owner_id, a.name AS owner_name, c.place_at, c.started_at, c.ended_at, c.end_reason,
  c.wrap_up, c.attached_data, c.channel_id, h.name AS channel_name, t.thread_name, c.offline, c.fields AS contact_fields, u.fields AS customer_fields,
  (SELECT json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY p.joined_at) FROM contact_participants p
    JOIN customers g ON g.tenant_id = p.tenant_id AND g.id = p.customer_id
    WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.left_at IS NULL AND p.customer_id <> c.customer_id) AS participants`;

/** An ended contact shows who had it last. */
export const contactFrom = `contacts c
  JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  LEFT JOIN agents a ON a.tenant_id = c.tenant_id
    AND a.id = CASE WHEN c.state = 'ended' THEN c.last_owner_id ELSE c.owner_id END
  LEFT JOIN channels h ON h.tenant_id = c.tenant_id AND h.id = c.channel_id
  LEFT JOIN conversations t ON t.tenant_id = c.tenant_id AND t.id = c.conversation_id AND c.channel_id IS NOT NULL`;

export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    queueId: row.queue_id,
    queueName: row.queue_name,
    helpType: row.help_type,
    state: row.state,
    customer: { id: row.customer_id, name: row.customer_name, customerId: row.customer_number },
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    requestedAt: row.place_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    wrapUp: row.wrap_up,
    ...(Object.keys(row.attached_data).length === 0 ? {} : { attachedData: row.attached_data }),
    ...threadOf(row),
  };
}

function threadOf(row: ContactRow): Pick<Contact, 'thread'> {
  if (row.channel_id === null) return {};
  return {
    thread: {
      channelId: row.channel_id,
      channelName: row.channel_name ?? '',
      name: row.thread_name ?? '',
      offline: row.offline,
      contactFields: listFields(row.contact_fields),
      customerFields: listFields(row.customer_fields),
      ...(row.participants === null ? {} : { participants: row.participants }),
    },
  };
}

/** A contact with its conversation's head and marks. */
export interface SummaryRow extends ContactRow {
  last_seq: number;
  last_message_at: string | null;
  last_message_from: 'customer' | 'agent' | 'system' | null;
  last_message_preview: string | null;
  customer_read_up_to: number;
  customer_delivered_up_to: number;
  agent_read_up_to: number;
  agent_delivered_up_to: number;
  unread: number;
}

export const summaryColumns = `${contactColumns}, v.last_seq, v.last_message_at, v.last_message_from, v.last_message_preview,
  v.customer_read_up_to, v.customer_delivered_up_to, v.agent_read_up_to, v.agent_delivered_up_to, v.unread`;

export const summaryFrom = `${contactFrom}
  JOIN conversations v ON v.tenant_id = c.tenant_id AND v.id = c.conversation_id`;

export function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.conversation_id,
    contact: toContact(row),
    lastSeq: row.last_seq,
    lastMessage:
      row.last_message_at === null || row.last_message_from === null
        ? null
        : { at: row.last_message_at, from: row.last_message_from, preview: row.last_message_preview ?? '' },
    customerReadUpTo: row.customer_read_up_to,
    customerDeliveredUpTo: row.customer_delivered_up_to,
    agentReadUpTo: row.agent_read_up_to,
    agentDeliveredUpTo: row.agent_delivered_up_to,
    unread: row.unread,
  };
}

/** What every transition answers: columns of the changed contact `c` and its queue `q`, named as the port wants them. */
export const changeColumns = `c.id AS "contactId", c.conversation_id AS "conversationId", c.customer_id AS "customerId",
  c.queue_id AS "queueId", q.name AS "queueName", c.help_type AS "helpType", c.previous_agent_id AS "previousAgentId",
  c.owner_id AS "ownerId", c.offer_epoch AS "offerEpoch", c.weight, (q.survey AND c.started_at IS NOT NULL) AS "asksSurvey",
  greatest(0, floor(extract(epoch FROM clock_timestamp() - c.place_at)))::integer AS "waitedSeconds",
  (SELECT k.id FROM calls k WHERE k.tenant_id = $1 AND k.contact_id = c.id AND k.state <> 'ended') AS "callId"`;

export type ChangeRow = ContactChange;
