import type { Migration } from './migration.ts';

/** Co-browse: what administration sets, offers by agents, the consents as the log knows them, and which process holds a session. */
export const cobrowseSides: Migration = {
  version: 50,
  name: 'cobrowse-sides',
  sql: `
CREATE TABLE cobrowse_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  settings jsonb NOT NULL
);
SELECT protect('cobrowse_settings');

ALTER TABLE cobrowse_sessions
  -- Made by its agent; the customer accepts it instead of reading out a code.
  ADD COLUMN offered boolean NOT NULL DEFAULT false,
  ADD COLUMN consent_view text NOT NULL DEFAULT 'no' CHECK (consent_view IN ('no', 'asked', 'yes')),
  ADD COLUMN consent_control text NOT NULL DEFAULT 'no' CHECK (consent_control IN ('no', 'asked', 'yes')),
  ADD COLUMN consent_recording text NOT NULL DEFAULT 'no' CHECK (consent_recording IN ('no', 'asked', 'yes')),
  -- Where other processes reach the one that holds both sides, and until when it does unless it says so again.
  ADD COLUMN relay text,
  ADD COLUMN relay_until timestamptz(3);
ALTER TABLE cobrowse_sessions DROP CONSTRAINT cobrowse_sessions_end_reason_check;
ALTER TABLE cobrowse_sessions ADD CONSTRAINT cobrowse_sessions_end_reason_check
  CHECK (end_reason IN ('ended_by_customer', 'ended_by_agent', 'declined', 'nobody_came', 'page_lost'));
CREATE INDEX cobrowse_sessions_of_agent ON cobrowse_sessions (tenant_id, agent_id) WHERE state <> 'ended';
CREATE INDEX cobrowse_sessions_of_conversation ON cobrowse_sessions (tenant_id, conversation_id) WHERE state <> 'ended';

-- Sessions whose time is over. Whoever ends one writes the log in the same transaction, so nothing is changed here.
CREATE FUNCTION due_cobrowse(p_limit integer) RETURNS TABLE (tenant uuid, session uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT s.tenant_id, s.id FROM cobrowse_sessions s
      WHERE s.tenant_id = v_tenant AND s.state <> 'ended' AND s.expires_at <= clock_timestamp() LIMIT p_limit;
  END LOOP;
END $$;
`,
};
