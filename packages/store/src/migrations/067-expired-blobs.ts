import { uploads } from './028-uploads.ts';
import { callSweeps } from './042-call-sweeps.ts';
import type { Migration } from './migration.ts';

const since = `clock_timestamp() - interval '1 hour'`;

const events = uploads.sql
  .slice(uploads.sql.indexOf('CREATE FUNCTION ended_large_events'))
  .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
  .replace('RETURN QUERY DELETE', 'RETURN QUERY WITH gone AS (DELETE')
  .replace(
    'RETURNING v_tenant, e.id;',
    `RETURNING e.id), noted AS (
      INSERT INTO noted_blobs (tenant_id, key, since)
      SELECT v_tenant, format('large-events/%s/%s', v_tenant, g.id), ${since} FROM gone g ON CONFLICT DO NOTHING)
    SELECT v_tenant, g.id FROM gone g;`,
  );

const recordings = callSweeps.sql
  .slice(callSweeps.sql.indexOf('CREATE FUNCTION expire_call_recordings'))
  .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
  .replace('RETURN QUERY DELETE', 'RETURN QUERY WITH expired AS (DELETE')
  .replace(
    'RETURNING r.key;',
    `RETURNING r.key), noted AS (
      INSERT INTO noted_blobs (tenant_id, key, since) SELECT v_tenant, e.key, ${since} FROM expired e ON CONFLICT DO NOTHING)
    SELECT e.key FROM expired e;`,
  );

for (const sql of [events, recordings])
  if (!sql.includes('noted AS') || !sql.includes('RETURN QUERY WITH'))
    throw new Error('Step 67: the sweeps of steps 28 and 42 are not as they were.');

/** Bytes of what has expired go also if their remover dies, or the blob store is away just then. */
export const expiredBlobs: Migration = { version: 67, name: 'expired-blobs', sql: `${events}\n${recordings}` };
