import type { Migration } from './migration.ts';

/** Whoever listens in a call does so as somebody who is signed in and may. */
export const strayOnlookers: Migration = {
  version: 62,
  name: 'stray-onlookers',
  sql: `
CREATE INDEX agent_sessions_of_agent ON agent_sessions (tenant_id, agent_id, expires_at);

-- Supervisors in calls who are signed in nowhere any more, were disabled, or are supervisors no longer.
CREATE FUNCTION stray_onlookers(p_limit integer) RETURNS TABLE (tenant uuid, call uuid, party uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, p.call_id, p.id FROM call_parties p
      WHERE p.tenant_id = v_tenant AND p.state <> 'left' AND p.agent_id IS NOT NULL AND p.role IN ('monitor', 'whisper', 'barge')
      AND NOT EXISTS (SELECT FROM agent_sessions s JOIN agents a ON a.tenant_id = s.tenant_id AND a.id = s.agent_id
        WHERE s.tenant_id = v_tenant AND s.agent_id = p.agent_id AND s.expires_at > clock_timestamp()
        AND a.role <> 'agent' AND NOT a.disabled) LIMIT p_limit;
  END LOOP;
END $$;
`,
};
