import type { Migration } from './migration.ts';

/** Skills, business hours and what administrators set of queues and of people. */
export const routing: Migration = {
  version: 15,
  name: 'routing',
  sql: `
CREATE TABLE skills (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  description text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX skills_by_name ON skills (tenant_id, lower(name));
SELECT protect('skills');

CREATE TABLE business_hours (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  time_zone text NOT NULL,
  week jsonb NOT NULL,
  holidays jsonb NOT NULL,
  closed_message text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX business_hours_by_name ON business_hours (tenant_id, lower(name));
SELECT protect('business_hours');

-- How much of an agent's capacity one contact of each kind takes.
ALTER TABLE tenants ADD COLUMN contact_weights jsonb NOT NULL DEFAULT '{"CHAT": 1, "VOICE_CALL": 3, "VIDEO_CALL": 3}';

ALTER TABLE queues
  ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),
  ADD COLUMN rings jsonb NOT NULL DEFAULT '[{"afterSeconds": 0, "requirements": []}]',
  ADD COLUMN offer_seconds integer CHECK (offer_seconds > 0),
  ADD COLUMN hours_id uuid,
  ADD COLUMN max_wait_seconds integer CHECK (max_wait_seconds > 0),
  ADD COLUMN max_wait_message text NOT NULL DEFAULT '',
  ADD COLUMN overflow_after_seconds integer CHECK (overflow_after_seconds >= 0),
  ADD COLUMN overflow_queue_id uuid,
  ADD COLUMN call_back_after_seconds integer CHECK (call_back_after_seconds >= 0),
  ADD COLUMN after_contact_seconds integer NOT NULL DEFAULT 0 CHECK (after_contact_seconds >= 0),
  ADD COLUMN prefer_last_agent_hours integer NOT NULL DEFAULT 0 CHECK (prefer_last_agent_hours >= 0),
  ADD COLUMN service_level_seconds integer NOT NULL DEFAULT 60 CHECK (service_level_seconds >= 0),
  ADD COLUMN service_level_percent integer NOT NULL DEFAULT 80 CHECK (service_level_percent BETWEEN 1 AND 100),
  ADD COLUMN external_router jsonb,
  ADD COLUMN survey boolean NOT NULL DEFAULT false,
  -- A queue that is removed keeps its row: contacts of long ago still say where they waited.
  ADD COLUMN removed_at timestamptz(3),
  ADD FOREIGN KEY (tenant_id, hours_id) REFERENCES business_hours (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, overflow_queue_id) REFERENCES queues (tenant_id, id),
  ADD CONSTRAINT overflow_is_whole CHECK ((overflow_after_seconds IS NULL) = (overflow_queue_id IS NULL)),
  ADD CONSTRAINT default_is_kept CHECK (NOT (is_default AND removed_at IS NOT NULL)),
  DROP CONSTRAINT queues_tenant_id_name_key;
CREATE UNIQUE INDEX queues_by_name ON queues (tenant_id, lower(name)) WHERE removed_at IS NULL;

ALTER TABLE agents
  ADD COLUMN staff_number text,
  -- {"<skill>": level}: read whole at each routing decision.
  ADD COLUMN skills jsonb NOT NULL DEFAULT '{}',
  -- null: in the office.
  ADD COLUMN out_of_office_message text,
  ADD COLUMN out_of_office_forward_to uuid[] NOT NULL DEFAULT '{}';
CREATE UNIQUE INDEX agents_by_staff_number ON agents (tenant_id, staff_number) WHERE staff_number IS NOT NULL;

-- load: what the agent's contacts weigh together. capacity is the wall that no moment is beyond [CON4]; a lower one that is asked for while
-- more is held stands in wanted_capacity, and the wall follows as contacts end.
ALTER TABLE desks
  ADD COLUMN load integer NOT NULL DEFAULT 0,
  ADD COLUMN wanted_capacity integer CHECK (wanted_capacity BETWEEN 0 AND 1000),
  ADD COLUMN kinds jsonb NOT NULL DEFAULT '{"CHAT": 0, "VOICE_CALL": 0, "VIDEO_CALL": 0}',
  ADD COLUMN limits jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN after_contact_until timestamptz(3);
DO $$
DECLARE
  v_tenant uuid;
BEGIN
  -- Row-level security binds the owner too: each tenant by itself. So far there were only chats.
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    UPDATE desks SET load = open_contacts, kinds = kinds || jsonb_build_object('CHAT', open_contacts) WHERE open_contacts > 0;
  END LOOP;
  PERFORM set_config('app.tenant', '', true);
END $$;
ALTER TABLE desks ADD CONSTRAINT load_within_capacity CHECK (load BETWEEN 0 AND capacity);

ALTER TABLE contacts
  ADD COLUMN weight smallint NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  -- When it began to wait in this queue, this time: what rings, overflow and the longest wait count from. The place counts from place_at.
  ADD COLUMN waiting_since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN overflowed boolean NOT NULL DEFAULT false;
-- Whatever puts a contact back or elsewhere, its time in this queue begins anew; its place does not.
CREATE FUNCTION begin_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.waiting_since := clock_timestamp();
  IF OLD.state = 'active' THEN NEW.overflowed := false; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER begin_waiting BEFORE UPDATE OF state, queue_id ON contacts FOR EACH ROW
  WHEN (NEW.state = 'waiting' AND (OLD.state = 'active' OR OLD.queue_id IS DISTINCT FROM NEW.queue_id)) EXECUTE FUNCTION begin_waiting();
`,
};
