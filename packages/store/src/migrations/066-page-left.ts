import { visitorOrder } from './025-visitor-order.ts';
import type { Migration } from './migration.ts';

const late = 'excluded.last_seen_at < v.page_at';

/** Leaving one page says nothing about another: an older tab that is closed does not take its visitor off the site. */
const lateOrAnother = `${late} OR (excluded.page_at IS NULL AND excluded.page_url <> '' AND excluded.page_url <> v.page_url)`;

/** store_visitor_events as step 25 made it, but for when a page is left. */
export const pageLeft: Migration = {
  version: 66,
  name: 'page-left',
  sql: visitorOrder.sql.replaceAll(late, lateOrAnother),
};
