import { visitors } from './024-visitors.ts';
import type { Migration } from './migration.ts';

const believed = `CASE WHEN g.at BETWEEN v_now - interval '1 day' AND v_now THEN g.at ELSE v_now END AS at`;

/** Events that come without a time of their own stay in the order in which they were sent, a millisecond apart. */
const inOrder = `CASE WHEN g.at BETWEEN v_now - interval '1 day' AND v_now THEN g.at
        ELSE v_now - interval '1 ms' * (count(*) OVER (PARTITION BY g.visitor_id) - row_number() OVER (PARTITION BY g.visitor_id ORDER BY g.no)) END AS at`;

const announced = 'SELECT s.visitor_id, s.first_at, gen_random_uuid()';

/** A visit is announced before what happens in it. */
const announcedFirst = `SELECT s.visitor_id, s.first_at - interval '1 ms', gen_random_uuid()`;

/** store_visitor_events as it was, but for two lines. Step 24 never changes, so neither does what is made of it here. */
export const visitorOrder: Migration = {
  version: 25,
  name: 'visitor-order',
  sql: visitors.sql
    .slice(visitors.sql.indexOf('CREATE FUNCTION store_visitor_events'))
    .replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')
    .replace(believed, inOrder)
    .replace(announced, announcedFirst),
};
