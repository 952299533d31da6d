import { type ClaimedDelivery, messageIdOf, Refused, type Webhooks } from '@alongside/domain';
import type { WebhookEventType, WebhookStyle } from '@alongside/protocol';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type DeliveryRow, deliveryColumns, deliveryFrom, toDelivery } from './webhook-rows.ts';

type Part = Pick<Webhooks, 'deliveries' | 'replay' | 'replayDead' | 'claim' | 'settle'>;

const STATES = { waiting: `('new', 'pending')`, delivered: `('delivered')`, dead: `('dead')` } as const;

// A fresh position would put it behind what came later; its old one lets it go first.
const replay = `WITH back AS (
    UPDATE webhook_deliveries SET state = 'pending', attempts = 0, finished_at = NULL
    WHERE tenant_id = $1 AND webhook_id = $2 AND state IN ('delivered', 'dead') AND %
    RETURNING id, lane
  ), lanes AS (
    INSERT INTO webhook_lanes AS l (webhook_id, lane, tenant_id, next_at)
    SELECT $2::uuid, lane, $1::uuid, clock_timestamp() FROM back GROUP BY lane ORDER BY lane
    ON CONFLICT (webhook_id, lane) DO UPDATE SET next_at = least(l.next_at, excluded.next_at)
  )
  SELECT count(*)::integer AS count FROM back`;
const replayOne = replay.replace('%', 'id = $3');
const replayDead = replay.replace('%', `state = 'dead'`);

// A lane that is claimed is due again when the claim has run out: only then has the claimer died.
const claimLanes = `WITH due AS (
    SELECT l.lane FROM webhook_lanes l JOIN webhooks w ON w.tenant_id = l.tenant_id AND w.id = l.webhook_id
    WHERE l.tenant_id = $1 AND l.webhook_id = $2 AND l.next_at <= clock_timestamp() + make_interval(secs => $6::float8)
      AND w.enabled AND (w.held_until IS NULL OR w.held_until <= clock_timestamp() + make_interval(secs => $6::float8))
    ORDER BY l.next_at LIMIT $4 FOR UPDATE OF l SKIP LOCKED
  )
  UPDATE webhook_lanes l SET claim = $3, next_at = clock_timestamp() + make_interval(secs => $5::float8 + $6::float8)
  FROM due WHERE l.webhook_id = $2 AND l.lane = due.lane RETURNING l.lane`;

const claimed = `SELECT d.lane, d.id, d.event_id, d.attempts, e.type, e.occurred_at, w.url, w.style, w.sealed_secret AS secret,
    CASE WHEN w.previous_until > clock_timestamp() THEN w.sealed_previous END AS previous,
    e.data || CASE WHEN w.include_text AND e.entry_seq IS NOT NULL AND e.type IN ('message.created', 'survey.answered') THEN
      (SELECT jsonb_build_object('text', coalesce(n.body->>'text', n.body->>'caption', n.body->>'fallbackText', n.body->>'comment', '')) FROM entries n
       WHERE n.conversation_id = e.conversation_id AND n.seq = e.entry_seq) ELSE '{}'::jsonb END AS data
  FROM unnest($3::uuid[]) AS u (lane),
    LATERAL (SELECT d.* FROM webhook_deliveries d WHERE d.webhook_id = $2 AND d.lane = u.lane AND d.state = 'pending'
      ORDER BY d.position LIMIT 1) d
  JOIN webhook_events e ON e.tenant_id = $1 AND e.id = d.event_id
  JOIN webhooks w ON w.tenant_id = $1 AND w.id = $2`;

interface ClaimedRow {
  lane: string;
  id: string;
  event_id: string;
  attempts: number;
  type: WebhookEventType;
  occurred_at: string;
  url: string;
  style: WebhookStyle;
  secret: string;
  previous: string | null;
  data: Record<string, unknown>;
}

export function createDeliveries(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const one = (id: string, deliveryId: string) =>
    scope.one<DeliveryRow>(
      `SELECT ${deliveryColumns} FROM ${deliveryFrom} WHERE d.tenant_id = $1 AND d.webhook_id = $2 AND d.id = $3`,
      [tenantId, id, deliveryId],
    );
  return {
    async deliveries(id, { state, cursor }, limit) {
      const values: Value[] = [tenantId, id, limit + 1];
      if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
        throw new Refused('invalid_request', { field: '/query/cursor' });
      if (cursor !== undefined) values.push(Number(cursor));
      const rows = await scope.query<DeliveryRow>(
        `SELECT ${deliveryColumns} FROM ${deliveryFrom} WHERE d.tenant_id = $1 AND d.webhook_id = $2
         ${state ? `AND d.state IN ${STATES[state]}` : ''} ${cursor === undefined ? '' : 'AND d.position < $4'}
         ORDER BY d.position DESC LIMIT $3`,
        values,
      );
      const page = rows.slice(0, limit);
      return {
        deliveries: page.map((row) => toDelivery(row, messageIdOf(row.event_id))),
        nextCursor: rows.length > limit ? String(page.at(-1)?.position) : null,
      };
    },
    async replay(id, deliveryId) {
      const done = await scope.one<{ count: number }>(replayOne, [tenantId, id, deliveryId]);
      const row = done?.count === 1 ? await one(id, deliveryId) : null;
      return row && toDelivery(row, messageIdOf(row.event_id));
    },
    replayDead: async (id) => (await scope.one<{ count: number }>(replayDead, [tenantId, id]))?.count ?? 0,

    async claim(id, claim, count, seconds, ahead): Promise<ClaimedDelivery[]> {
      const lanes = await scope.query<{ lane: string }>(claimLanes, [tenantId, id, claim, count, seconds, ahead]);
      if (lanes.length === 0) return [];
      const rows = await scope.query<ClaimedRow>(claimed, [tenantId, id, lanes.map(({ lane }) => lane)]);
      return rows.map((row) => ({
        webhookId: id,
        lane: row.lane,
        claim,
        deliveryId: row.id,
        eventId: row.event_id,
        type: row.type,
        occurredAt: row.occurred_at,
        attempts: row.attempts,
        data: row.data,
        url: row.url,
        style: row.style,
        sealedSecrets: row.previous === null ? [row.secret] : [row.secret, row.previous],
      }));
    },
    async settle({ webhookId, lane, claim, deliveryId }, outcome, ahead) {
      const { state, pauseSeconds, status, error, milliseconds } = outcome;
      const row = await scope.one<{ settled: boolean }>(
        'SELECT webhook_settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS settled',
        [webhookId, lane, claim, deliveryId, state, pauseSeconds, status, error, milliseconds, ahead],
      );
      return row?.settled === true;
    },
  };
}
