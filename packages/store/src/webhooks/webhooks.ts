import type { Webhooks, WebhookTarget } from '@alongside/domain';
import type { Webhook, WebhookStyle } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { createDeliveries } from './deliveries.ts';
import { webhookColumns } from './webhook-rows.ts';

const insert = `INSERT INTO webhooks (tenant_id, id, url, description, events, include_text, enabled, disabled_reason, sealed_secret, style)
  VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7 THEN NULL ELSE 'by_administrator' END, $8, $9)`;

// Switched on again, an old pause counts no more.
const change = `UPDATE webhooks SET url = coalesce($3, url), description = coalesce($4, description), events = coalesce($5, events),
    include_text = coalesce($6, include_text), enabled = coalesce($7, enabled),
    disabled_reason = CASE WHEN coalesce($7, enabled) THEN NULL ELSE coalesce(disabled_reason, 'by_administrator') END,
    held_until = CASE WHEN $7 AND NOT enabled OR $3 <> url THEN NULL ELSE held_until END
  WHERE tenant_id = $1 AND id = $2 RETURNING id`;

// Events that were noted for this webhook alone have nobody else who wants them.
const forget = `DELETE FROM webhook_events e USING webhook_deliveries d
  WHERE e.tenant_id = $1 AND d.webhook_id = $2 AND d.event_id = e.id
    AND NOT EXISTS (SELECT FROM webhook_deliveries o WHERE o.event_id = e.id AND o.webhook_id <> $2)`;

const rotate = `UPDATE webhooks SET sealed_secret = $3,
    sealed_previous = CASE WHEN $4 > 0 THEN sealed_secret END,
    previous_until = CASE WHEN $4 > 0 THEN clock_timestamp() + make_interval(hours => $4) END
  WHERE tenant_id = $1 AND id = $2 RETURNING previous_until AS "previousSecretUntil"`;

const target = `SELECT url, style, sealed_secret AS secret, CASE WHEN previous_until > clock_timestamp() THEN sealed_previous END AS previous
  FROM webhooks WHERE tenant_id = $1 AND id = $2`;

export const sealedSecretsOf = (row: { secret: string; previous: string | null }): string[] =>
  row.previous === null ? [row.secret] : [row.secret, row.previous];

const noteContact = `SELECT webhook_note($2, c.conversation_id, c.conversation_id, NULL, clock_timestamp(), webhook_contact(c.id) || $4::jsonb)
  FROM contacts c WHERE c.tenant_id = $1 AND c.id = $3`;

export function createWebhooks(scope: TransactionScope): Webhooks {
  const { tenantId } = scope;
  const get = (id: string) =>
    scope.one<Webhook>(`SELECT ${webhookColumns} FROM webhooks w WHERE w.tenant_id = $1 AND w.id = $2`, [tenantId, id]);
  return {
    ...createDeliveries(scope),
    list: () =>
      scope.query<Webhook>(
        `SELECT ${webhookColumns} FROM webhooks w WHERE w.tenant_id = $1 ORDER BY w.created_at, w.id`,
        [tenantId],
      ),
    get,
    async create({ id, url, description, events, includeText, enabled, sealedSecret, style = 'standard' }) {
      await scope.query(insert, [tenantId, id, url, description, events, includeText, enabled, sealedSecret, style]);
      const made = await get(id);
      if (made === null) throw new Error('A row that was just inserted is not there.');
      return made;
    },
    async update(id, { url, description, events, includeText, enabled }) {
      const given = [url ?? null, description ?? null, events ?? null, includeText ?? null, enabled ?? null];
      return (await scope.one(change, [tenantId, id, ...given])) === null ? null : get(id);
    },
    async delete(id) {
      await scope.query(forget, [tenantId, id]);
      return (
        (await scope.one('DELETE FROM webhooks WHERE tenant_id = $1 AND id = $2 RETURNING id', [tenantId, id])) !== null
      );
    },
    rotate: (id, sealedSecret, overlapHours) =>
      scope.one<{ previousSecretUntil: string | null }>(rotate, [tenantId, id, sealedSecret, overlapHours]),
    async target(id): Promise<WebhookTarget | null> {
      const row = await scope.one<{ url: string; style: WebhookStyle; secret: string; previous: string | null }>(
        target,
        [tenantId, id],
      );
      return row && { url: row.url, style: row.style, sealedSecrets: sealedSecretsOf(row) };
    },
    async noteContact(type, contactId, data) {
      await scope.query(noteContact, [tenantId, type, contactId, JSON.stringify(data)]);
    },
    async hold(id, seconds, ahead) {
      await scope.query(
        `UPDATE webhooks SET held_until = greatest(held_until, clock_timestamp() + make_interval(secs => $3::float8))
         WHERE tenant_id = $1 AND id = $2`,
        [tenantId, id, seconds + ahead],
      );
    },
    async switchOff(id) {
      const off = await scope.one(
        `UPDATE webhooks SET enabled = false, disabled_reason = 'receiver_gone' WHERE tenant_id = $1 AND id = $2 AND enabled
         RETURNING id`,
        [tenantId, id],
      );
      return off !== null;
    },
  };
}
