import type { Migration } from './migration.ts';

/**
 * Devices that were seen, and what they did. Events lie in one table per month, so that a month that nobody keeps any more goes in one step. Those
 * tables are reached through `visitor_events` alone: the server's role is granted nothing on them, and each has its own wall besides.
 */
export const visitors: Migration = {
  version: 24,
  name: 'visitors',
  sql: `
CREATE TABLE visitor_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
  tracking text NOT NULL CHECK (tracking IN ('off', 'consent', 'on')),
  keep_months integer NOT NULL CHECK (keep_months BETWEEN 0 AND 24)
);
SELECT protect('visitor_settings');

CREATE TABLE visitors (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  -- Made by the app; a claim, never a proof.
  visitor_id uuid NOT NULL,
  channel_id text,
  -- Whose device it is, as a connection has shown.
  customer_id uuid,
  consent text NOT NULL DEFAULT 'unknown' CHECK (consent IN ('unknown', 'granted', 'denied')),
  push_token text,
  -- Which push service the token is for: ios, android, web.
  platform text,
  device jsonb NOT NULL DEFAULT '{}',
  journey jsonb NOT NULL DEFAULT '{}',
  variables jsonb NOT NULL DEFAULT '[]',
  first_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- For removal: an index on the time itself would be written with every event.
  seen_on date NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC')::date,
  visit_id uuid,
  visit_started_at timestamptz(3),
  -- The last page view: half an hour later the visit is over.
  viewed_at timestamptz(3),
  -- Set while a page is open.
  page_at timestamptz(3),
  page_title text,
  page_url text,
  visits integer NOT NULL DEFAULT 0,
  page_views integer NOT NULL DEFAULT 0,
  conversions integer NOT NULL DEFAULT 0,
  invitation jsonb,
  invited_until timestamptz(3),
  PRIMARY KEY (tenant_id, visitor_id)
) WITH (fillfactor = 70);
CREATE INDEX visitors_on_site ON visitors (tenant_id, page_at DESC, visitor_id DESC) WHERE page_at IS NOT NULL;
CREATE INDEX visitors_of_customer ON visitors (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX visitors_by_day ON visitors (tenant_id, seen_on);
SELECT protect('visitors');

CREATE TABLE visitor_events (
  tenant_id uuid NOT NULL,
  visitor_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  id uuid NOT NULL,
  visit_id uuid NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  -- The trail of one visitor, and at the same time what makes a repeated event the same one.
  PRIMARY KEY (tenant_id, visitor_id, at, id)
) PARTITION BY RANGE (at);
SELECT protect('visitor_events');

-- One month. Made beside the table and then attached: nobody who writes events has to wait.
CREATE FUNCTION make_visitor_month(p_month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_name text := 'visitor_events_' || to_char(p_month, 'YYYYMM');
BEGIN
  IF to_regclass(quote_ident(v_name)) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE visitor_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name);
  PERFORM protect(quote_ident(v_name)::regclass);
  EXECUTE format('ALTER TABLE visitor_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_name,
    p_month::timestamp AT TIME ZONE 'UTC', (p_month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  RETURN true;
END $$;

CREATE FUNCTION visitor_month(p_back integer) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') - make_interval(months => p_back))::date
$$;

-- The server's role may not change the schema: these two do what it may ask for, and nothing else.
CREATE FUNCTION make_visitor_months() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  v_made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(7305124);
  FOR v_back IN -2 .. 1 LOOP
    IF make_visitor_month(visitor_month(v_back)) THEN v_made := v_made + 1; END IF;
  END LOOP;
  RETURN v_made;
END $$;

-- Months that end before this one and that nobody keeps. Waits two seconds for those who read, then gives up until the next time.
CREATE FUNCTION drop_visitor_months(p_before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  v_table regclass;
  v_gone integer := 0;
BEGIN
  SET LOCAL lock_timeout = '2s';
  PERFORM pg_advisory_xact_lock(7305124);
  FOR v_table IN SELECT c.oid::regclass FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'visitor_events'::regclass AND c.relname ~ '^visitor_events_[0-9]{6}$'
      AND right(c.relname, 6) < to_char(least(p_before, visitor_month(0)), 'YYYYMM')
    ORDER BY c.relname
  LOOP
    EXECUTE format('ALTER TABLE visitor_events DETACH PARTITION %s', v_table);
    EXECUTE format('DROP TABLE %s', v_table);
    v_gone := v_gone + 1;
  END LOOP;
  RETURN v_gone;
END $$;

DO $$
DECLARE
  v_name text;
BEGIN
  FOREACH v_name IN ARRAY ARRAY['make_visitor_months()', 'drop_visitor_months(date)'] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', v_name, current_schema());
  END LOOP;
END $$;
SELECT make_visitor_months();

-- The month before which a tenant keeps nothing.
CREATE FUNCTION visitor_keep_from() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT visitor_month(coalesce((SELECT keep_months FROM visitor_settings WHERE tenant_id = (SELECT current_tenant())), 3))
$$;

-- Whole months first; then what single tenants do not keep, a few thousand rows per tenant and call. Who declined is remembered for two years.
CREATE FUNCTION keep_visitor_months() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_tenant uuid;
  v_from date;
  v_longest date := visitor_month(0);
  v_oldest text;
  v_gone bigint;
  v_total bigint := make_visitor_months();
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    v_longest := least(v_longest, visitor_keep_from());
  END LOOP;
  BEGIN
    v_total := v_total + drop_visitor_months(v_longest);
  EXCEPTION WHEN lock_not_available THEN
    NULL; -- Somebody reads for long: the month goes next time.
  END;
  SELECT min(right(c.relname, 6)) INTO v_oldest FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'visitor_events'::regclass;
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    v_from := visitor_keep_from();
    IF v_oldest < to_char(v_from, 'YYYYMM') THEN
      DELETE FROM visitor_events e USING (
        SELECT g.visitor_id, g.at, g.id FROM visitor_events g
        WHERE g.tenant_id = v_tenant AND g.at < v_from::timestamp AT TIME ZONE 'UTC' LIMIT 5000) old
      WHERE e.tenant_id = v_tenant AND e.at < v_from::timestamp AT TIME ZONE 'UTC'
        AND e.visitor_id = old.visitor_id AND e.at = old.at AND e.id = old.id;
      GET DIAGNOSTICS v_gone = ROW_COUNT;
      v_total := v_total + v_gone;
    END IF;
    DELETE FROM visitors WHERE ctid = ANY (ARRAY(SELECT ctid FROM visitors WHERE tenant_id = v_tenant
      AND seen_on < v_from AND (consent <> 'denied' OR seen_on < visitor_month(24)) LIMIT 5000 FOR UPDATE SKIP LOCKED))
      AND tenant_id = v_tenant;
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    v_total := v_total + v_gone;
  END LOOP;
  RETURN v_total;
END $$;

-- A batch of one tenant. The arrays run in parallel. Under each visitor's lock it is seen whether they may be followed; an event without a visit goes
-- into the running one, or half an hour after the last page view into a new one, which is announced first. Yields every visitor of the batch.
CREATE FUNCTION store_visitor_events(p_visitors uuid[], p_ids uuid[], p_types text[], p_visits uuid[], p_at timestamptz[], p_data jsonb[])
RETURNS TABLE (visitor uuid, kept boolean, invited jsonb) LANGUAGE plpgsql
-- Nobody knows beforehand how long the arrays are: a loop within a loop would be taken for cheap.
SET enable_nestloop = off AS $$
DECLARE
  v_tenant uuid := current_tenant();
  v_now timestamptz(3) := clock_timestamp();
  v_tracking text := coalesce((SELECT s.tracking FROM visitor_settings s WHERE s.tenant_id = current_tenant()), 'consent');
BEGIN
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT g.visitor_id, g.id, g.type, g.visit_id, g.data, g.no,
      CASE WHEN g.at BETWEEN v_now - interval '1 day' AND v_now THEN g.at ELSE v_now END AS at
    FROM unnest(p_visitors, p_ids, p_types, p_visits, p_at, p_data) WITH ORDINALITY AS g (visitor_id, id, type, visit_id, at, data, no)
  ), locked AS MATERIALIZED (
    SELECT v.visitor_id, v.consent, v.visit_id, greatest(v.viewed_at, v.visit_started_at) AS viewed_at,
      CASE WHEN v.invited_until > v_now THEN v.invitation END AS invitation FROM visitors v
    WHERE v.tenant_id = v_tenant AND v.visitor_id = ANY (p_visitors) ORDER BY v.visitor_id FOR NO KEY UPDATE
  ), seen AS MATERIALIZED (
    SELECT g.visitor_id, g.first_at, g.own_visit, l.invitation,
      coalesce(v_tracking <> 'off' AND (l.consent = 'granted' OR (v_tracking = 'on' AND l.consent IS DISTINCT FROM 'denied')), false) AS allowed,
      o.visit_id IS NULL AS fresh, coalesce(o.visit_id, gen_random_uuid()) AS visit_id
    FROM (SELECT n.visitor_id, min(n.at) FILTER (WHERE n.id IS NOT NULL) AS first_at, bool_and(n.visit_id IS NOT NULL) AS own_visit
      FROM given n GROUP BY n.visitor_id) g
    LEFT JOIN locked l ON l.visitor_id = g.visitor_id
    CROSS JOIN LATERAL (SELECT CASE WHEN l.viewed_at >= g.first_at - interval '30 min' THEN l.visit_id END AS visit_id) o
  ), stored AS (
    INSERT INTO visitor_events (tenant_id, visitor_id, at, id, visit_id, type, data)
    SELECT v_tenant, x.visitor_id, x.at, x.id, x.visit_id, x.type, x.data FROM (
      SELECT g.visitor_id, g.at, g.id, coalesce(g.visit_id, s.visit_id) AS visit_id, g.type, g.data, g.no
        FROM given g JOIN seen s ON s.visitor_id = g.visitor_id WHERE s.allowed AND g.id IS NOT NULL
      UNION ALL SELECT s.visitor_id, s.first_at, gen_random_uuid(), s.visit_id, 'visit', '{}', 0
        FROM seen s WHERE s.allowed AND s.fresh AND NOT s.own_visit AND s.first_at IS NOT NULL) x
    ON CONFLICT DO NOTHING
    RETURNING visitor_id, at, id, visit_id, type, data
  ), sums AS (
    SELECT e.visitor_id, max(e.at) AS last_at,
      count(*) FILTER (WHERE e.type = 'visit') AS visits,
      count(*) FILTER (WHERE e.type = 'page_view') AS views,
      count(*) FILTER (WHERE e.type = 'conversion') AS conversions,
      max(e.at) FILTER (WHERE e.type = 'page_view') AS viewed_at,
      -- In the order of sending where the clock cannot tell: leaving one page and opening the next are often of one moment.
      (array_agg(e.type ORDER BY e.at DESC, g.no DESC NULLS LAST) FILTER (WHERE e.type IN ('page_view', 'page_left')))[1] AS page_type,
      (array_agg(e.at ORDER BY e.at DESC, g.no DESC NULLS LAST) FILTER (WHERE e.type IN ('page_view', 'page_left')))[1] AS page_at,
      (array_agg(e.data ORDER BY e.at DESC, g.no DESC NULLS LAST) FILTER (WHERE e.type IN ('page_view', 'page_left')))[1] AS page,
      (array_agg(e.visit_id ORDER BY e.at DESC, g.no DESC NULLS LAST))[1] AS visit_id,
      min(e.at) FILTER (WHERE e.type = 'visit') AS visit_at,
      array_agg(e.data->>'actionId') FILTER (WHERE e.type LIKE 'proactive%') AS actions
    FROM stored e LEFT JOIN given g ON g.id = e.id AND g.visitor_id = e.visitor_id AND g.at = e.at GROUP BY e.visitor_id
  ), moved AS (
    INSERT INTO visitors AS v (tenant_id, visitor_id, first_seen_at, last_seen_at, visit_id, visit_started_at, viewed_at, page_at, page_title, page_url,
      visits, page_views, conversions)
    SELECT v_tenant, m.visitor_id, m.last_at, m.last_at, m.visit_id, coalesce(m.visit_at, m.last_at), m.viewed_at,
      CASE WHEN m.page_type = 'page_view' THEN m.page_at END,
      CASE WHEN m.page_type IS NOT NULL THEN coalesce(m.page->>'title', '') END, CASE WHEN m.page_type IS NOT NULL THEN coalesce(m.page->>'url', '') END,
      m.visits, m.views, m.conversions
    FROM sums m ORDER BY m.visitor_id
    ON CONFLICT (tenant_id, visitor_id) DO UPDATE SET
      last_seen_at = greatest(v.last_seen_at, excluded.last_seen_at),
      seen_on = (v_now AT TIME ZONE 'UTC')::date,
      visit_id = excluded.visit_id,
      visit_started_at = CASE WHEN v.visit_id IS NOT DISTINCT FROM excluded.visit_id THEN v.visit_started_at ELSE excluded.visit_started_at END,
      viewed_at = coalesce(greatest(v.viewed_at, excluded.viewed_at), v.viewed_at),
      -- What arrives late does not close or replace a newer page.
      page_at = CASE WHEN excluded.page_title IS NULL OR excluded.last_seen_at < v.page_at THEN v.page_at ELSE excluded.page_at END,
      page_title = CASE WHEN excluded.page_title IS NULL OR excluded.last_seen_at < v.page_at THEN v.page_title ELSE excluded.page_title END,
      page_url = CASE WHEN excluded.page_url IS NULL OR excluded.last_seen_at < v.page_at THEN v.page_url ELSE excluded.page_url END,
      visits = v.visits + excluded.visits,
      page_views = v.page_views + excluded.page_views,
      conversions = v.conversions + excluded.conversions,
      invitation = CASE WHEN v.invitation IS NULL OR v.invitation->>'id' = ANY (SELECT unnest(m.actions) FROM sums m WHERE m.visitor_id = v.visitor_id)
        THEN NULL ELSE v.invitation END
    RETURNING v.visitor_id, CASE WHEN v.invited_until > v_now THEN v.invitation END AS invitation
  )
  SELECT s.visitor_id, s.allowed, CASE WHEN m.visitor_id IS NULL THEN s.invitation ELSE m.invitation END
  FROM seen s LEFT JOIN moved m ON m.visitor_id = s.visitor_id;
END $$;
`,
};
