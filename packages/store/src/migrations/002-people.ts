import type { Migration } from './migration.ts';

export const people: Migration = {
  version: 2,
  name: 'people',
  sql: `
CREATE TABLE agents (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  email text NOT NULL CHECK (email = lower(email)),
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('agent', 'supervisor', 'administrator')),
  locale text NOT NULL,
  ipphone text,
  disabled boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, email)
);
SELECT protect('agents');

CREATE TABLE desks (
  agent_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'away' CHECK (state IN ('available', 'away')),
  away_reason text DEFAULT 'signed_out'
    CHECK (away_reason IN ('chosen', 'missed_offer', 'connection_lost', 'signed_out')),
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- Alive until then; moved forward by signs of life. The distant past: never seen.
  seen_until timestamptz(3) NOT NULL DEFAULT 'epoch',
  capacity integer NOT NULL CHECK (capacity BETWEEN 0 AND 1000),
  -- The last word on capacity, behind every conditional UPDATE [CON4].
  open_contacts integer NOT NULL DEFAULT 0 CONSTRAINT within_capacity CHECK (open_contacts BETWEEN 0 AND capacity),
  last_freed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id),
  CONSTRAINT away_has_reason CHECK ((state = 'away') = (away_reason IS NOT NULL))
) WITH (fillfactor = 60);
CREATE INDEX desks_by_tenant ON desks (tenant_id);
SELECT protect('desks');

CREATE TABLE customers (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  -- The company's own number for this person.
  customer_number text NOT NULL,
  name text NOT NULL,
  phone text,
  email text,
  id_number text,
  is_logged_in boolean NOT NULL,
  first_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, customer_number)
);
SELECT protect('customers');

CREATE TABLE canned_replies (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  shortcut text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX canned_replies_by_shortcut ON canned_replies (tenant_id, lower(shortcut));
SELECT protect('canned_replies');
`,
};
