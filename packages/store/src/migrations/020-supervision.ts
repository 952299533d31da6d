import type { Migration } from './migration.ts';

const counted = [
  'requested',
  'answered',
  'answered_in_time',
  'abandoned',
  'timed_out',
  'requeued',
  'ended',
  'wait_seconds',
  'handle_seconds',
  'surveys',
  'scores',
];
const columns = counted.map((name) => `${name} double precision NOT NULL DEFAULT 0`).join(',\n  ');

/** What supervisors see and do. Figures are counted as events arrive: each transition leaves a delta, a sweep folds deltas by day. */
export const supervision: Migration = {
  version: 20,
  name: 'supervision',
  sql: `
ALTER TABLE desks DROP CONSTRAINT desks_away_reason_check;
ALTER TABLE desks ADD CONSTRAINT desks_away_reason_check
  CHECK (away_reason IN ('chosen', 'missed_offer', 'connection_lost', 'signed_out', 'set_by_supervisor'));

DO $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT id FROM tenants LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    UPDATE tenants SET settings = '{"timeZone": "UTC"}' || settings WHERE id = v_tenant;
  END LOOP;
END $$;

-- A zone that this server does not know would make every count fail: it must not get in.
CREATE FUNCTION check_time_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM clock_timestamp() AT TIME ZONE coalesce(NEW.settings->>'timeZone', 'UTC');
  RETURN NEW;
END $$;
CREATE TRIGGER check_time_zone BEFORE INSERT OR UPDATE OF settings ON tenants FOR EACH ROW EXECUTE FUNCTION check_time_zone();

-- Today where this company is.
CREATE FUNCTION tenant_day(p_tenant uuid) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (clock_timestamp() AT TIME ZONE coalesce((SELECT settings->>'timeZone' FROM tenants WHERE id = p_tenant), 'UTC'))::date $$;

-- No row of these is ever contended: whoever changes a contact only adds one.
CREATE TABLE figure_deltas (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  queue_id uuid NOT NULL,
  -- The nil uuid: no agent had to do with it.
  agent_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  ${columns},
  longest_wait_seconds double precision NOT NULL DEFAULT 0
);
CREATE INDEX figure_deltas_by_tenant ON figure_deltas (tenant_id, day);
SELECT protect('figure_deltas');

CREATE TABLE figures (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  queue_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  ${columns},
  longest_wait_seconds double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day, queue_id, agent_id)
) WITH (fillfactor = 70);
SELECT protect('figures');

CREATE FUNCTION note_figures() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_day date := tenant_day(NEW.tenant_id);
  v_wait double precision := extract(epoch FROM NEW.started_at - NEW.place_at);
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, requested) VALUES (NEW.tenant_id, v_day, NEW.queue_id, 1);
  ELSIF NEW.state = 'active' AND OLD.started_at IS NULL THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, agent_id, answered, answered_in_time, wait_seconds, longest_wait_seconds)
      SELECT NEW.tenant_id, v_day, NEW.queue_id, NEW.owner_id, 1, (v_wait <= q.service_level_seconds)::integer, v_wait, v_wait
      FROM queues q WHERE q.tenant_id = NEW.tenant_id AND q.id = NEW.queue_id;
  ELSIF NEW.state = 'ended' AND NEW.started_at IS NULL THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, abandoned, timed_out) VALUES (NEW.tenant_id, v_day, NEW.queue_id,
      (NEW.end_reason <> 'ended_by_system')::integer, (NEW.end_reason = 'ended_by_system')::integer);
  ELSIF NEW.state = 'ended' THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, agent_id, ended, handle_seconds)
      VALUES (NEW.tenant_id, v_day, NEW.queue_id, NEW.last_owner_id, 1, extract(epoch FROM NEW.ended_at - NEW.started_at));
  ELSIF OLD.state = 'active' AND NEW.state = 'waiting' THEN
    INSERT INTO figure_deltas (tenant_id, day, queue_id, agent_id, requeued) VALUES (NEW.tenant_id, v_day, OLD.queue_id, OLD.owner_id, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_figures_of_new AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION note_figures();
CREATE TRIGGER note_figures AFTER UPDATE OF state ON contacts FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_figures();

-- Adds deltas to their days. What two sweeps do at once is disjoint; what dies half-way is undone whole.
CREATE FUNCTION fold_figures(p_limit integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_folded bigint;
  v_total bigint := 0;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    WITH gone AS (
      DELETE FROM figure_deltas WHERE ctid = ANY (ARRAY(SELECT ctid FROM figure_deltas WHERE tenant_id = v_tenant
        LIMIT p_limit FOR UPDATE SKIP LOCKED)) RETURNING *
    ), added AS (
      INSERT INTO figures (tenant_id, day, queue_id, agent_id, ${counted.join(', ')}, longest_wait_seconds)
      SELECT tenant_id, day, queue_id, agent_id, ${counted.map((name) => `sum(${name})`).join(', ')}, max(longest_wait_seconds)
      FROM gone GROUP BY tenant_id, day, queue_id, agent_id ORDER BY day, queue_id, agent_id
      ON CONFLICT (tenant_id, day, queue_id, agent_id) DO UPDATE SET
        ${counted.map((name) => `${name} = figures.${name} + excluded.${name}`).join(',\n        ')},
        longest_wait_seconds = greatest(figures.longest_wait_seconds, excluded.longest_wait_seconds)
    )
    SELECT count(*) INTO v_folded FROM gone;
    v_total := v_total + v_folded;
  END LOOP;
  RETURN v_total;
END $$;

-- Who of the company is there besides the owner.
CREATE TABLE attendances (
  conversation_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('monitor', 'joined')),
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (conversation_id, agent_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id),
  FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id)
);
SELECT protect('attendances');

CREATE TABLE surveys (
  tenant_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  agent_id uuid,
  score smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
  comment text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id)
);
CREATE INDEX surveys_by_time ON surveys (tenant_id, created_at, contact_id);
CREATE INDEX surveys_of_agent ON surveys (tenant_id, agent_id, created_at, contact_id) WHERE agent_id IS NOT NULL;
SELECT protect('surveys');

CREATE FUNCTION note_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_deltas (tenant_id, day, queue_id, agent_id, surveys, scores) VALUES (NEW.tenant_id, tenant_day(NEW.tenant_id),
    NEW.queue_id, coalesce(NEW.agent_id, '00000000-0000-0000-0000-000000000000'), 1, NEW.score);
  RETURN NULL;
END $$;
CREATE TRIGGER note_survey AFTER INSERT ON surveys FOR EACH ROW EXECUTE FUNCTION note_survey();
`,
};
