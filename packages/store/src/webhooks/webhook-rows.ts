import type { DeliveryError, DeliveryState, Webhook, WebhookDelivery, WebhookEventType } from '@alongside/protocol';

/** Counted no further: a list shows "1000 or more". */
const countTo = 1_000;

/** In the order of the state's own index, so that no more is read than is counted. */
const counted = (condition: string, order: string) =>
  `(SELECT count(*) FROM (SELECT FROM webhook_deliveries d WHERE d.webhook_id = w.id AND ${condition} ORDER BY ${order} LIMIT ${countTo}) c)`;
const waiting = `least(${countTo}, ${counted(`d.state = 'pending'`, 'd.lane, d.position')}
  + ${counted(`d.tenant_id = w.tenant_id AND d.state = 'new'`, 'd.position')})::integer`;

export const webhookColumns = `w.id, w.url, w.description, w.events, w.include_text AS "includeText", w.enabled, w.style,
  w.disabled_reason AS "disabledReason", w.created_at AS "createdAt",
  CASE WHEN w.previous_until > clock_timestamp() THEN w.previous_until END AS "previousSecretUntil",
  ${waiting} AS waiting, ${counted(`d.state = 'dead'`, 'd.position')}::integer AS dead,
  CASE WHEN w.held_until > clock_timestamp() THEN w.held_until END AS "heldUntil",
  w.last_delivered_at AS "lastDeliveredAt", w.last_failed_at AS "lastFailedAt"`;

export type WebhookRow = Webhook;

export const deliveryColumns = `d.id, d.event_id, e.type, e.conversation_id, d.state, d.attempts, d.created_at, d.last_attempt_at,
  CASE WHEN d.state = 'pending' THEN l.next_at END AS next_at, d.last_status, d.last_error, d.last_milliseconds,
  d.position::float8 AS position`;

/** The lane's time is that of its first one; those behind it have none of their own yet. */
export const deliveryFrom = `webhook_deliveries d JOIN webhook_events e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
  LEFT JOIN webhook_lanes l ON l.webhook_id = d.webhook_id AND l.lane = d.lane AND d.state = 'pending' AND NOT EXISTS (
    SELECT FROM webhook_deliveries b WHERE b.webhook_id = d.webhook_id AND b.lane = d.lane AND b.state = 'pending' AND b.position < d.position)`;

export interface DeliveryRow {
  id: string;
  event_id: string;
  type: WebhookEventType;
  conversation_id: string | null;
  state: 'new' | 'pending' | 'delivered' | 'dead';
  attempts: number;
  created_at: string;
  last_attempt_at: string | null;
  next_at: string | null;
  last_status: number | null;
  last_error: DeliveryError | null;
  last_milliseconds: number | null;
  position: number;
}

const stateOf = (state: DeliveryRow['state']): DeliveryState =>
  state === 'new' || state === 'pending' ? 'waiting' : state;

export function toDelivery(row: DeliveryRow, messageId: string): WebhookDelivery {
  return {
    id: row.id,
    messageId,
    event: row.type,
    conversationId: row.conversation_id,
    state: stateOf(row.state),
    attempts: row.attempts,
    createdAt: row.created_at,
    lastAttemptAt: row.last_attempt_at,
    nextAttemptAt: row.next_at,
    lastStatus: row.last_status,
    lastError: row.last_error,
    lastMilliseconds: row.last_milliseconds,
  };
}
