import type { Migration } from './migration.ts';

/** Recordings of co-browse: their chunks lie among the blobs, and count from the moment that their row is there. */
export const cobrowseRecordings: Migration = {
  version: 51,
  name: 'cobrowse-recordings',
  sql: `
CREATE TABLE cobrowse_recordings (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  id uuid NOT NULL,
  -- The session is forgotten a day after its end; a recording stays.
  session_id uuid NOT NULL,
  conversation_id uuid,
  agent_id uuid,
  started_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- Moves while somebody records.
  heard_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz(3),
  end_reason text CHECK (end_reason IN ('ended', 'withdrawn', 'full', 'lost')),
  milliseconds integer NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  chunks integer NOT NULL DEFAULT 0,
  deletes_at timestamptz(3),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK ((ended_at IS NULL) = (deletes_at IS NULL)),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX cobrowse_recordings_of_conversation ON cobrowse_recordings (tenant_id, conversation_id, started_at);
CREATE INDEX cobrowse_recordings_by_start ON cobrowse_recordings (tenant_id, started_at);
CREATE INDEX cobrowse_recordings_open ON cobrowse_recordings (tenant_id, heard_at) WHERE ended_at IS NULL;
CREATE INDEX cobrowse_recordings_by_deletion ON cobrowse_recordings (tenant_id, deletes_at) WHERE deletes_at IS NOT NULL;
SELECT protect('cobrowse_recordings');

CREATE TABLE cobrowse_recording_chunks (
  tenant_id uuid NOT NULL,
  recording_id uuid NOT NULL,
  n integer NOT NULL,
  from_ms integer NOT NULL,
  until_ms integer NOT NULL,
  bytes integer NOT NULL,
  whole_pages_ms integer[] NOT NULL,
  PRIMARY KEY (tenant_id, recording_id, n),
  FOREIGN KEY (tenant_id, recording_id) REFERENCES cobrowse_recordings (tenant_id, id) ON DELETE CASCADE
);
SELECT protect('cobrowse_recording_chunks');

-- Those that nobody writes any more, since their process is gone, end at what was heard last.
CREATE FUNCTION end_lost_cobrowse_recordings(p_seconds integer, p_days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_ended integer;
  v_total integer := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    UPDATE cobrowse_recordings r SET ended_at = r.heard_at, end_reason = 'lost',
        deletes_at = r.heard_at + make_interval(days => coalesce(
          (SELECT (s.settings->'recording'->>'days')::integer FROM cobrowse_settings s WHERE s.tenant_id = v_tenant), p_days))
      WHERE r.tenant_id = v_tenant AND r.ended_at IS NULL AND r.heard_at <= clock_timestamp() - make_interval(secs => p_seconds);
    GET DIAGNOSTICS v_ended = ROW_COUNT;
    v_total := v_total + v_ended;
  END LOOP;
  RETURN v_total;
END $$;

CREATE FUNCTION due_cobrowse_recordings(p_limit integer) RETURNS TABLE (tenant uuid, recording uuid, count integer) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    RETURN QUERY SELECT r.tenant_id, r.id, r.chunks FROM cobrowse_recordings r
      WHERE r.tenant_id = v_tenant AND r.deletes_at <= clock_timestamp() LIMIT p_limit;
  END LOOP;
END $$;
`,
};
