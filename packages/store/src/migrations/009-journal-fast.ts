import type { Migration } from './migration.ts';

/** The journal's usual case. What is unusual in any way goes to journal_append, which judges each entry. */
export const journalFast: Migration = {
  version: 9,
  name: 'journal-fast',
  sql: `
-- One batch of the journal in which nothing is unusual: every conversation exists and is open, every agent owns theirs, no client id was
-- there before. Then no entry needs to be judged by itself: the heads are locked and give the seqs, and the rows go in; the unique index
-- finds the repeats. Answers one row: the time, and the seq before the batch for each head, in the heads' order. If anything
-- is unusual it answers no row and has changed nothing: the caller asks journal_append.
--
-- The heads' arrays run in parallel, one place per conversation: how many entries, how many of them count as unread, and the last message's
-- sender and preview (null: no message among them). So do the entries' arrays: the place of its head, its own place among that head's
-- entries, and what it holds.
CREATE FUNCTION journal_store(
  p_tenant uuid, p_heads uuid[], p_counts integer[], p_unread integer[], p_senders text[], p_previews text[],
  p_places integer[], p_nths integer[], p_kinds text[], p_authors uuid[], p_names text[], p_clients text[], p_bodies jsonb[],
  p_visibilities text[]
) RETURNS TABLE (entry_at timestamptz, befores text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
  SET enable_indexscan = on AS $$
DECLARE
  v_now timestamptz(3);
  v_rows tid[];
  v_befores integer[];
  v_owners uuid[];
  v_stored integer;
BEGIN
  PERFORM set_config('app.tenant', p_tenant::text, true);
  -- All locks first and in one order, as in journal_append. A locked row is answered as it is after the wait.
  SELECT array_agg(l.head ORDER BY l.ord), array_agg(l.last_seq ORDER BY l.ord),
      array_agg(coalesce(l.owner_id, '00000000-0000-0000-0000-000000000000') ORDER BY l.ord)
    INTO v_rows, v_befores, v_owners
    FROM (SELECT i.ord, c.* FROM (SELECT u.id, u.ord FROM unnest(p_heads) WITH ORDINALITY AS u (id, ord) ORDER BY u.id) i,
      LATERAL (SELECT x.ctid AS head, x.last_seq, x.owner_id, x.open FROM conversations x
        WHERE x.id = i.id AND x.tenant_id = p_tenant FOR NO KEY UPDATE) c) l
    WHERE l.open;
  IF cardinality(v_rows) IS DISTINCT FROM cardinality(p_heads) THEN
    RETURN;
  END IF;
  BEGIN
    -- After the locks: times rise with the seq.
    v_now := clock_timestamp();
    INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, client_id, visibility, body, created_at)
    SELECT p_tenant, p_heads[i.place], v_befores[i.place] + i.nth, i.kind, i.author_id, i.author_name, i.client_id, i.visibility, i.body, v_now
    FROM unnest(p_places, p_nths, p_kinds, p_authors, p_names, p_clients, p_bodies, p_visibilities)
      AS i (place, nth, kind, author_id, author_name, client_id, body, visibility)
    WHERE i.kind <> 'agent' OR v_owners[i.place] = i.author_id;
    GET DIAGNOSTICS v_stored = ROW_COUNT;
    IF v_stored <> cardinality(p_places) THEN
      RAISE EXCEPTION USING ERRCODE = 'AS001';
    END IF;
  EXCEPTION WHEN unique_violation OR SQLSTATE 'AS001' THEN
    RETURN;
  END;
  -- By their places on disk, which the locks hold still: no index may seem better, while the table is young. Outside of the block above: a row
  -- that is locked here and updated in there would get a MultiXact, which costs more than all the rest.
  PERFORM set_config('enable_indexscan', 'off', true);
  UPDATE conversations c SET
    last_seq = c.last_seq + h.entries,
    unread = c.unread + h.unread,
    last_message_at = CASE WHEN h.sender IS NULL THEN c.last_message_at ELSE v_now END,
    last_message_from = coalesce(h.sender, c.last_message_from),
    last_message_preview = coalesce(h.preview, c.last_message_preview)
  FROM unnest(v_rows, p_counts, p_unread, p_senders, p_previews) AS h (place, entries, unread, sender, preview)
  WHERE c.ctid = h.place;
  entry_at := v_now;
  befores := array_to_string(v_befores, ',');
  RETURN NEXT;
END $$;
`,
};
