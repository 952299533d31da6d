import type { Migration } from './migration.ts';

/** Ways to the telephone network, the numbers that customers call, and what may be dialled. */
export const telephones: Migration = {
  version: 41,
  name: 'telephones',
  sql: `
CREATE TABLE call_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  settings jsonb NOT NULL
);
SELECT protect('call_settings');

CREATE TABLE trunks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  name text NOT NULL,
  settings jsonb NOT NULL,
  -- With a key from outside the database.
  sealed_password text,
  enabled boolean NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX trunks_by_name ON trunks (tenant_id, lower(name));
SELECT protect('trunks');

CREATE TABLE phone_numbers (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  number text NOT NULL,
  queue_id uuid NOT NULL,
  greeting text,
  menu jsonb NOT NULL,
  PRIMARY KEY (tenant_id, number),
  FOREIGN KEY (tenant_id, queue_id) REFERENCES queues (tenant_id, id)
);
SELECT protect('phone_numbers');

-- Every telephone that was dialled: what the caps count.
CREATE TABLE dials (
  party_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  call_id uuid NOT NULL,
  day date NOT NULL,
  dialled_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  answered_at timestamptz(3),
  ended_at timestamptz(3)
);
CREATE INDEX dials_open ON dials (tenant_id) WHERE ended_at IS NULL;
CREATE INDEX dials_of_call ON dials (tenant_id, call_id) WHERE ended_at IS NULL;
CREATE INDEX dials_by_time ON dials (tenant_id, dialled_at);
CREATE INDEX dials_by_day ON dials (tenant_id, day);
SELECT protect('dials');

-- Minutes begun today; what still runs counts with what it has run.
CREATE FUNCTION dialled_minutes(p_tenant uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(ceil(extract(epoch FROM coalesce(d.ended_at, clock_timestamp()) - d.answered_at) / 60)), 0)::bigint
  FROM dials d WHERE d.tenant_id = p_tenant AND d.day = tenant_day(p_tenant) AND d.answered_at IS NOT NULL
$$;

-- A place among the calls out, or the cap that has none left. The tenant's row is locked until COMMIT, so that all who ask come one by one.
CREATE FUNCTION reserve_dial(p_tenant uuid, p_call uuid, p_party uuid, p_settings jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_caps jsonb;
  v_minutes bigint;
BEGIN
  SELECT settings->'caps' INTO v_caps FROM call_settings WHERE tenant_id = p_tenant FOR UPDATE;
  IF v_caps IS NULL THEN
    -- Without a row there would be nothing to lock.
    INSERT INTO call_settings (tenant_id, settings) VALUES (p_tenant, p_settings) ON CONFLICT (tenant_id) DO NOTHING;
    SELECT settings->'caps' INTO v_caps FROM call_settings WHERE tenant_id = p_tenant FOR UPDATE;
  END IF;
  IF (SELECT count(*) FROM dials WHERE tenant_id = p_tenant AND ended_at IS NULL) >= (v_caps->>'concurrent')::integer THEN
    RETURN 'concurrent';
  END IF;
  IF (SELECT count(*) FROM dials WHERE tenant_id = p_tenant AND dialled_at > clock_timestamp() - interval '1 minute')
    >= (v_caps->>'perMinute')::integer THEN RETURN 'per_minute';
  END IF;
  v_minutes := dialled_minutes(p_tenant);
  IF v_minutes >= (v_caps->>'minutesPerDay')::bigint THEN RETURN 'minutes_per_day'; END IF;
  IF (v_minutes + 1) * (v_caps->>'centsPerMinute')::bigint > (v_caps->>'spendPerDay')::bigint THEN RETURN 'spend_per_day'; END IF;
  INSERT INTO dials (party_id, tenant_id, call_id, day) VALUES (p_party, p_tenant, p_call, tenant_day(p_tenant));
  RETURN NULL;
END $$;

-- Calls that the company itself begins are nobody's wait: they count as ended work alone.
ALTER TABLE contacts ADD COLUMN outbound boolean NOT NULL DEFAULT false;
ALTER FUNCTION note_figures() RENAME TO note_figures_of_waits;
CREATE FUNCTION note_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.outbound AND NEW.state = 'ended' AND NEW.started_at IS NOT NULL THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, agent_id, ended, handle_seconds)
      VALUES (NEW.tenant_id, tenant_day(NEW.tenant_id), NEW.queue_id, NEW.last_owner_id, 1, extract(epoch FROM NEW.ended_at - NEW.started_at));
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER note_figures_of_new ON contacts;
DROP TRIGGER note_figures ON contacts;
CREATE TRIGGER note_figures_of_new AFTER INSERT ON contacts FOR EACH ROW WHEN (NOT NEW.outbound)
  EXECUTE FUNCTION note_figures_of_waits();
CREATE TRIGGER note_figures AFTER UPDATE OF state ON contacts FOR EACH ROW
  WHEN (NOT NEW.outbound AND OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_figures_of_waits();
CREATE TRIGGER note_figures_of_outbound AFTER UPDATE OF state ON contacts FOR EACH ROW
  WHEN (NEW.outbound AND OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_figures();
`,
};
