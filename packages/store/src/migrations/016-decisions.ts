import type { Migration } from './migration.ts';

/** The record of what was decided, requests to be called back, what the external router said, and the sweeps over waiting contacts. */
export const decisions: Migration = {
  version: 16,
  name: 'decisions',
  sql: `
-- Standings and decisions in one reading of the index: what the line holds is all in it.
DROP INDEX contacts_in_line;
CREATE INDEX contacts_in_line ON contacts (tenant_id, queue_id, priority DESC, place_at, id)
  INCLUDE (conversation_id, state, waiting_since) WHERE state IN ('waiting', 'offered');
-- Who has waited for how long in a queue: rings, overflow, longest wait.
CREATE INDEX contacts_by_waiting ON contacts (tenant_id, queue_id, waiting_since) WHERE state = 'waiting';

CREATE TABLE routing_decisions (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  contact_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('offered', 'nobody', 'overflowed', 'timed_out', 'forwarded', 'picked', 'assigned')),
  agent_id uuid,
  ring smallint,
  waited_seconds integer NOT NULL CHECK (waited_seconds >= 0),
  decided_by text NOT NULL CHECK (decided_by IN ('router', 'external_router', 'agent', 'supervisor')),
  reason text NOT NULL,
  considered jsonb NOT NULL DEFAULT '[]',
  considered_count integer NOT NULL DEFAULT 0,
  -- What the decider was given; null where a person decided. Replayed, it gives the same outcome.
  input jsonb,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX routing_decisions_by_time ON routing_decisions (tenant_id, at, id);
CREATE INDEX routing_decisions_of_contact ON routing_decisions (tenant_id, contact_id, at, id);
CREATE INDEX routing_decisions_of_queue ON routing_decisions (tenant_id, queue_id, at, id);
SELECT protect('routing_decisions');

CREATE TABLE call_backs (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  contact_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  phone text NOT NULL,
  note text NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'open',
  agent_id uuid,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id),
  CONSTRAINT shape_of_call_back CHECK (state IN ('open', 'taken', 'done') AND (state = 'open') = (agent_id IS NULL))
);
CREATE INDEX call_backs_by_time ON call_backs (tenant_id, state, requested_at, id);
SELECT protect('call_backs');

-- One question to an external router: for one contact in one round of waiting.
CREATE TABLE routing_questions (
  contact_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  epoch integer NOT NULL,
  deadline timestamptz(3) NOT NULL,
  -- asked, or what came of it: an agent is named, ours is to decide, or the answer was none.
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'named', 'yours', 'failed')),
  agent_id uuid,
  note text,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id)
);
SELECT protect('routing_questions');

-- Contacts whose queue lets them wait no longer, or no longer here.
CREATE FUNCTION due_waits(p_limit integer)
RETURNS TABLE (tenant uuid, contact uuid, queue uuid, what text, target uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_left integer := p_limit;
  v_found integer;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    EXIT WHEN v_left <= 0;
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY
      SELECT v_tenant, due.id, due.queue_id, due.what, due.target FROM queues q
      CROSS JOIN LATERAL (
        (SELECT c.id, c.queue_id, 'max_wait' AS what, NULL::uuid AS target, c.waiting_since FROM contacts c
          WHERE q.max_wait_seconds IS NOT NULL AND c.tenant_id = v_tenant AND c.queue_id = q.id AND c.state = 'waiting'
            AND c.waiting_since <= clock_timestamp() - make_interval(secs => q.max_wait_seconds)
          ORDER BY c.waiting_since LIMIT v_left)
        UNION ALL
        (SELECT c.id, c.queue_id, 'overflow', q.overflow_queue_id, c.waiting_since FROM contacts c
          WHERE q.overflow_after_seconds IS NOT NULL AND c.tenant_id = v_tenant AND c.queue_id = q.id AND c.state = 'waiting'
            AND NOT c.overflowed AND c.waiting_since <= clock_timestamp() - make_interval(secs => q.overflow_after_seconds)
            AND (q.max_wait_seconds IS NULL OR c.waiting_since > clock_timestamp() - make_interval(secs => q.max_wait_seconds))
          ORDER BY c.waiting_since LIMIT v_left)) due
      WHERE q.tenant_id = v_tenant AND (q.max_wait_seconds IS NOT NULL OR q.overflow_after_seconds IS NOT NULL)
      LIMIT v_left;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    v_left := v_left - v_found;
  END LOOP;
END $$;

-- After-contact times that are over: cleared, so that whoever hears of it can ring these agents again.
CREATE FUNCTION end_after_contact(p_limit integer)
RETURNS TABLE (tenant uuid, agent uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY
      UPDATE desks d SET after_contact_until = NULL WHERE d.agent_id = ANY (ARRAY(
        SELECT e.agent_id FROM desks e WHERE e.tenant_id = v_tenant AND e.after_contact_until <= clock_timestamp()
        ORDER BY e.agent_id LIMIT p_limit FOR NO KEY UPDATE SKIP LOCKED)) AND d.tenant_id = v_tenant
      RETURNING v_tenant, d.agent_id;
  END LOOP;
END $$;

-- Decisions are kept for 90 days; questions as long as anybody could still ask about them.
CREATE FUNCTION expire_decisions() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_gone bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    DELETE FROM routing_decisions WHERE ctid = ANY (ARRAY(SELECT ctid FROM routing_decisions
      WHERE tenant_id = v_tenant AND at < clock_timestamp() - interval '90 days' LIMIT 5000 FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    v_total := v_total + v_gone;
    DELETE FROM routing_questions WHERE ctid = ANY (ARRAY(SELECT ctid FROM routing_questions
      WHERE tenant_id = v_tenant AND deadline < clock_timestamp() - interval '1 hour' LIMIT 5000 FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    v_total := v_total + v_gone;
  END LOOP;
  RETURN v_total;
END $$;

-- A removed queue is never busy: nobody can wait there.
CREATE INDEX desks_after_contact ON desks (tenant_id, after_contact_until) WHERE after_contact_until IS NOT NULL;
CREATE INDEX routing_questions_by_deadline ON routing_questions (tenant_id, deadline);
`,
};
