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
CREATE FUNCTION journal_append(
  p_tenant uuid, p_conversations uuid[], p_kinds text[], p_authors uuid[], p_names text[],
  p_clients text[], p_bodies jsonb[], p_visibilities text[]
) RETURNS TABLE (place bigint, outcome text, entry_seq integer, entry_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz(3);
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  -- All locks first and in one order, so that two batches never wait for each other in a circle. The statement after this one sees
  -- everything that was committed by whoever held the locks.
  PERFORM 1 FROM conversations WHERE tenant_id = p_tenant AND id = ANY (p_conversations) ORDER BY id FOR NO KEY UPDATE;
  v_now := clock_timestamp();
  RETURN QUERY
  WITH input AS (
    SELECT * FROM unnest(p_conversations, p_kinds, p_authors, p_names, p_clients, p_bodies, p_visibilities)
      WITH ORDINALITY AS i (conversation_id, kind, author_id, author_name, client_id, body, visibility, ord)
  ), judged AS (
    SELECT i.*, c.last_seq, e.seq AS stored_seq, e.created_at AS stored_at,
      CASE
        WHEN c.id IS NULL THEN 'not_found'
        -- Before the fences: a repeat of what was accepted in its time gets its answer, whatever happened since.
        WHEN e.seq IS NOT NULL THEN
          CASE WHEN e.body = i.body AND e.visibility = i.visibility THEN 'repeated' ELSE 'idempotency_conflict' END
        WHEN NOT c.open THEN 'conversation_ended'
        WHEN i.kind = 'agent' AND c.owner_id IS DISTINCT FROM i.author_id THEN 'not_owner'
        ELSE 'stored'
      END AS outcome
    FROM input i
    LEFT JOIN conversations c ON c.tenant_id = p_tenant AND c.id = i.conversation_id
    LEFT JOIN entries e
      ON e.conversation_id = i.conversation_id AND e.author_id = i.author_id AND e.client_id = i.client_id
  ), numbered AS (
    SELECT j.*, (j.last_seq + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.ord))::integer AS seq
    FROM judged j WHERE j.outcome = 'stored'
  ), inserted AS (
    INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
    SELECT p_tenant, n.conversation_id, n.seq, n.kind, n.author_id, n.author_name, n.client_id, n.visibility, n.body, v_now
    FROM numbered n ORDER BY n.ord
  ), heads AS (
    SELECT n.conversation_id, max(n.seq) AS last_seq,
      (count(*) FILTER (WHERE n.kind = 'customer' AND n.body->>'kind' IN ('text', 'file')))::integer AS unread,
      max(n.ord) FILTER (WHERE n.body->>'kind' IN ('text', 'file'))::integer AS message
    FROM numbered n GROUP BY n.conversation_id
  ), moved AS (
    UPDATE conversations c SET
      last_seq = h.last_seq,
      unread = c.unread + h.unread,
      last_message_at = CASE WHEN h.message IS NULL THEN c.last_message_at ELSE v_now END,
      last_message_from = coalesce(p_kinds[h.message], c.last_message_from),
      last_message_preview = coalesce(message_preview(p_bodies[h.message]), c.last_message_preview)
    FROM heads h WHERE c.tenant_id = p_tenant AND c.id = h.conversation_id
  )
  SELECT n.ord, n.outcome, n.seq, v_now::timestamptz FROM numbered n
  UNION ALL
  SELECT j.ord, j.outcome, j.stored_seq, j.stored_at::timestamptz FROM judged j WHERE j.outcome <> 'stored';
END $$;
`,
};
