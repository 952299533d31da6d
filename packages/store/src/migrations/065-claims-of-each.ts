import type { Migration } from './migration.ts';

/** What is due towards call systems is taken of each tenant: one whose call system hangs holds up nobody else's. */
export const claimsOfEach: Migration = {
  version: 65,
  name: 'claims-of-each',
  sql: `
DROP FUNCTION claim_interactions(integer, double precision);

-- Takes what is due, at most p_limit of each tenant and nothing of those passed; whoever took it has p_seconds until it is due again.
CREATE FUNCTION claim_interactions(p_limit integer, p_seconds double precision, p_passed uuid[])
RETURNS TABLE (tenant uuid, contact uuid, no integer, wants text, external_id text, attempt integer, age double precision) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t WHERE t.id <> ALL (p_passed) LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY
      UPDATE interactions i SET attempts = i.attempts + 1, due_at = clock_timestamp() + make_interval(secs => p_seconds)
      WHERE i.tenant_id = v_tenant AND i.ctid = ANY (ARRAY(SELECT d.ctid FROM interactions d
        WHERE d.tenant_id = v_tenant AND d.state IN ('wanted', 'unwanted') AND d.due_at <= clock_timestamp()
        ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED))
      RETURNING v_tenant, i.contact_id, i.round, i.state, i.interaction_id, i.attempts,
        extract(epoch FROM clock_timestamp() - i.since)::double precision;
  END LOOP;
END $$;
`,
};
