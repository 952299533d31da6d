import type { Migration } from './migration.ts';

/** What time alone makes of calls, looked for in every tenant with only that one set. */
export const callSweeps: Migration = {
  version: 42,
  name: 'call_sweeps',
  sql: `
-- A sign of life of a process that carries calls.
CREATE FUNCTION touch_call_host(p_host uuid, p_seconds double precision) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    UPDATE calls SET host_until = clock_timestamp() + make_interval(secs => p_seconds)
      WHERE tenant_id = v_tenant AND state <> 'ended' AND host_id = p_host;
  END LOOP;
END $$;

-- Calls of hosts that gave no sign of life.
CREATE FUNCTION lost_calls(p_limit integer) RETURNS TABLE (tenant uuid, call uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, c.id FROM calls c WHERE c.tenant_id = v_tenant AND c.state <> 'ended'
      AND c.host_until <= clock_timestamp() LIMIT p_limit;
  END LOOP;
END $$;

-- What rings or connects for longer than it may: calls that ring at a customer, that connect without sound, and asked third parties.
CREATE FUNCTION due_calls(p_limit integer, p_ring double precision, p_connect double precision, p_gone double precision)
RETURNS TABLE (tenant uuid, call uuid, party uuid, what text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, c.id, NULL::uuid, 'no_answer'::text FROM calls c WHERE c.tenant_id = v_tenant AND c.state = 'ringing'
      AND (NOT c.owns_contact OR c.direction = 'outbound') AND c.state_at <= clock_timestamp() - make_interval(secs => p_ring) LIMIT p_limit;
    RETURN QUERY SELECT v_tenant, c.id, NULL::uuid, 'media_failed'::text FROM calls c WHERE c.tenant_id = v_tenant AND c.state = 'connecting'
      AND c.state_at <= clock_timestamp() - make_interval(secs => p_connect) LIMIT p_limit;
    RETURN QUERY SELECT v_tenant, c.id, p.id, 'no_answer'::text FROM calls c JOIN call_parties p ON p.tenant_id = c.tenant_id AND p.call_id = c.id
      WHERE c.tenant_id = v_tenant AND c.state IN ('connecting', 'in_progress', 'held') AND p.state = 'ringing' AND p.role = 'third_party'
      AND p.state_at <= clock_timestamp() - make_interval(secs => p_ring) LIMIT p_limit;
    RETURN QUERY SELECT v_tenant, c.id, p.id, 'customer_gone'::text FROM calls c JOIN call_parties p ON p.tenant_id = c.tenant_id AND p.call_id = c.id
      WHERE c.tenant_id = v_tenant AND c.state IN ('in_progress', 'held', 'requested', 'ringing') AND c.answered_at IS NOT NULL
      AND p.role = 'customer' AND p.state = 'interrupted'
      AND p.state_at <= clock_timestamp() - make_interval(secs => p_gone) LIMIT p_limit;
  END LOOP;
END $$;

-- Calls out that run although a cap on minutes or spend is passed.
CREATE FUNCTION overspent_calls(p_limit integer) RETURNS TABLE (tenant uuid, call uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_caps jsonb;
  v_minutes bigint;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    CONTINUE WHEN NOT EXISTS (SELECT FROM dials d WHERE d.tenant_id = v_tenant AND d.ended_at IS NULL);
    SELECT settings->'caps' INTO v_caps FROM call_settings WHERE tenant_id = v_tenant;
    v_minutes := dialled_minutes(v_tenant);
    CONTINUE WHEN v_minutes <= (v_caps->>'minutesPerDay')::bigint
      AND v_minutes * (v_caps->>'centsPerMinute')::bigint <= (v_caps->>'spendPerDay')::bigint;
    RETURN QUERY SELECT DISTINCT v_tenant, d.call_id FROM dials d WHERE d.tenant_id = v_tenant AND d.ended_at IS NULL LIMIT p_limit;
  END LOOP;
END $$;

CREATE FUNCTION all_trunks() RETURNS TABLE (tenant uuid, id uuid, name text, settings jsonb, sealed_password text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, k.id, k.name, k.settings, k.sealed_password FROM trunks k WHERE k.tenant_id = v_tenant AND k.enabled;
  END LOOP;
END $$;

-- Recordings that are older than their tenant keeps them; yields the keys of their blobs.
CREATE FUNCTION expire_call_recordings(p_limit integer, p_days integer) RETURNS TABLE (gone text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY DELETE FROM call_recordings r WHERE r.ctid = ANY (ARRAY(SELECT g.ctid FROM call_recordings g
      WHERE g.tenant_id = v_tenant AND g.created_at <= clock_timestamp() - make_interval(days => coalesce(
        (SELECT (s.settings->>'recordingDays')::integer FROM call_settings s WHERE s.tenant_id = v_tenant), p_days))
      LIMIT p_limit FOR UPDATE SKIP LOCKED)) RETURNING r.key;
    DELETE FROM dials WHERE tenant_id = v_tenant AND dialled_at <= clock_timestamp() - interval '2 days' AND ended_at IS NOT NULL;
  END LOOP;
END $$;
`,
};
