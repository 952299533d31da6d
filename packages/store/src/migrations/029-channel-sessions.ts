import type { Migration } from './migration.ts';

/** Sessions of customers on channels, the tokens that stand for them, and the codes that they began with. */
export const channelSessions: Migration = {
  version: 29,
  name: 'channel sessions',
  sql: `
CREATE TABLE channel_sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  channel_id text NOT NULL,
  customer_id uuid NOT NULL,
  -- How the channel knew its customers when it began: a session of another way is worth nothing after a change.
  identity text NOT NULL,
  -- Made by the app; every token of the session is good for this device alone.
  visitor_id text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- Moves with each new token, up to its last day.
  expires_at timestamptz(3) NOT NULL,
  last_day timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX channel_sessions_by_end ON channel_sessions (tenant_id, expires_at);
CREATE INDEX channel_sessions_of_customer ON channel_sessions (tenant_id, customer_id);
CREATE INDEX channel_sessions_of_channel ON channel_sessions (tenant_id, channel_id);
SELECT protect('channel_sessions');

CREATE TABLE channel_tokens (
  tenant_id uuid NOT NULL,
  digest bytea NOT NULL,
  kind text NOT NULL CHECK (kind IN ('transaction', 'access', 'refresh')),
  session_id uuid NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  -- Exchanged for the next one: who comes with it again has stolen it, or was stolen from.
  used_at timestamptz(3),
  PRIMARY KEY (tenant_id, digest),
  FOREIGN KEY (tenant_id, session_id) REFERENCES channel_sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX channel_tokens_of_session ON channel_tokens (tenant_id, session_id);
CREATE INDEX channel_tokens_by_end ON channel_tokens (tenant_id, expires_at);
SELECT protect('channel_tokens');

-- An authorization code that was exchanged: a client that lost its socket may come with it again.
CREATE TABLE channel_codes (
  tenant_id uuid NOT NULL,
  channel_id text NOT NULL,
  digest bytea NOT NULL,
  visitor_id text NOT NULL,
  session_id uuid NOT NULL,
  -- Moves each time that it is taken again.
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, channel_id, digest),
  FOREIGN KEY (tenant_id, session_id) REFERENCES channel_sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX channel_codes_of_session ON channel_codes (tenant_id, session_id);
CREATE INDEX channel_codes_by_end ON channel_codes (tenant_id, expires_at);
SELECT protect('channel_codes');

-- What a browser keeps in a cookie, so that a customer without a name is the same one next time.
CREATE TABLE identity_tokens (
  tenant_id uuid NOT NULL,
  channel_id text NOT NULL,
  digest bytea NOT NULL,
  customer_id uuid NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, channel_id, digest),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channels (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX identity_tokens_by_end ON identity_tokens (tenant_id, expires_at);
CREATE INDEX identity_tokens_of_customer ON identity_tokens (tenant_id, customer_id);
SELECT protect('identity_tokens');

-- A token stays a day longer than it is good, so that its owner can be told apart from a stranger.
CREATE FUNCTION expire_channel_rows() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_sweep record;
  v_gone bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    FOR v_sweep IN SELECT * FROM (VALUES ('channel_sessions', '0 s'), ('channel_tokens', '1 day'), ('channel_codes', '0 s'),
      ('identity_tokens', '0 s')) AS s (place, grace)
    LOOP
      EXECUTE format('DELETE FROM %I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %I WHERE tenant_id = $1
        AND expires_at <= clock_timestamp() - $2::interval LIMIT 5000 FOR UPDATE SKIP LOCKED))', v_sweep.place, v_sweep.place)
        USING v_tenant, v_sweep.grace;
      GET DIAGNOSTICS v_gone = ROW_COUNT;
      v_total := v_total + v_gone;
    END LOOP;
  END LOOP;
  RETURN v_total;
END $$;
`,
};
