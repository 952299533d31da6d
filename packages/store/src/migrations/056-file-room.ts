import { uploads } from './028-uploads.ts';
import type { Migration } from './migration.ts';

// The sweep of step 28, which now notes the keys: bytes whose remover died are found again.
const untaken = uploads.sql
  .slice(uploads.sql.indexOf('CREATE FUNCTION untaken_files'), uploads.sql.indexOf('CREATE FUNCTION quarantined_files'))
  .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
  .replace('RETURN QUERY DELETE', 'RETURN QUERY WITH gone AS (DELETE')
  .replace(
    'RETURNING v_tenant, f.id, f.key;',
    `RETURNING f.id, f.key), noted AS (
      INSERT INTO noted_blobs (tenant_id, key, since) SELECT v_tenant, g.key, clock_timestamp() - interval '1 hour' FROM gone g ON CONFLICT DO NOTHING)
    SELECT v_tenant, g.id, g.key FROM gone g;`,
  );
if (!untaken.includes('noted AS') || !untaken.includes('WITH gone'))
  throw new Error('Step 56: the sweep of step 28 is not as it was.');

/** How much the files of a company take, and bytes that nothing names. */
export const fileRoom: Migration = {
  version: 56,
  name: 'file room',
  sql: `
CREATE TABLE file_usage (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  bytes bigint NOT NULL
);
SELECT protect('file_usage');

DO $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT id FROM tenants LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    INSERT INTO file_usage SELECT v_tenant, coalesce(sum(bytes), 0) FROM files WHERE tenant_id = v_tenant;
  END LOOP;
END $$;

CREATE FUNCTION count_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO file_usage AS u (tenant_id, bytes)
    VALUES (coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.bytes, 0) - coalesce(OLD.bytes, 0))
    ON CONFLICT (tenant_id) DO UPDATE SET bytes = u.bytes + excluded.bytes;
  RETURN NULL;
END $$;
CREATE TRIGGER count_files AFTER INSERT OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION count_file();

-- Keys under which bytes may lie that no row names: noted before the bytes come, and struck out with the row.
CREATE TABLE noted_blobs (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  key text NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX noted_blobs_by_age ON noted_blobs (tenant_id, since);
SELECT protect('noted_blobs');

${untaken}
CREATE FUNCTION unnamed_blobs(p_limit integer)
RETURNS TABLE (tenant uuid, key text) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT v_tenant, b.key FROM noted_blobs b WHERE b.tenant_id = v_tenant AND b.since <= clock_timestamp() - interval '1 hour'
      ORDER BY b.since LIMIT p_limit;
  END LOOP;
END $$;
`,
};
