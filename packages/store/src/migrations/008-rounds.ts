import type { Migration } from './migration.ts';

/**
 * What many ask for at once, above all when a thousand lines break and come back: each function answers for a whole round of callers of
 * one tenant, in one statement and so in one round trip, with the tenant set inside it. The arrays run in parallel, one place per caller;
 * a place without a row is "no such thing".
 *
 * As in journal_append each look-up is a lateral subquery that cannot be flattened: one index probe per caller, whatever the planner believes.
 */
export const rounds: Migration = {
  version: 8,
  name: 'rounds',
  sql: `
CREATE FUNCTION customers_by_token(p_tenant uuid, p_digests bytea[])
RETURNS TABLE (place bigint, session uuid, customer uuid, conversation uuid, contact uuid, name text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  SELECT i.ord, s.id, s.customer_id, s.conversation_id, s.contact_id, u.name
  FROM unnest(p_digests) WITH ORDINALITY AS i (digest, ord),
    LATERAL (SELECT c.id, c.customer_id, c.conversation_id, c.contact_id FROM customer_sessions c
      WHERE c.tenant_id = p_tenant AND c.digest = i.digest AND c.expires_at > clock_timestamp() LIMIT 1) s,
    LATERAL (SELECT p.name FROM customers p WHERE p.tenant_id = p_tenant AND p.id = s.customer_id LIMIT 1) u;
END $$;

-- An agent who asks for something is alive [CON6]. Their lease is only moved when it is p_stale seconds old, so at most once in that time;
-- a desk that is locked is being moved by somebody else, and waiting for it would hold up the whole round.
CREATE FUNCTION agents_by_token(p_tenant uuid, p_digests bytea[], p_grace double precision, p_stale double precision)
RETURNS TABLE (place bigint, session uuid, agent uuid, role text, name text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_until timestamptz := clock_timestamp() + make_interval(secs => p_grace);
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  WITH live AS MATERIALIZED (
    SELECT i.ord, s.id, s.agent_id, a.role, a.name
    FROM unnest(p_digests) WITH ORDINALITY AS i (digest, ord),
      LATERAL (SELECT c.id, c.agent_id FROM agent_sessions c
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

-- Harmless to repeat.
CREATE FUNCTION create_tickets(p_tenant uuid, p_digests bytea[], p_kinds text[], p_sessions uuid[], p_seconds double precision[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  INSERT INTO tickets (tenant_id, digest, actor_kind, session_id, expires_at)
  SELECT p_tenant, i.digest, i.kind, i.session, clock_timestamp() + make_interval(secs => i.seconds)
  FROM unnest(p_digests, p_kinds, p_sessions, p_seconds) AS i (digest, kind, session, seconds)
  ON CONFLICT (tenant_id, digest) DO NOTHING;
END $$;

-- Consumes each ticket once; no two places may carry the same one. One that is locked is being consumed by somebody else: it is gone.
CREATE FUNCTION redeem_tickets(p_tenant uuid, p_digests bytea[])
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
  SELECT c.ord, c.actor_kind, s.id, s.agent_id, NULL::uuid, NULL::uuid, a.role, a.name
  FROM consumed c,
    LATERAL (SELECT x.id, x.agent_id FROM agent_sessions x
      WHERE c.actor_kind = 'agent' AND x.tenant_id = p_tenant AND x.id = c.session_id AND x.expires_at > clock_timestamp() LIMIT 1) s,
    LATERAL (SELECT p.role, p.name FROM agents p WHERE p.tenant_id = p_tenant AND p.id = s.agent_id AND NOT p.disabled LIMIT 1) a;
END $$;

-- The head and what follows each cursor, of one instant. A conversation with nothing new has one row, without a seq.
CREATE FUNCTION pages_after(p_tenant uuid, p_conversations uuid[], p_afters integer[], p_limits integer[])
RETURNS TABLE (place bigint, last_seq integer, seq integer, created_at timestamptz, author_kind text, author_id uuid, author_name text,
  client_id text, visibility text, body jsonb)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  SELECT i.ord, c.last_seq, e.seq, e.created_at::timestamptz, e.author_kind, e.author_id, e.author_name, e.client_id, e.visibility, e.body
  FROM unnest(p_conversations, p_afters, p_limits) WITH ORDINALITY AS i (conversation, after, most, ord)
  CROSS JOIN LATERAL (SELECT v.last_seq FROM conversations v WHERE v.tenant_id = p_tenant AND v.id = i.conversation LIMIT 1) c
  LEFT JOIN LATERAL (SELECT x.* FROM entries x WHERE x.tenant_id = p_tenant AND x.conversation_id = i.conversation AND x.seq > i.after
    ORDER BY x.seq LIMIT i.most) e ON true;
END $$;

CREATE FUNCTION help_states(p_tenant uuid, p_contacts uuid[])
RETURNS TABLE (place bigint, state text, end_reason text, conversation uuid, last_seq integer, customer_read integer,
  agent_delivered integer, agent_read integer)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  RETURN QUERY
  SELECT i.ord, c.state, c.end_reason, v.id, v.last_seq, v.customer_read_up_to, v.agent_delivered_up_to, v.agent_read_up_to
  FROM unnest(p_contacts) WITH ORDINALITY AS i (contact, ord),
    LATERAL (SELECT x.state, x.end_reason, x.conversation_id FROM contacts x WHERE x.tenant_id = p_tenant AND x.id = i.contact LIMIT 1) c,
    LATERAL (SELECT x.* FROM conversations x WHERE x.tenant_id = p_tenant AND x.id = c.conversation_id LIMIT 1) v;
END $$;

-- Locks in the journal's order, so that the two never wait for each other in a circle. A mark of an agent who is not the owner does not count.
CREATE FUNCTION mark_delivered(p_tenant uuid, p_conversations uuid[], p_sides text[], p_people uuid[], p_marks integer[])
RETURNS TABLE (place bigint, outcome text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  PERFORM 1 FROM (SELECT DISTINCT id FROM unnest(p_conversations) AS u (id) ORDER BY id) i,
    LATERAL (SELECT c.id FROM conversations c WHERE c.id = i.id AND c.tenant_id = p_tenant FOR NO KEY UPDATE) locked;
  RETURN QUERY
  WITH asked AS MATERIALIZED (
    SELECT i.ord, i.side, i.mark, c.head,
      CASE
        WHEN c.head IS NULL THEN 'not_found'
        WHEN i.side = 'agent' AND c.owner_id IS DISTINCT FROM i.person THEN 'not_owner'
        WHEN i.mark > c.last_seq THEN 'kept'
        WHEN i.mark <= CASE i.side WHEN 'agent' THEN c.agent_delivered_up_to ELSE c.customer_delivered_up_to END THEN 'kept'
        ELSE 'moved'
      END AS outcome
    FROM unnest(p_conversations, p_sides, p_people, p_marks) WITH ORDINALITY AS i (conversation, side, person, mark, ord)
    LEFT JOIN LATERAL (SELECT x.ctid AS head, x.owner_id, x.last_seq, x.agent_delivered_up_to, x.customer_delivered_up_to
      FROM conversations x WHERE x.id = i.conversation AND x.tenant_id = p_tenant LIMIT 1) c ON true
  ), heads AS MATERIALIZED (
    SELECT a.head, max(a.mark) FILTER (WHERE a.side = 'agent') AS agent, max(a.mark) FILTER (WHERE a.side = 'customer') AS customer
    FROM asked a WHERE a.outcome = 'moved' GROUP BY a.head
  ), moved AS (
    UPDATE conversations c SET
      agent_delivered_up_to = greatest(c.agent_delivered_up_to, h.agent),
      customer_delivered_up_to = greatest(c.customer_delivered_up_to, h.customer)
    FROM heads h WHERE c.ctid = h.head
  )
  SELECT a.ord, a.outcome FROM asked a;
END $$;
`,
};
