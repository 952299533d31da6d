import type { Migration } from './migration.ts';

/** A pause that is over is over, also for a request that is one too many again; and only more than `p_refused` refusals lead to one, not as many. */
export const phoneLinkPause: Migration = {
  version: 61,
  name: 'phone-link-pause',
  sql: `
-- pass, too_many or paused, and the seconds until it is worth asking again. p_ahead: seconds by which the clock is ahead, for tests of long times.
CREATE OR REPLACE FUNCTION count_phone_request(p_tenant uuid, p_digest bytea, p_second integer, p_hour integer, p_refused integer,
  p_pause double precision, p_ahead double precision) RETURNS TABLE (verdict text, wait double precision) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp() + make_interval(secs => p_ahead);
  v phone_link_requests%ROWTYPE;
  v_wait double precision;
BEGIN
  INSERT INTO phone_link_requests AS r (tenant_id, digest, hour_at, in_hour, second_at, in_second)
    VALUES (p_tenant, p_digest, v_now, 0, v_now, 0) ON CONFLICT (tenant_id, digest) DO NOTHING;
  SELECT * INTO v FROM phone_link_requests r WHERE r.tenant_id = p_tenant AND r.digest = p_digest FOR UPDATE;
  -- Whoever waited for the lock asks at the time that it is now.
  v_now := clock_timestamp() + make_interval(secs => p_ahead);
  IF v.paused_until > v_now THEN
    RETURN QUERY SELECT 'paused', extract(epoch FROM v.paused_until - v_now)::double precision;
    RETURN;
  END IF;
  v.paused_until := NULL;
  IF v_now >= v.hour_at + interval '1 hour' THEN v.hour_at := v_now; v.in_hour := 0; END IF;
  IF v_now >= v.second_at + interval '1 second' THEN v.second_at := v_now; v.in_second := 0; END IF;
  v_wait := CASE WHEN v.in_hour >= p_hour THEN extract(epoch FROM v.hour_at + interval '1 hour' - v_now)
    WHEN v.in_second >= p_second THEN extract(epoch FROM v.second_at + interval '1 second' - v_now) END;
  IF v_wait IS NULL THEN
    v.in_hour := v.in_hour + 1;
    v.in_second := v.in_second + 1;
    v.refused_in_a_row := 0;
  ELSIF v.refused_in_a_row > p_refused THEN
    v.paused_until := v_now + make_interval(secs => p_pause);
    v.refused_in_a_row := 0;
    v_wait := p_pause;
  ELSE
    v.refused_in_a_row := v.refused_in_a_row + 1;
  END IF;
  UPDATE phone_link_requests r SET hour_at = v.hour_at, in_hour = v.in_hour, second_at = v.second_at, in_second = v.in_second,
    refused_in_a_row = v.refused_in_a_row, paused_until = v.paused_until WHERE r.tenant_id = p_tenant AND r.digest = p_digest;
  RETURN QUERY SELECT CASE WHEN v_wait IS NULL THEN 'pass' WHEN v.paused_until IS NOT NULL THEN 'paused' ELSE 'too_many' END, coalesce(v_wait, 0);
END $$;
`,
};
