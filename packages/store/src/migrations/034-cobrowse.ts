import type { Migration } from './migration.ts';

/** Co-browse sessions, the digests of their short codes, and what is counted against guessing. */
export const cobrowse: Migration = {
  version: 34,
  name: 'cobrowse',
  sql: `
CREATE TABLE cobrowse_sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'joined', 'ended')),
  -- SHA-256 of the secret in the creator's cookie.
  creator_digest bytea NOT NULL,
  -- Only until the customer's side is redeemed.
  address text,
  origin text,
  conversation_id uuid,
  customer_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  page_at timestamptz(3),
  -- SHA-256 of the page's token; gone when the session is over.
  page_digest bytea,
  agent_at timestamptz(3),
  agent_id uuid,
  -- Moves while somebody is there.
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  end_reason text CHECK (end_reason IN ('ended_by_customer', 'ended_by_agent', 'nobody_came', 'page_lost')),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
  CHECK (state <> 'ended' OR page_digest IS NULL),
  UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX cobrowse_sessions_by_page ON cobrowse_sessions (tenant_id, page_digest) WHERE page_digest IS NOT NULL;
CREATE INDEX cobrowse_sessions_by_end ON cobrowse_sessions (tenant_id, expires_at) WHERE state <> 'ended';
CREATE INDEX cobrowse_sessions_ended ON cobrowse_sessions (tenant_id, ended_at) WHERE state = 'ended';
SELECT protect('cobrowse_sessions');

CREATE TABLE short_codes (
  tenant_id uuid NOT NULL,
  -- HMAC with the server's key: unique among live codes.
  digest bytea NOT NULL,
  session_id uuid NOT NULL,
  letters boolean NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, digest),
  FOREIGN KEY (tenant_id, session_id) REFERENCES cobrowse_sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX short_codes_of_session ON short_codes (tenant_id, session_id);
CREATE INDEX short_codes_by_end ON short_codes (tenant_id, expires_at);
SELECT protect('short_codes');

-- When something happened, within its window; whoever looks holds the row until its transaction ends.
CREATE TABLE cobrowse_budgets (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  key text NOT NULL,
  moments timestamptz[] NOT NULL DEFAULT '{}',
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX cobrowse_budgets_by_end ON cobrowse_budgets (tenant_id, expires_at);
SELECT protect('cobrowse_budgets');

-- Sessions whose time is over end here, each once.
CREATE FUNCTION end_cobrowse(p_limit integer)
RETURNS TABLE (tenant uuid, session uuid, reason text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY UPDATE cobrowse_sessions s SET state = 'ended', ended_at = clock_timestamp(), page_digest = NULL, address = NULL,
        end_reason = CASE WHEN s.page_at IS NULL OR s.agent_at IS NULL THEN 'nobody_came' ELSE 'page_lost' END
      WHERE s.ctid = ANY (ARRAY(SELECT g.ctid FROM cobrowse_sessions g WHERE g.tenant_id = v_tenant AND g.state <> 'ended'
        AND g.expires_at <= clock_timestamp() LIMIT p_limit FOR UPDATE SKIP LOCKED))
        AND s.state <> 'ended' AND s.expires_at <= clock_timestamp() RETURNING v_tenant, s.id, s.end_reason;
    DELETE FROM short_codes c USING cobrowse_sessions s WHERE c.tenant_id = v_tenant AND s.tenant_id = c.tenant_id
      AND s.id = c.session_id AND s.state = 'ended';
  END LOOP;
END $$;

CREATE FUNCTION expire_cobrowse() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_sweep record;
  v_gone bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    FOR v_sweep IN SELECT * FROM (VALUES ('short_codes', 'expires_at', '0 s'), ('cobrowse_budgets', 'expires_at', '0 s'),
      ('cobrowse_sessions', 'ended_at', '1 day')) AS s (place, moment, grace)
    LOOP
      EXECUTE format('DELETE FROM %I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %I WHERE tenant_id = $1
        AND %I <= clock_timestamp() - $2::interval LIMIT 5000 FOR UPDATE SKIP LOCKED))', v_sweep.place, v_sweep.place, v_sweep.moment)
        USING v_tenant, v_sweep.grace;
      GET DIAGNOSTICS v_gone = ROW_COUNT;
      v_total := v_total + v_gone;
    END LOOP;
  END LOOP;
  RETURN v_total;
END $$;
`,
};
