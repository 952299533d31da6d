import type { Migration } from './migration.ts';

/**
 * Browsers that are woken when a call rings at their agent, and what they were woken for. An agent who is ready and can be woken counts as there
 * as long as the phone's session lasts, though the phone is closed: whoever does not answer is set to away by the missed offer.
 */
export const phonePush: Migration = {
  version: 47,
  name: 'phone-push',
  sql: `
CREATE TABLE phone_pushes (
  tenant_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  id uuid NOT NULL,
  endpoint text NOT NULL,
  digest bytea NOT NULL,
  p256dh text NOT NULL,
  auth text NOT NULL,
  renewed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, agent_id, id),
  UNIQUE (tenant_id, digest),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id) ON DELETE CASCADE
);
SELECT protect('phone_pushes');

-- The offer for which phones were woken: each is told once.
ALTER TABLE contacts ADD COLUMN woken_epoch integer;

CREATE FUNCTION reach_by_phone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.seen_until := greatest(NEW.seen_until, (SELECT max(s.expires_at) FROM agent_sessions s
    WHERE s.tenant_id = NEW.tenant_id AND s.agent_id = NEW.agent_id AND s.phone AND s.expires_at > clock_timestamp()
      AND EXISTS (SELECT FROM phone_pushes p WHERE p.tenant_id = s.tenant_id AND p.agent_id = s.agent_id)));
  RETURN NEW;
END $$;
-- Only a statement that sets the state fires it: signs of life and slots do not.
CREATE TRIGGER reach_by_phone BEFORE UPDATE OF state ON desks FOR EACH ROW WHEN (NEW.state = 'available') EXECUTE FUNCTION reach_by_phone();
`,
};
