import type { Migration } from './migration.ts';

export const tenants: Migration = {
  version: 1,
  name: 'tenants',
  sql: `
-- The tenant that this transaction works for. Unset or empty gives null, and null equals no row's tenant.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;

-- Puts the second wall around a table. FORCE: the owner of the table is not let through either.
-- The tenant is asked for in a subquery, so that it is computed once per statement and not once per row.
CREATE FUNCTION protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY own_tenant ON %s USING (tenant_id = (SELECT current_tenant()))
                    WITH CHECK (tenant_id = (SELECT current_tenant()))', target);
END $$;

CREATE SEQUENCE brand_ids START WITH 1001;

CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  domain text NOT NULL UNIQUE CHECK (domain = lower(domain) AND domain <> ''),
  brand_id bigint NOT NULL UNIQUE DEFAULT nextval('brand_ids'),
  settings jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
-- A tenant is looked up before any tenant is set, so all may be read (nothing secret is in them); only the own one may be written.
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY read_all ON tenants FOR SELECT USING (true);
CREATE POLICY add_own ON tenants FOR INSERT WITH CHECK (id = (SELECT current_tenant()));
CREATE POLICY change_own ON tenants FOR UPDATE
  USING (id = (SELECT current_tenant())) WITH CHECK (id = (SELECT current_tenant()));

-- The one-time link that makes the first tenant: it exists before any tenant does.
CREATE TABLE setup_tokens (
  digest bytea PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL
);
ALTER TABLE setup_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE setup_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY before_tenants ON setup_tokens USING (true) WITH CHECK (true);

CREATE TABLE queues (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  -- Running averages, moved as contacts start and end, so that an estimate never counts rows.
  started_contacts bigint NOT NULL DEFAULT 0,
  last_started_at timestamptz(3),
  average_handle_seconds double precision,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CREATE UNIQUE INDEX one_default_queue ON queues (tenant_id) WHERE is_default;
SELECT protect('queues');
`,
};
