import type { Migration } from './migration.ts';

export const audit: Migration = {
  version: 12,
  name: 'audit',
  sql: `
-- Who did what. Only ever added to: the server's role may not change or remove a row, and for every other role a trigger stands in the way.
CREATE TABLE audit_records (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  seq bigint NOT NULL CHECK (seq > 0),
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('agent', 'access_key', 'system', 'unknown')),
  actor_id text,
  actor_name text NOT NULL,
  ip text,
  action text NOT NULL,
  target_kind text,
  target_id text,
  target_name text,
  before jsonb,
  after jsonb,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_by_time ON audit_records (tenant_id, at, seq);
CREATE INDEX audit_by_action ON audit_records (tenant_id, action, seq);
CREATE INDEX audit_by_actor ON audit_records (tenant_id, actor_id, seq) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_by_target ON audit_records (tenant_id, target_id, seq) WHERE target_id IS NOT NULL;
SELECT protect('audit_records');

CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records FOR EACH STATEMENT EXECUTE FUNCTION keep_audit();

-- The end of each chain: its row lock makes one writer at a time.
CREATE TABLE audit_heads (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  seq bigint NOT NULL,
  hash text NOT NULL
) WITH (fillfactor = 50);
SELECT protect('audit_heads');
`,
};
