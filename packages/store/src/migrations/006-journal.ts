import type { Migration } from './migration.ts';

export const journal: Migration = {
  version: 6,
  name: 'journal',
  sql: `
-- What a row of a conversation list shows of a body; null for what is not a message.
CREATE FUNCTION message_preview(body jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE body->>'kind'
    WHEN 'text' THEN left(body->>'text', 140)
    WHEN 'file' THEN left(coalesce(body->>'caption', body->'file'->>'name'), 140) END
$$;

-- One batch of the journal: one tenant, one round trip, one commit. The arrays run in parallel, one place per entry, in the order of
-- arrival; no two places may carry the same conversation, author and client id (the caller holds a copy back for the next batch).
-- Answers one row per entry: its place in the arrays, what became of it, and its seq and time where it is in the log.
--
-- p_skip: conversations whose row is locked by somebody else are not waited for; their entries are 'busy' and to be sent again.
--
-- Its plans must not depend on what the planner believes: a connection keeps the plan that it made when the tables were empty. So each
-- look-up is a lateral subquery that cannot be flattened (LIMIT, FOR UPDATE): one index probe per entry, in whatever order of joins. The
-- update goes by the rows' places on disk, which the locks hold still.
CREATE FUNCTION journal_append(
  p_tenant uuid, p_conversations uuid[], p_kinds text[], p_authors uuid[], p_names text[],
  p_clients text[], p_bodies jsonb[], p_visibilities text[], p_skip boolean
) RETURNS TABLE (place bigint, outcome text, entry_seq integer, entry_at timestamptz)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  v_now timestamptz(3);
  v_locked uuid[];
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  -- All locks first and in one order, so that two batches never wait for each other in a circle. The statement after this one sees
  -- everything that was committed by whoever held the locks.
  IF p_skip THEN
    v_locked := ARRAY(SELECT locked.id FROM (SELECT DISTINCT id FROM unnest(p_conversations) AS u (id)) i,
      LATERAL (SELECT c.id FROM conversations c WHERE c.id = i.id AND c.tenant_id = p_tenant
        FOR NO KEY UPDATE SKIP LOCKED) locked);
  ELSE
    PERFORM 1 FROM (SELECT DISTINCT id FROM unnest(p_conversations) AS u (id) ORDER BY id) i,
      LATERAL (SELECT c.id FROM conversations c WHERE c.id = i.id AND c.tenant_id = p_tenant FOR NO KEY UPDATE) locked;
  END IF;
  v_now := clock_timestamp();
  RETURN QUERY
  WITH judged AS MATERIALIZED (
    SELECT i.*, c.head, c.last_seq, e.seq AS stored_seq, e.created_at AS stored_at,
      CASE
        WHEN c.head IS NULL THEN 'not_found'
        WHEN p_skip AND i.conversation_id <> ALL (v_locked) THEN 'busy'
        -- Before the fences: a repeat of what was accepted in its time gets its answer, whatever happened since.
        WHEN e.seq IS NOT NULL THEN
          CASE WHEN e.body = i.body AND e.visibility = i.visibility THEN 'repeated' ELSE 'idempotency_conflict' END
        WHEN NOT c.open THEN 'conversation_ended'
        WHEN i.kind = 'agent' AND c.owner_id IS DISTINCT FROM i.author_id THEN 'not_owner'
        ELSE 'stored'
      END AS outcome
    FROM unnest(p_conversations, p_kinds, p_authors, p_names, p_clients, p_bodies, p_visibilities)
      WITH ORDINALITY AS i (conversation_id, kind, author_id, author_name, client_id, body, visibility, ord)
    LEFT JOIN LATERAL (
      SELECT c.ctid AS head, c.last_seq, c.open, c.owner_id FROM conversations c
      WHERE c.id = i.conversation_id AND c.tenant_id = p_tenant LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT e.seq, e.created_at, e.body, e.visibility FROM entries e
      WHERE e.repeat_key = i.conversation_id AND e.author_id = i.author_id AND e.client_id = i.client_id
        AND e.tenant_id = p_tenant LIMIT 1) e ON true
  ), numbered AS MATERIALIZED (
    SELECT j.*, (j.last_seq + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.ord))::integer AS seq
    FROM judged j WHERE j.outcome = 'stored'
  ), inserted AS (
    INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
    SELECT p_tenant, n.conversation_id, n.seq, n.kind, n.author_id, n.author_name, n.client_id, n.visibility, n.body, v_now
    FROM numbered n
  ), heads AS MATERIALIZED (
    SELECT n.head, max(n.seq) AS last_seq,
      (count(*) FILTER (WHERE n.kind = 'customer' AND n.body->>'kind' IN ('text', 'file')))::integer AS unread,
      max(n.ord) FILTER (WHERE n.body->>'kind' IN ('text', 'file'))::integer AS message
    FROM numbered n GROUP BY n.head
  ), moved AS (
    UPDATE conversations c SET
      last_seq = h.last_seq,
      unread = c.unread + h.unread,
      last_message_at = CASE WHEN h.message IS NULL THEN c.last_message_at ELSE v_now END,
      last_message_from = coalesce(p_kinds[h.message], c.last_message_from),
      last_message_preview = coalesce(message_preview(p_bodies[h.message]), c.last_message_preview)
    FROM heads h WHERE c.ctid = h.head
  )
  SELECT n.ord, n.outcome, n.seq, v_now::timestamptz FROM numbered n
  UNION ALL
  SELECT j.ord, j.outcome, j.stored_seq, j.stored_at::timestamptz FROM judged j WHERE j.outcome <> 'stored';
END $$;
`,
};
