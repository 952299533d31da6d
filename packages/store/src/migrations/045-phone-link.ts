import type { Migration } from './migration.ts';

/**
 * The phone link: its tokens, how much each may ask, and sessions that call tokens opened. Such a session has an agent's rights whatever the
 * person's role is: the token came in an address. The two functions of migration 8 that tell a session's role say so.
 */
export const phoneLink: Migration = {
  version: 45,
  name: 'phone-link',
  sql: `
CREATE TABLE phone_link_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  settings jsonb NOT NULL
);
SELECT protect('phone_link_settings');

-- api: a digest, it is only compared. voice: sealed, signatures are computed with it.
CREATE TABLE phone_link_tokens (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  kind text NOT NULL CHECK (kind IN ('api', 'voice')),
  digest bytea,
  sealed text,
  previous_digest bytea,
  previous_sealed text,
  previous_until timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz(3),
  PRIMARY KEY (tenant_id, kind),
  CONSTRAINT kept_as_its_kind CHECK (CASE kind WHEN 'api' THEN digest IS NOT NULL AND sealed IS NULL AND previous_sealed IS NULL
    ELSE sealed IS NOT NULL AND digest IS NULL AND previous_digest IS NULL END),
  CONSTRAINT overlap_has_end CHECK ((previous_digest IS NULL AND previous_sealed IS NULL) = (previous_until IS NULL))
);
SELECT protect('phone_link_tokens');

-- How much an API token has asked: windows of an hour and of a second that begin with the first request in them.
CREATE TABLE phone_link_requests (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  digest bytea NOT NULL,
  hour_at timestamptz(3) NOT NULL,
  in_hour integer NOT NULL,
  second_at timestamptz(3) NOT NULL,
  in_second integer NOT NULL,
  refused_in_a_row integer NOT NULL DEFAULT 0,
  paused_until timestamptz(3),
  PRIMARY KEY (tenant_id, digest)
) WITH (fillfactor = 50);
SELECT protect('phone_link_requests');

-- pass, too_many or paused, and the seconds until it is worth asking again. p_ahead: seconds by which the clock is ahead, for tests of long times.
CREATE FUNCTION count_phone_request(p_tenant uuid, p_digest bytea, p_second integer, p_hour integer, p_refused integer,
  p_pause double precision, p_ahead double precision) RETURNS TABLE (verdict text, wait double precision) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp() + make_interval(secs => p_ahead);
  v phone_link_requests%ROWTYPE;
  v_wait double precision;
BEGIN
  INSERT INTO phone_link_requests AS r (tenant_id, digest, hour_at, in_hour, second_at, in_second)
    VALUES (p_tenant, p_digest, v_now, 0, v_now, 0) ON CONFLICT (tenant_id, digest) DO NOTHING;
  SELECT * INTO v FROM phone_link_requests r WHERE r.tenant_id = p_tenant AND r.digest = p_digest FOR UPDATE;
  -- Whoever waited for the lock asks at the time that it is now.
  v_now := clock_timestamp() + make_interval(secs => p_ahead);
  IF v.paused_until > v_now THEN
    RETURN QUERY SELECT 'paused', extract(epoch FROM v.paused_until - v_now)::double precision;
    RETURN;
  END IF;
  IF v_now >= v.hour_at + interval '1 hour' THEN v.hour_at := v_now; v.in_hour := 0; END IF;
  IF v_now >= v.second_at + interval '1 second' THEN v.second_at := v_now; v.in_second := 0; END IF;
  v_wait := CASE WHEN v.in_hour >= p_hour THEN extract(epoch FROM v.hour_at + interval '1 hour' - v_now)
    WHEN v.in_second >= p_second THEN extract(epoch FROM v.second_at + interval '1 second' - v_now) END;
  IF v_wait IS NULL THEN
    v.in_hour := v.in_hour + 1;
    v.in_second := v.in_second + 1;
    v.refused_in_a_row := 0;
    v.paused_until := NULL;
  ELSE
    v.refused_in_a_row := v.refused_in_a_row + 1;
    IF v.refused_in_a_row > p_refused THEN
      v.paused_until := v_now + make_interval(secs => p_pause);
      v.refused_in_a_row := 0;
      v_wait := p_pause;
    END IF;
  END IF;
  UPDATE phone_link_requests r SET hour_at = v.hour_at, in_hour = v.in_hour, second_at = v.second_at, in_second = v.in_second,
    refused_in_a_row = v.refused_in_a_row, paused_until = v.paused_until WHERE r.tenant_id = p_tenant AND r.digest = p_digest;
  RETURN QUERY SELECT CASE WHEN v_wait IS NULL THEN 'pass' WHEN v.paused_until IS NOT NULL THEN 'paused' ELSE 'too_many' END, coalesce(v_wait, 0);
END $$;

CREATE INDEX agents_by_extension ON agents (tenant_id, coalesce(ipphone, staff_number));

ALTER TABLE agent_sessions ADD COLUMN phone boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION agents_by_token(p_tenant uuid, p_digests bytea[], p_grace double precision, p_stale double precision)
RETURNS TABLE (place bigint, session uuid, agent uuid, role text, name text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_until timestamptz := clock_timestamp() + make_interval(secs => p_grace);
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  WITH live AS MATERIALIZED (
    SELECT i.ord, s.id, s.agent_id, CASE WHEN s.phone THEN 'agent' ELSE a.role END AS role, a.name
    FROM unnest(p_digests) WITH ORDINALITY AS i (digest, ord),
      LATERAL (SELECT c.id, c.agent_id, c.phone FROM agent_sessions c
        WHERE c.tenant_id = p_tenant AND c.digest = i.digest AND c.expires_at > clock_timestamp() LIMIT 1) s,
      LATERAL (SELECT p.role, p.name FROM agents p WHERE p.tenant_id = p_tenant AND p.id = s.agent_id AND NOT p.disabled LIMIT 1) a
  ), stale AS MATERIALIZED (
    SELECT d.head FROM live l,
      LATERAL (SELECT t.ctid AS head FROM desks t WHERE t.tenant_id = p_tenant AND t.agent_id = l.agent_id
        AND t.seen_until < v_until - make_interval(secs => p_stale) LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) d
  ), touched AS (
    UPDATE desks d SET seen_until = greatest(d.seen_until, v_until) FROM stale s WHERE d.ctid = s.head
  )
  SELECT l.ord, l.id, l.agent_id, l.role, l.name FROM live l;
END $$;

CREATE OR REPLACE FUNCTION redeem_tickets(p_tenant uuid, p_digests bytea[])
RETURNS TABLE (place bigint, kind text, session uuid, person uuid, conversation uuid, contact uuid, role text, name text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  WITH taken AS MATERIALIZED (
    SELECT i.ord, t.head FROM unnest(p_digests) WITH ORDINALITY AS i (digest, ord),
      LATERAL (SELECT k.ctid AS head FROM tickets k WHERE k.tenant_id = p_tenant AND k.digest = i.digest
        AND k.expires_at > clock_timestamp() LIMIT 1 FOR UPDATE SKIP LOCKED) t
  ), consumed AS MATERIALIZED (
    DELETE FROM tickets k USING taken t WHERE k.ctid = t.head RETURNING t.ord, k.actor_kind, k.session_id
  )
  SELECT c.ord, c.actor_kind, s.id, s.customer_id, s.conversation_id, s.contact_id, NULL::text, u.name
  FROM consumed c,
    LATERAL (SELECT x.id, x.customer_id, x.conversation_id, x.contact_id FROM customer_sessions x
      WHERE c.actor_kind = 'customer' AND x.tenant_id = p_tenant AND x.id = c.session_id AND x.expires_at > clock_timestamp() LIMIT 1) s,
    LATERAL (SELECT p.name FROM customers p WHERE p.tenant_id = p_tenant AND p.id = s.customer_id LIMIT 1) u
  UNION ALL
  SELECT c.ord, c.actor_kind, s.id, s.agent_id, NULL::uuid, NULL::uuid, CASE WHEN s.phone THEN 'agent' ELSE a.role END, a.name
  FROM consumed c,
    LATERAL (SELECT x.id, x.agent_id, x.phone FROM agent_sessions x
      WHERE c.actor_kind = 'agent' AND x.tenant_id = p_tenant AND x.id = c.session_id AND x.expires_at > clock_timestamp() LIMIT 1) s,
    LATERAL (SELECT p.role, p.name FROM agents p WHERE p.tenant_id = p_tenant AND p.id = s.agent_id AND NOT p.disabled LIMIT 1) a;
END $$;
`,
};
