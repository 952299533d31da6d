import type { Migration } from './migration.ts';

/** A co-browse session ends with the contact that it belongs to. */
export const cobrowseContact: Migration = {
  version: 52,
  name: 'cobrowse-contact',
  sql: `
ALTER TABLE cobrowse_sessions DROP CONSTRAINT cobrowse_sessions_end_reason_check;
ALTER TABLE cobrowse_sessions ADD CONSTRAINT cobrowse_sessions_end_reason_check
  CHECK (end_reason IN ('ended_by_customer', 'ended_by_agent', 'declined', 'nobody_came', 'page_lost', 'contact_ended'));
`,
};
