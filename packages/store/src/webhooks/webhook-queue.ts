import type { WebhookQueue } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

/** Across all tenants, each looked at with only itself set: see migration 7 for why. */
export function createWebhookQueue(database: Database): WebhookQueue {
  return {
    due: (ahead) =>
      database.change<{ tenantId: string; webhookId: string }>(
        'SELECT tenant AS "tenantId", webhook AS "webhookId" FROM webhooks_due($1)',
        [ahead],
      ),
    async expire() {
      const [row] = await database.change<{ gone: string }>('SELECT expire_webhook_rows() AS gone');
      return Number(row?.gone ?? 0);
    },
  };
}
