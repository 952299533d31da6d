import type { Migration } from './migration.ts';

/** Calls by how they ended, as messages on voicemail: rare among many, so that a page of them must not walk all of the others. */
export const callsByEnd: Migration = {
  version: 60,
  name: 'calls-by-end',
  sql: `
CREATE INDEX calls_by_end ON calls (tenant_id, end_reason, requested_at, id) WHERE end_reason IS NOT NULL;
`,
};
