import type { Migration } from './migration.ts';

/** The company's own services: where they are, and what their call system holds of our waiting contacts. */
export const company: Migration = {
  version: 10,
  name: 'company',
  sql: `
CREATE TABLE company_backends (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  url text NOT NULL,
  -- With it requests to the company are signed; sealed with a key from outside the database.
  sealed_secret text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
SELECT protect('company_backends');

-- What waits in an external queue is held by the company's call system: our router never rings it. While there is one, new contacts wait there.
ALTER TABLE queues
  ADD COLUMN external boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT external_is_no_default CHECK (NOT (external AND is_default));
CREATE UNIQUE INDEX one_external_queue ON queues (tenant_id) WHERE external;

-- What the customer's app said besides, for the agent's eyes and for the company: passed through untouched.
ALTER TABLE contacts ADD COLUMN attached_data jsonb NOT NULL DEFAULT '{}';
ALTER TABLE customers ADD COLUMN registered boolean NOT NULL DEFAULT false;

-- One row for each time that a contact came into the external queue.
-- wanted: the call system must be asked to hold it · open: it holds it · unwanted: it must be told to forget it · closed.
CREATE TABLE interactions (
  tenant_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  round integer NOT NULL,
  state text NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'open', 'unwanted', 'closed')),
  -- The call system's own id.
  interaction_id text,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, contact_id, round),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  CONSTRAINT open_has_id CHECK (state <> 'open' OR interaction_id IS NOT NULL)
);
CREATE INDEX interactions_due ON interactions (tenant_id, due_at) WHERE state IN ('wanted', 'unwanted');
CREATE INDEX interactions_by_id ON interactions (tenant_id, interaction_id) WHERE interaction_id IS NOT NULL;
SELECT protect('interactions');

-- Kept beside the contact's change and in its transaction, whichever command made it.
CREATE FUNCTION keep_interaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_external boolean := NEW.state = 'waiting'
    AND EXISTS (SELECT FROM queues q WHERE q.tenant_id = NEW.tenant_id AND q.id = NEW.queue_id AND q.external);
BEGIN
  IF TG_OP = 'UPDATE' AND (NOT v_external OR OLD.queue_id <> NEW.queue_id) THEN
    -- One that an agent has taken was delivered, and is no longer in the call system's queue. One that was never asked for is nowhere.
    -- While a request may be on its way its answer is waited for: only then is known what to forget.
    UPDATE interactions SET since = clock_timestamp(),
        due_at = CASE WHEN interaction_id IS NULL THEN due_at ELSE clock_timestamp() END,
        attempts = CASE WHEN interaction_id IS NULL THEN attempts ELSE 0 END,
        state = CASE WHEN NEW.state = 'active' OR (interaction_id IS NULL AND attempts = 0) THEN 'closed' ELSE 'unwanted' END
      WHERE tenant_id = NEW.tenant_id AND contact_id = NEW.id AND state IN ('wanted', 'open');
  END IF;
  IF v_external THEN
    INSERT INTO interactions (tenant_id, contact_id, round)
      SELECT NEW.tenant_id, NEW.id, coalesce(max(i.round), 0) + 1 FROM interactions i
      WHERE i.tenant_id = NEW.tenant_id AND i.contact_id = NEW.id
      HAVING coalesce(bool_and(i.state NOT IN ('wanted', 'open')), true);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_interaction_of_new AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION keep_interaction();
CREATE TRIGGER keep_interaction AFTER UPDATE OF state, queue_id ON contacts FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.queue_id IS DISTINCT FROM NEW.queue_id) EXECUTE FUNCTION keep_interaction();

-- Takes what is due; whoever took it has p_seconds until it is due again.
CREATE FUNCTION claim_interactions(p_limit integer, p_seconds double precision)
RETURNS TABLE (tenant uuid, contact uuid, no integer, wants text, external_id text, attempt integer, age double precision) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_left integer := p_limit;
  v_found integer;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    EXIT WHEN v_left <= 0;
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY
      UPDATE interactions i SET attempts = i.attempts + 1, due_at = clock_timestamp() + make_interval(secs => p_seconds)
      WHERE i.tenant_id = v_tenant AND i.ctid = ANY (ARRAY(SELECT d.ctid FROM interactions d
        WHERE d.tenant_id = v_tenant AND d.state IN ('wanted', 'unwanted') AND d.due_at <= clock_timestamp()
        ORDER BY d.due_at LIMIT v_left FOR UPDATE SKIP LOCKED))
      RETURNING v_tenant, i.contact_id, i.round, i.state, i.interaction_id, i.attempts,
        extract(epoch FROM clock_timestamp() - i.since)::double precision;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    v_left := v_left - v_found;
  END LOOP;
END $$;
`,
};
