import type { Migration } from './migration.ts';

/** Agents' own telephones, and calls that are handed out to a number. */
export const deskPhones: Migration = {
  version: 58,
  name: 'desk-phones',
  sql: `
CREATE TABLE desk_phones (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  agent_id uuid NOT NULL,
  -- Of all tenants together: a telephone signs in by it alone.
  username text NOT NULL UNIQUE,
  -- With a key from outside the database.
  sealed_password text NOT NULL,
  -- Calls ring there while it is signed in.
  rings boolean NOT NULL DEFAULT true,
  registered boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, agent_id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id) ON DELETE CASCADE
);
SELECT protect('desk_phones');

CREATE FUNCTION all_desk_phones() RETURNS TABLE (tenant uuid, agent uuid, username text, sealed_password text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, d.agent_id, d.username, d.sealed_password FROM desk_phones d
      JOIN agents a ON a.tenant_id = v_tenant AND a.id = d.agent_id AND NOT a.disabled WHERE d.tenant_id = v_tenant;
  END LOOP;
END $$;

ALTER TABLE call_parties ADD COLUMN takes_over boolean NOT NULL DEFAULT false;
`,
};
