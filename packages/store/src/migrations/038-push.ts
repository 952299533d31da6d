import type { Migration } from './migration.ts';

/**
 * Web push. That a message may need a push is noted by the transaction that stores it, in one row for each conversation; whoever sends looks again
 * whether it was read meanwhile. Conversations whose customer can be reached nowhere leave no row.
 */
export const push: Migration = {
  version: 38,
  name: 'push',
  sql: `
CREATE TABLE push_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  include_text boolean NOT NULL,
  contact text
);
SELECT protect('push_settings');

-- The tenant's VAPID keys: made when they are first needed, and never changed, since browsers subscribe to them.
CREATE TABLE push_keys (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  public_key text NOT NULL,
  sealed_private_key text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
SELECT protect('push_keys');

CREATE TABLE push_subscriptions (
  tenant_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  -- Made by the app; means something only beside its customer.
  id uuid NOT NULL,
  endpoint text NOT NULL,
  -- Of the endpoint, which is too long for an index: a browser belongs to who used it last.
  digest bytea NOT NULL,
  p256dh text NOT NULL,
  auth text NOT NULL,
  renewed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, customer_id, id),
  UNIQUE (tenant_id, digest),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX push_subscriptions_by_age ON push_subscriptions (tenant_id, renewed_at);
SELECT protect('push_subscriptions');

CREATE TABLE push_due (
  tenant_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- Newest message that is to be told of.
  seq integer NOT NULL,
  due_at timestamptz(3) NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Who must still be told after an attempt that reached only some; null: everybody.
  left_for uuid[],
  claim uuid,
  PRIMARY KEY (tenant_id, conversation_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
CREATE INDEX push_due_by_time ON push_due (tenant_id, due_at);
SELECT protect('push_due');

CREATE FUNCTION note_push() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM fresh WHERE author_kind <> 'customer' AND visibility = 'all') THEN RETURN NULL; END IF;
  -- Messages that follow each other quickly wait for the first one's time, and are told once.
  INSERT INTO push_due AS d (tenant_id, conversation_id, seq, due_at)
    SELECT f.tenant_id, f.conversation_id, max(f.seq), clock_timestamp() + interval '5 s'
    FROM fresh f JOIN conversations v ON v.tenant_id = f.tenant_id AND v.id = f.conversation_id
    WHERE f.author_kind <> 'customer' AND f.visibility = 'all' AND f.body->>'kind' IN ('text', 'file', 'rich')
      AND (EXISTS (SELECT FROM push_subscriptions s WHERE s.tenant_id = v.tenant_id AND s.customer_id = v.customer_id)
        OR EXISTS (SELECT FROM visitors x WHERE x.tenant_id = v.tenant_id AND x.customer_id = v.customer_id AND x.push_token IS NOT NULL))
    GROUP BY f.tenant_id, f.conversation_id ORDER BY f.conversation_id
  ON CONFLICT (tenant_id, conversation_id) DO UPDATE SET seq = greatest(d.seq, excluded.seq);
  RETURN NULL;
END $$;
CREATE TRIGGER note_push AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_push();

-- Takes what is due for p_seconds: a claim that is never settled runs out. p_ahead: seconds by which the clock is ahead, for tests of long times.
CREATE FUNCTION claim_pushes(p_claim uuid, p_limit integer, p_seconds double precision, p_ahead double precision)
RETURNS TABLE (tenant uuid, conversation uuid, newest integer, tried integer, remaining uuid[]) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_now timestamptz := clock_timestamp() + make_interval(secs => p_ahead);
  v_left integer := p_limit;
  v_found integer;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t ORDER BY t.id LOOP
    EXIT WHEN v_left <= 0;
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY
      WITH due AS (
        SELECT d.conversation_id FROM push_due d WHERE d.tenant_id = v_tenant AND d.due_at <= v_now
        ORDER BY d.due_at LIMIT v_left FOR UPDATE SKIP LOCKED
      )
      UPDATE push_due d SET claim = p_claim, due_at = v_now + make_interval(secs => p_seconds)
      FROM due WHERE d.tenant_id = v_tenant AND d.conversation_id = due.conversation_id
      RETURNING v_tenant, d.conversation_id, d.seq, d.attempts, d.left_for;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    v_left := v_left - v_found;
  END LOOP;
END $$;

-- A browser that was not opened for so long is not told any more; its app subscribes again when it is.
CREATE FUNCTION expire_pushes() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_gone bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    DELETE FROM push_subscriptions WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM push_subscriptions s
      WHERE s.tenant_id = v_tenant AND s.renewed_at <= clock_timestamp() - interval '180 days' LIMIT 5000 FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    v_total := v_total + v_gone;
  END LOOP;
  RETURN v_total;
END $$;
`,
};
