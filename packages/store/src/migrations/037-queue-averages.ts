import type { Migration } from './migration.ts';

const summed = [
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
const added = summed.map((name) => `${name} = figures.${name} + excluded.${name}`).join(',\n        ');
/** How much one more contact moves a running average. */
const weight = 0.05;
const left = (count: string) => `power(1 - ${weight}, ${count})`;
/** So many more of this mean, one after the other. None: as it was. */
const handle = `CASE WHEN d.ends > 0 THEN d.handled / d.ends + coalesce(q.average_handle_seconds - d.handled / d.ends, 0) * ${left('d.ends')}
  ELSE q.average_handle_seconds END`;
/** The same, and ringing that no start followed adds to what there is. */
const ring = `CASE WHEN d.starts > 0 THEN d.rang / d.starts + coalesce(q.average_ring_seconds - d.rang / d.starts, 0) * ${left('d.starts')}
  ELSE q.average_ring_seconds + ${weight} * d.rang END`;

/**
 * A queue's running averages are folded like the figures: whoever starts or ends a contact only adds a row, so that starts and ends in one queue no
 * longer wait for each other. How long contacts ring is averaged too, by start, with the ringing that came to nothing.
 */
export const queueAverages: Migration = {
  version: 37,
  name: 'queue averages',
  sql: `
ALTER TABLE queues ADD COLUMN average_ring_seconds double precision, DROP COLUMN started_contacts, DROP COLUMN last_started_at;

-- Of one transition each: whether it was a start, and how long the ringing lasted that it ended.
ALTER TABLE figure_deltas ADD COLUMN starts double precision NOT NULL DEFAULT 0, ADD COLUMN ring_seconds double precision NOT NULL DEFAULT 0;

CREATE FUNCTION note_ringing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_deltas (tenant_id, day, queue_id, starts, ring_seconds) VALUES (NEW.tenant_id, tenant_day(NEW.tenant_id), OLD.queue_id,
    (NEW.state = 'active')::integer, greatest(0, extract(epoch FROM clock_timestamp() - OLD.offered_at)));
  RETURN NULL;
END $$;
CREATE TRIGGER note_ringing AFTER UPDATE OF state ON contacts FOR EACH ROW
  WHEN (OLD.state = 'offered' AND NEW.state <> 'offered') EXECUTE FUNCTION note_ringing();

CREATE OR REPLACE FUNCTION fold_figures(p_limit integer) RETURNS bigint LANGUAGE plpgsql AS $$
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
    ), averaged AS (
      UPDATE queues q SET
        average_handle_seconds = ${handle},
        average_ring_seconds = ${ring}
      FROM (SELECT queue_id, sum(ended) AS ends, sum(handle_seconds) AS handled, sum(starts) AS starts, sum(ring_seconds) AS rang
        FROM gone GROUP BY queue_id) d
      WHERE q.tenant_id = v_tenant AND q.id = d.queue_id AND (d.ends > 0 OR d.rang > 0)
    ), added AS (
      INSERT INTO figures (tenant_id, day, queue_id, agent_id, ${summed.join(', ')}, longest_wait_seconds)
      SELECT tenant_id, day, queue_id, agent_id, ${summed.map((name) => `sum(${name})`).join(', ')}, max(longest_wait_seconds)
      FROM gone GROUP BY tenant_id, day, queue_id, agent_id ORDER BY day, queue_id, agent_id
      ON CONFLICT (tenant_id, day, queue_id, agent_id) DO UPDATE SET
        ${added},
        longest_wait_seconds = greatest(figures.longest_wait_seconds, excluded.longest_wait_seconds)
    )
    SELECT count(*) INTO v_folded FROM gone;
    v_total := v_total + v_folded;
  END LOOP;
  RETURN v_total;
END $$;
`,
};
