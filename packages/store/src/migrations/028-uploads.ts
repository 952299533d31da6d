import type { Migration } from './migration.ts';

/** Files that wait for their message, and files that wait for the scanner. */
export const uploads: Migration = {
  version: 28,
  name: 'uploads',
  sql: `
ALTER TABLE files
  -- quarantined: kept, given to nobody · clean: looked through, or nobody looks · infected: its bytes are gone.
  ADD COLUMN scan text NOT NULL DEFAULT 'clean' CHECK (scan IN ('quarantined', 'clean', 'infected'));
CREATE INDEX files_quarantined ON files (tenant_id, created_at) WHERE scan = 'quarantined';
CREATE INDEX files_of_channel ON files (tenant_id, channel_id) WHERE channel_id IS NOT NULL;

-- Uploads that no message took within a day: the rows go at once, whose bytes the caller then removes.
CREATE FUNCTION untaken_files(p_limit integer)
RETURNS TABLE (tenant uuid, file uuid, key text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY DELETE FROM files f WHERE f.ctid = ANY (ARRAY(SELECT g.ctid FROM files g WHERE g.tenant_id = v_tenant
        AND g.conversation_id IS NULL AND g.created_at <= clock_timestamp() - interval '1 day' LIMIT p_limit FOR UPDATE SKIP LOCKED))
      AND f.conversation_id IS NULL RETURNING v_tenant, f.id, f.key;
  END LOOP;
END $$;

CREATE FUNCTION quarantined_files(p_limit integer)
RETURNS TABLE (tenant uuid, file uuid, key text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, f.id, f.key FROM files f WHERE f.tenant_id = v_tenant AND f.scan = 'quarantined'
      AND f.created_at <= clock_timestamp() - interval '30 s' ORDER BY f.created_at LIMIT p_limit;
  END LOOP;
END $$;

-- Events that were too long for a frame: only when they end is kept here, the body is in the blob store.
CREATE TABLE large_events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX large_events_by_end ON large_events (tenant_id, expires_at);
SELECT protect('large_events');

CREATE FUNCTION ended_large_events(p_limit integer)
RETURNS TABLE (tenant uuid, event uuid) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY DELETE FROM large_events e WHERE e.id = ANY (ARRAY(SELECT g.id FROM large_events g WHERE g.tenant_id = v_tenant
        AND g.expires_at <= clock_timestamp() LIMIT p_limit FOR UPDATE SKIP LOCKED)) RETURNING v_tenant, e.id;
  END LOOP;
END $$;
`,
};
