import type { Migration } from './migration.ts';

/** Customers behind the ids that apps use on channels. */
export const channelPeople: Migration = {
  version: 23,
  name: 'channel people',
  sql: `
-- {"<ident>": {"value", "updatedAt"}}: what apps and agents say of a customer; read and written whole.
ALTER TABLE customers ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';

CREATE TABLE customer_identities (
  tenant_id uuid NOT NULL,
  channel_id text NOT NULL,
  -- The provider that proved it; empty: the app's own word. So nobody gets a proven person's history by naming their id.
  issuer text NOT NULL,
  -- The provider's subject as it is; the app's id in small letters, since some clients write it large later.
  key text NOT NULL,
  -- As it was said first.
  external_id text NOT NULL,
  customer_id uuid NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  image_url text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, channel_id, issuer, key),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX customer_identities_of_customer ON customer_identities (tenant_id, customer_id, channel_id);
SELECT protect('customer_identities');
`,
};
