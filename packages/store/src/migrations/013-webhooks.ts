import type { Migration } from './migration.ts';

/**
 * Webhooks, what happened, and what is on its way. An event is noted by the very transaction that makes it happen, by triggers, so that no
 * command can forget it. Those only ever insert: nothing that delivers can make them wait. Delivering happens in lanes, one for each
 * webhook and conversation, so that a conversation's events arrive in order and no receiver that stumbles over one holds up the others.
 */
export const webhooks: Migration = {
  version: 13,
  name: 'webhooks',
  sql: `
CREATE TABLE webhooks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  url text NOT NULL,
  description text NOT NULL,
  events text[] NOT NULL,
  include_text boolean NOT NULL,
  enabled boolean NOT NULL,
  disabled_reason text CHECK (disabled_reason IN ('by_administrator', 'receiver_gone')),
  sealed_secret text NOT NULL,
  sealed_previous text,
  previous_until timestamptz(3),
  held_until timestamptz(3),
  last_delivered_at timestamptz(3),
  last_failed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id),
  CONSTRAINT disabled_has_reason CHECK (enabled = (disabled_reason IS NULL)),
  CONSTRAINT overlap_has_end CHECK ((sealed_previous IS NULL) = (previous_until IS NULL))
);
SELECT protect('webhooks');

CREATE TABLE webhook_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  type text NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  conversation_id uuid,
  -- Where the words are, for a webhook that wants them: they are not kept twice.
  entry_seq integer,
  data jsonb NOT NULL,
  UNIQUE (tenant_id, id)
);
SELECT protect('webhook_events');

CREATE SEQUENCE webhook_positions;
-- new: noted; pending: in its lane, the first one of which is tried; delivered; dead: given up.
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  event_id uuid NOT NULL,
  lane uuid NOT NULL,
  -- Given under the lock of what happened: so it rises within a conversation.
  position bigint NOT NULL DEFAULT nextval('webhook_positions'),
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_attempt_at timestamptz(3),
  finished_at timestamptz(3),
  last_status integer,
  last_error text,
  last_milliseconds integer,
  FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, event_id) REFERENCES webhook_events (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT finished_has_time CHECK ((state IN ('delivered', 'dead')) = (finished_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_new ON webhook_deliveries (tenant_id, position) WHERE state = 'new';
CREATE INDEX webhook_deliveries_in_lane ON webhook_deliveries (webhook_id, lane, position) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, position);
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (webhook_id, position) WHERE state = 'dead';
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_by_end ON webhook_deliveries (tenant_id, finished_at) WHERE finished_at IS NOT NULL;
SELECT protect('webhook_deliveries');

-- A lane has a row while something is pending in it. Its lock is what decides who promotes and who removes.
CREATE TABLE webhook_lanes (
  webhook_id uuid NOT NULL,
  lane uuid NOT NULL,
  tenant_id uuid NOT NULL,
  -- When the first one of the lane is due; moved on by a claim, so that a claim that is never settled runs out.
  next_at timestamptz(3) NOT NULL,
  claim uuid,
  PRIMARY KEY (webhook_id, lane),
  FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
CREATE INDEX webhook_lanes_due ON webhook_lanes (webhook_id, next_at);
SELECT protect('webhook_lanes');

-- Every type that somebody of this tenant wants to be told; null: none.
CREATE FUNCTION webhook_types() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(DISTINCT e.type) FROM webhooks w, unnest(w.events) AS e (type)
  WHERE w.tenant_id = (SELECT current_tenant()) AND w.enabled
$$;

CREATE FUNCTION wire_time(p_at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION webhook_note(p_type text, p_lane uuid, p_conversation uuid, p_seq integer, p_at timestamptz, p_data jsonb)
RETURNS void LANGUAGE sql AS $$
  WITH wanted AS MATERIALIZED (
    SELECT w.id FROM webhooks w WHERE w.tenant_id = (SELECT current_tenant()) AND w.enabled AND p_type = ANY (w.events)
  ), made AS (
    INSERT INTO webhook_events (tenant_id, type, occurred_at, conversation_id, entry_seq, data)
    SELECT current_tenant(), p_type, p_at, p_conversation, p_seq, p_data WHERE EXISTS (SELECT FROM wanted)
    RETURNING id
  )
  INSERT INTO webhook_deliveries (tenant_id, webhook_id, event_id, lane)
  SELECT current_tenant(), wanted.id, made.id, p_lane FROM made, wanted ORDER BY wanted.id
$$;

CREATE FUNCTION webhook_contact(p_contact uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('contactId', c.id, 'conversationId', c.conversation_id, 'helpType', c.help_type,
    'customer', jsonb_build_object('id', u.id, 'customerId', u.customer_number),
    'queue', jsonb_build_object('id', q.id, 'name', q.name))
  FROM contacts c JOIN customers u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
  WHERE c.tenant_id = (SELECT current_tenant()) AND c.id = p_contact
$$;

CREATE FUNCTION note_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_types text[] := webhook_types();
  v_entry record;
  v_data jsonb;
BEGIN
  IF v_types IS NULL THEN RETURN NULL; END IF;
  FOR v_entry IN
    SELECT f.conversation_id, f.seq, f.created_at, f.author_kind, f.client_id, f.body, v.contact_id, t.type,
      nullif(f.author_id, '00000000-0000-0000-0000-000000000000') AS author_id
    FROM fresh f JOIN conversations v ON v.id = f.conversation_id,
      LATERAL (SELECT CASE WHEN f.body->>'kind' IN ('text', 'file') THEN 'message.created' ELSE f.body->>'kind' END) AS t (type)
    WHERE t.type = ANY (v_types) ORDER BY f.conversation_id, f.seq
  LOOP
    v_data := jsonb_build_object('seq', v_entry.seq) || CASE v_entry.type
      WHEN 'message.created' THEN jsonb_build_object(
        'contactId', v_entry.contact_id, 'conversationId', v_entry.conversation_id,
        'from', jsonb_build_object('kind', v_entry.author_kind, 'id', v_entry.author_id),
        'clientId', v_entry.client_id, 'kind', v_entry.body->>'kind',
        'file', CASE WHEN v_entry.body->>'kind' = 'file' THEN jsonb_build_object('id', v_entry.body->'file'->'id',
          'mediaType', v_entry.body->'file'->'mediaType', 'bytes', v_entry.body->'file'->'bytes') END)
      WHEN 'survey.answered' THEN jsonb_build_object(
        'contactId', v_entry.contact_id, 'conversationId', v_entry.conversation_id, 'score', v_entry.body->'score')
      WHEN 'contact.requested' THEN webhook_contact(v_entry.contact_id)
      WHEN 'contact.started' THEN webhook_contact(v_entry.contact_id)
        || jsonb_build_object('agent', v_entry.body->'agent', 'waitedSeconds', v_entry.body->'waitedSeconds')
      WHEN 'contact.requeued' THEN webhook_contact(v_entry.contact_id)
        || jsonb_build_object('reason', v_entry.body->'reason', 'to', v_entry.body->'to')
      WHEN 'contact.handed_over' THEN webhook_contact(v_entry.contact_id)
        || jsonb_build_object('from', v_entry.body->'from', 'to', v_entry.body->'to')
      WHEN 'contact.ended' THEN webhook_contact(v_entry.contact_id) || jsonb_build_object('reason', v_entry.body->'reason')
      ELSE '{}'::jsonb END;
    PERFORM webhook_note(v_entry.type, v_entry.conversation_id, v_entry.conversation_id, v_entry.seq, v_entry.created_at, v_data);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER note_entries AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note_entries();

CREATE FUNCTION note_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'contact.offered' = ANY (webhook_types()) THEN
    PERFORM webhook_note('contact.offered', NEW.conversation_id, NEW.conversation_id, NULL, NEW.offered_at,
      webhook_contact(NEW.id) || jsonb_build_object('epoch', NEW.offer_epoch, 'deadline', wire_time(NEW.offer_deadline),
        'agent', (SELECT jsonb_build_object('id', a.id, 'name', a.name) FROM agents a
          WHERE a.tenant_id = NEW.tenant_id AND a.id = NEW.offered_to)));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_offer AFTER UPDATE OF state ON contacts FOR EACH ROW
  WHEN (NEW.state = 'offered' AND OLD.state IS DISTINCT FROM 'offered') EXECUTE FUNCTION note_offer();

CREATE FUNCTION note_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'agent.presence_changed' = ANY (webhook_types()) THEN
    PERFORM webhook_note('agent.presence_changed', NEW.agent_id, NULL, NULL, NEW.since,
      jsonb_build_object('state', NEW.state, 'reason', NEW.away_reason, 'since', wire_time(NEW.since),
        'agent', (SELECT jsonb_build_object('id', a.id, 'name', a.name) FROM agents a
          WHERE a.tenant_id = NEW.tenant_id AND a.id = NEW.agent_id)));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_presence AFTER UPDATE OF state, away_reason ON desks FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state OR NEW.away_reason IS DISTINCT FROM OLD.away_reason) EXECUTE FUNCTION note_presence();

-- Puts what is new into its lanes, and names the webhooks that have something due. One gatherer for each tenant at a time: two might
-- bring a later event into a lane before an earlier one. p_ahead: seconds by which the clock is ahead, for tests of long times.
CREATE FUNCTION webhooks_due(p_ahead double precision) RETURNS TABLE (tenant uuid, webhook uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_now timestamptz := clock_timestamp() + make_interval(secs => p_ahead);
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t ORDER BY t.id LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    IF pg_try_advisory_xact_lock(hashtext('webhooks'), hashtext(v_tenant::text)) THEN
      WITH fresh AS (
        SELECT d.id FROM webhook_deliveries d WHERE d.tenant_id = v_tenant AND d.state = 'new' ORDER BY d.position LIMIT 2000
      ), moved AS (
        UPDATE webhook_deliveries d SET state = 'pending' FROM fresh WHERE d.id = fresh.id RETURNING d.webhook_id, d.lane
      )
      INSERT INTO webhook_lanes AS l (webhook_id, lane, tenant_id, next_at)
      SELECT DISTINCT m.webhook_id, m.lane, v_tenant, v_now FROM moved m ORDER BY m.webhook_id, m.lane
      -- Takes the lock: whoever is about to remove the lane looks again afterwards.
      ON CONFLICT (webhook_id, lane) DO UPDATE SET next_at = l.next_at;
    END IF;
    RETURN QUERY
      SELECT v_tenant, w.id FROM webhooks w
      WHERE w.tenant_id = v_tenant AND w.enabled AND (w.held_until IS NULL OR w.held_until <= v_now)
        AND EXISTS (SELECT FROM webhook_lanes l WHERE l.webhook_id = w.id AND l.next_at <= v_now);
  END LOOP;
END $$;

-- Ends an attempt: 'delivered', 'dead', or 'pending' to be tried again after p_pause seconds. False: the claim had run out, and somebody
-- else has the lane. What follows in the lane is due at once.
CREATE FUNCTION webhook_settle(p_webhook uuid, p_lane uuid, p_claim uuid, p_delivery uuid, p_state text, p_pause double precision,
  p_status integer, p_error text, p_milliseconds integer, p_ahead double precision) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp() + make_interval(secs => p_ahead);
BEGIN
  PERFORM 1 FROM webhook_lanes l WHERE l.webhook_id = p_webhook AND l.lane = p_lane AND l.claim = p_claim FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE webhook_deliveries SET state = p_state, attempts = attempts + 1, last_attempt_at = v_now,
    finished_at = CASE WHEN p_state = 'pending' THEN NULL ELSE v_now END,
    last_status = p_status, last_error = p_error, last_milliseconds = p_milliseconds
  WHERE id = p_delivery;
  IF p_state = 'pending' THEN
    UPDATE webhook_lanes SET next_at = v_now + make_interval(secs => p_pause), claim = NULL
      WHERE webhook_id = p_webhook AND lane = p_lane;
  ELSIF EXISTS (SELECT FROM webhook_deliveries d WHERE d.webhook_id = p_webhook AND d.lane = p_lane AND d.state = 'pending') THEN
    UPDATE webhook_lanes SET next_at = v_now, claim = NULL WHERE webhook_id = p_webhook AND lane = p_lane;
  ELSE
    DELETE FROM webhook_lanes WHERE webhook_id = p_webhook AND lane = p_lane;
  END IF;
  -- Once in five seconds: many attempts at once must not queue for this row.
  IF p_state = 'delivered' THEN
    UPDATE webhooks SET last_delivered_at = v_now
      WHERE id = p_webhook AND (last_delivered_at IS NULL OR last_delivered_at < v_now - interval '5 s');
  ELSE
    UPDATE webhooks SET last_failed_at = v_now
      WHERE id = p_webhook AND (last_failed_at IS NULL OR last_failed_at < v_now - interval '5 s');
  END IF;
  RETURN true;
END $$;

-- Delivered ones stay a week, dead ones and what waits for a webhook that stays switched off a month.
CREATE FUNCTION expire_webhook_rows() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_events uuid[];
  v_gone bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    WITH gone AS (
      DELETE FROM webhook_deliveries d WHERE d.id = ANY (ARRAY(
        SELECT o.id FROM webhook_deliveries o WHERE o.tenant_id = v_tenant AND o.finished_at <= clock_timestamp() - interval '7 d'
          AND (o.state = 'delivered' OR o.finished_at <= clock_timestamp() - interval '30 d')
        ORDER BY o.finished_at LIMIT 5000)) RETURNING d.event_id
    )
    SELECT array_agg(DISTINCT event_id) INTO v_events FROM gone;
    -- Events that nobody is told of any more.
    DELETE FROM webhook_events e WHERE e.id = ANY (v_events)
      AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id);
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    v_total := v_total + v_gone;
  END LOOP;
  RETURN v_total;
END $$;
`,
};
