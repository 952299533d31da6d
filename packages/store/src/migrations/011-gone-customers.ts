import type { Migration } from './migration.ts';

/** Customers whose app is gone. Only who has once been connected can be: a program that only asks by HTTP has no life to show. */
export const goneCustomers: Migration = {
  version: 11,
  name: 'gone-customers',
  sql: `
CREATE TABLE customer_signs (
  tenant_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  -- Believed to be there until then; moved forward by signs of life.
  seen_until timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id)
) WITH (fillfactor = 50);
SELECT protect('customer_signs');
CREATE INDEX customer_signs_by_end ON customer_signs (tenant_id, seen_until);

-- Good for the tenant's own grace time, 180 seconds where it has set none, and p_seconds: the time until the next sign. A later word counts.
CREATE FUNCTION touch_customers(p_tenants uuid[], p_contacts uuid[], p_seconds double precision)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_seconds double precision;
BEGIN
  FOR v_tenant IN SELECT DISTINCT t.id FROM unnest(p_tenants) AS t (id) ORDER BY t.id LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    SELECT p_seconds + coalesce((settings->>'customerGoneSeconds')::double precision, 180) INTO v_seconds FROM tenants WHERE id = v_tenant;
    INSERT INTO customer_signs AS s (tenant_id, contact_id, seen_until)
      SELECT v_tenant, c.id, clock_timestamp() + make_interval(secs => v_seconds) FROM contacts c
      WHERE c.tenant_id = v_tenant AND c.state <> 'ended' AND c.id IN (
        SELECT a.contact FROM unnest(p_tenants, p_contacts) AS a (tenant, contact) WHERE a.tenant = v_tenant)
      ORDER BY c.id
      ON CONFLICT (tenant_id, contact_id) DO UPDATE SET seen_until = excluded.seen_until;
  END LOOP;
END $$;

-- Whose time is over. The one that acts removes the sign, on the condition that it is still over.
CREATE FUNCTION gone_customers(p_limit integer)
RETURNS TABLE (tenant uuid, contact uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_left integer := p_limit;
  v_found integer;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    EXIT WHEN v_left <= 0;
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, s.contact_id FROM customer_signs s
      WHERE s.tenant_id = v_tenant AND s.seen_until <= clock_timestamp() ORDER BY s.seen_until LIMIT v_left;
    GET DIAGNOSTICS v_found = ROW_COUNT;
    v_left := v_left - v_found;
  END LOOP;
END $$;
`,
};
