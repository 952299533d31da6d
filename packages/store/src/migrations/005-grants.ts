import type { Migration } from './migration.ts';

/** Grants, sessions, tickets, keys: everything that expires has an index by tenant and time, for the sweep. */
export const grants: Migration = {
  version: 5,
  name: 'grants',
  sql: `
CREATE TABLE transaction_hashes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  digest bytea NOT NULL,
  customer_number text NOT NULL,
  device_hash text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  start_id text,
  conversation_id uuid,
  PRIMARY KEY (tenant_id, digest),
  CONSTRAINT used_by_a_start CHECK ((used_at IS NULL) = (start_id IS NULL) AND (used_at IS NULL) = (conversation_id IS NULL))
);
CREATE INDEX transaction_hashes_by_end ON transaction_hashes (tenant_id, expires_at);
SELECT protect('transaction_hashes');

CREATE TABLE customer_sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  digest bytea NOT NULL,
  customer_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  device_hash text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  UNIQUE (tenant_id, digest),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX customer_sessions_by_end ON customer_sessions (tenant_id, expires_at);
SELECT protect('customer_sessions');

CREATE TABLE agent_sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  digest bytea NOT NULL,
  agent_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  UNIQUE (tenant_id, digest),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);
CREATE INDEX agent_sessions_by_end ON agent_sessions (tenant_id, expires_at);
SELECT protect('agent_sessions');

CREATE TABLE failed_sign_ins (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  key text NOT NULL,
  failures integer NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX failed_sign_ins_by_end ON failed_sign_ins (tenant_id, expires_at);
SELECT protect('failed_sign_ins');

CREATE TABLE tickets (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  digest bytea NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('customer', 'agent')),
  session_id uuid NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX tickets_by_end ON tickets (tenant_id, expires_at);
SELECT protect('tickets');

CREATE TABLE access_keys (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  access_key_id text NOT NULL,
  sealed_secret text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  PRIMARY KEY (tenant_id, access_key_id)
);
SELECT protect('access_keys');

CREATE TABLE seen_signatures (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  digest bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX seen_signatures_by_end ON seen_signatures (tenant_id, expires_at);
SELECT protect('seen_signatures');
`,
};
