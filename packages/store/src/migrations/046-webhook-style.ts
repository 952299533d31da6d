import type { Migration } from './migration.ts';

/** How a webhook's requests are signed and written: after Standard Webhooks, or in the phone link's published form. */
export const webhookStyle: Migration = {
  version: 46,
  name: 'webhook-style',
  sql: `
ALTER TABLE webhooks ADD COLUMN style text NOT NULL DEFAULT 'standard' CHECK (style IN ('standard', 'hub'));
`,
};
