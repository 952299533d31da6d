import type { Migration } from './migration.ts';

export const keyRotation: Migration = {
  version: 14,
  name: 'key rotation',
  sql: `
ALTER TABLE access_keys
  ADD COLUMN name text NOT NULL DEFAULT '',
  ADD COLUMN rotated_at timestamptz(3),
  -- The secret before this one, good until then.
  ADD COLUMN sealed_previous text,
  ADD COLUMN previous_until timestamptz(3),
  ADD CONSTRAINT overlap_has_end CHECK ((sealed_previous IS NULL) = (previous_until IS NULL));
`,
};
