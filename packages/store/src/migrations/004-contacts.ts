import type { Migration } from './migration.ts';

export const contacts: Migration = {
  version: 4,
  name: 'contacts',
  sql: `
CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  conversation_id uuid NOT NULL UNIQUE,
  customer_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  help_type text NOT NULL CHECK (help_type IN ('CHAT', 'VIDEO_CALL', 'VOICE_CALL')),
  state text NOT NULL DEFAULT 'waiting',
  -- Higher is served first; within one priority the oldest place.
  priority smallint NOT NULL DEFAULT 0,
  place_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  offered_to uuid,
  offer_epoch integer NOT NULL DEFAULT 0,
  offered_at timestamptz(3),
  offer_deadline timestamptz(3),
  owner_id uuid,
  -- Who had it offered or active before the last transition.
  previous_agent_id uuid,
  -- Who was the last to own it: keeps the wrap-up and the history when the owner is gone.
  last_owner_id uuid,
  target_agent_id uuid,
  transfer_from text,
  transfer_note text,
  started_at timestamptz(3),
  ended_at timestamptz(3),
  end_reason text CHECK (end_reason IN
    ('ended_by_customer', 'ended_by_agent', 'cancelled_by_customer', 'customer_gone', 'ended_by_system')),
  wrap_up text,
  wrap_up_pending boolean NOT NULL DEFAULT false,
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, queue_id) REFERENCES queues (tenant_id, id),
  FOREIGN KEY (tenant_id, offered_to) REFERENCES agents (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES agents (tenant_id, id),
  FOREIGN KEY (tenant_id, target_agent_id) REFERENCES agents (tenant_id, id),
  -- What a contact may look like in each state [CON1]. An unknown state has no shape at all.
  CONSTRAINT shape_of_state CHECK (CASE state
    WHEN 'waiting' THEN owner_id IS NULL AND offered_to IS NULL AND offered_at IS NULL AND offer_deadline IS NULL
      AND ended_at IS NULL AND end_reason IS NULL AND NOT wrap_up_pending
    WHEN 'offered' THEN owner_id IS NULL AND offered_to IS NOT NULL AND offered_at IS NOT NULL
      AND offer_deadline IS NOT NULL AND offer_epoch > 0 AND ended_at IS NULL AND end_reason IS NULL AND NOT wrap_up_pending
    WHEN 'active' THEN owner_id IS NOT NULL AND last_owner_id = owner_id AND offered_to IS NULL AND offered_at IS NULL
      AND offer_deadline IS NULL AND started_at IS NOT NULL AND ended_at IS NULL AND end_reason IS NULL AND NOT wrap_up_pending
    WHEN 'ended' THEN offered_to IS NULL AND offered_at IS NULL AND offer_deadline IS NULL
      AND ended_at IS NOT NULL AND end_reason IS NOT NULL
    ELSE false END)
) WITH (fillfactor = 80);
SELECT protect('contacts');

-- One open contact per customer [CON8].
CREATE UNIQUE INDEX one_open_contact ON contacts (tenant_id, customer_id) WHERE state <> 'ended';
-- A queue in its order [CON2]; the whole line is answered from the index.
CREATE INDEX contacts_in_line ON contacts (tenant_id, queue_id, priority DESC, place_at, id) INCLUDE (conversation_id)
  WHERE state IN ('waiting', 'offered');
CREATE INDEX contacts_offered ON contacts (tenant_id, offered_to, offer_deadline) WHERE state = 'offered';
CREATE INDEX contacts_active ON contacts (tenant_id, owner_id) WHERE state = 'active';
CREATE INDEX contacts_to_wrap_up ON contacts (tenant_id, last_owner_id) WHERE wrap_up_pending;
-- History and reports, newest first: everybody's, a customer's, an agent's.
CREATE INDEX contacts_by_place ON contacts (tenant_id, place_at, id);
CREATE INDEX contacts_of_customer ON contacts (tenant_id, customer_id, place_at, id);
CREATE INDEX contacts_of_agent ON contacts (tenant_id, last_owner_id, place_at, id) WHERE last_owner_id IS NOT NULL;

-- A place in the queue is for ever [CON2].
CREATE FUNCTION keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'place_at of a contact never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_place BEFORE UPDATE OF place_at ON contacts FOR EACH ROW
  WHEN (OLD.place_at IS DISTINCT FROM NEW.place_at) EXECUTE FUNCTION keep_place();

ALTER TABLE conversations ADD FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

-- Not offered to this agent again until then.
CREATE TABLE contact_mutes (
  contact_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  until timestamptz(3) NOT NULL,
  PRIMARY KEY (contact_id, agent_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);
CREATE INDEX contact_mutes_by_end ON contact_mutes (tenant_id, until);
SELECT protect('contact_mutes');
`,
};
