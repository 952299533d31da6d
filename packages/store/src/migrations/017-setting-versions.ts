import type { Migration } from './migration.ts';

/** Which version of each thing that administrators set is the last one: the place of its last change in the audit log. */
export const settingVersions: Migration = {
  version: 17,
  name: 'setting versions',
  sql: `
CREATE TABLE setting_versions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  kind text NOT NULL,
  -- '': a company has one of it.
  id text NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, kind, id)
);
SELECT protect('setting_versions');
`,
};
