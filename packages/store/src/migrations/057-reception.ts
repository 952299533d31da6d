import type { Migration } from './migration.ts';

/** What callers hear while they wait, messages of those whom nobody answered, and the company's own sounds. */
export const reception: Migration = {
  version: 57,
  name: 'reception',
  sql: `
-- Of the queue's music and of voicemail.
ALTER TABLE phone_numbers ADD COLUMN reception jsonb NOT NULL DEFAULT '{}';
ALTER TABLE calls ADD COLUMN voicemail boolean NOT NULL DEFAULT false;

CREATE TABLE sounds (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  -- Of its bytes, in the blobs.
  key text NOT NULL,
  bytes integer NOT NULL,
  milliseconds integer NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, name)
);
SELECT protect('sounds');
`,
};
