import type { PushTarget, VisitorFacts, Visitors } from '@alongside/domain';
import { VISITOR_MONTHS, type Visitor, type VisitorEvent, type VisitorSettings } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { cursorOf, placeOf } from './keyset.ts';
import {
  type EventRow,
  eventColumns,
  type InvitedRow,
  type VisitorRow,
  visitorColumns,
  visitorTables,
} from './visitor-rows.ts';

const one = `SELECT ${visitorColumns} FROM ${visitorTables} WHERE v.tenant_id = $1 AND v.visitor_id = $2`;

const ofCustomer = `SELECT ${visitorColumns} FROM ${visitorTables} WHERE v.tenant_id = $1 AND v.customer_id = $2
  ORDER BY v.last_seen_at DESC LIMIT 1`;

// The half hour twice: once for the index, once in the columns.
const onSite = `SELECT ${visitorColumns} FROM ${visitorTables}
  WHERE v.tenant_id = $1 AND v.page_at IS NOT NULL AND v.page_at > clock_timestamp() - interval '30 min'
    AND (v.page_at, v.visitor_id) < ($2::timestamptz, $3::uuid)
  ORDER BY v.page_at DESC, v.visitor_id DESC LIMIT $4`;

const trail = `SELECT ${eventColumns} FROM visitor_events e
  WHERE e.tenant_id = $1 AND e.visitor_id = $2 AND (e.at, e.id) < ($3::timestamptz, $4::uuid)
  ORDER BY e.at DESC, e.id DESC LIMIT $5`;

const touch = `INSERT INTO visitors AS v (tenant_id, visitor_id, channel_id, consent, push_token, platform)
  VALUES ($1, $2, $3, coalesce($4, 'unknown'), $6, $7)
  ON CONFLICT (tenant_id, visitor_id) DO UPDATE SET channel_id = coalesce($3, v.channel_id), consent = coalesce($4, v.consent),
    push_token = CASE WHEN $5 THEN $6 ELSE v.push_token END, platform = coalesce($7, v.platform),
    last_seen_at = clock_timestamp(), seen_on = (clock_timestamp() AT TIME ZONE 'UTC')::date
  RETURNING v.consent`;

const describe = `UPDATE visitors SET device = device || coalesce($3::jsonb, '{}'), journey = coalesce($4::jsonb, journey), variables = coalesce($5::jsonb, variables)
  WHERE tenant_id = $1 AND visitor_id = $2`;

const forget = `UPDATE visitors SET device = '{}', journey = '{}', variables = '[]', visit_id = NULL, visit_started_at = NULL, viewed_at = NULL,
    page_at = NULL, page_title = NULL, page_url = NULL, visits = 0, page_views = 0, conversions = 0, invitation = NULL, invited_until = NULL
  WHERE tenant_id = $1 AND visitor_id = $2`;

const identify = `INSERT INTO visitors AS v (tenant_id, visitor_id, customer_id, channel_id) VALUES ($1, $2, $3, $4)
  ON CONFLICT (tenant_id, visitor_id) DO UPDATE SET customer_id = excluded.customer_id, channel_id = coalesce(excluded.channel_id, v.channel_id)`;

const invite = `UPDATE visitors SET invited_until = clock_timestamp() + interval '30 min',
    invitation = jsonb_build_object('id', $3::text, 'text', $4::text, 'agentName', $5::text, 'at', wire_time(clock_timestamp()))
  WHERE tenant_id = $1 AND visitor_id = $2 AND page_at > clock_timestamp() - interval '30 min'
  RETURNING invitation, channel_id AS "channelId", customer_id AS "customerId"`;

const pushTargets = `SELECT visitor_id AS "visitorId", channel_id AS "channelId", push_token AS "pushToken", platform FROM visitors
  WHERE tenant_id = $1 AND customer_id = $2 AND push_token IS NOT NULL ORDER BY last_seen_at DESC LIMIT 20`;

const removeEvents = 'DELETE FROM visitor_events WHERE tenant_id = $1 AND visitor_id = $2';
const remove = 'DELETE FROM visitors WHERE tenant_id = $1 AND visitor_id = $2 RETURNING visitor_id';

const DEFAULTS: VisitorSettings = { tracking: 'consent', keepMonths: VISITOR_MONTHS.default };

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export function createVisitors(scope: TransactionScope): Visitors {
  const { tenantId } = scope;
  const settings = async () =>
    (await scope.one<VisitorSettings>(
      'SELECT tracking, keep_months AS "keepMonths" FROM visitor_settings WHERE tenant_id = $1',
      [tenantId],
    )) ?? DEFAULTS;

  async function remember(visitorId: string, facts: VisitorFacts): Promise<void> {
    const { channelId, pushToken, device, journey, variables } = facts;
    const touched = await scope.one<{ consent: string }>(touch, [
      tenantId,
      visitorId,
      channelId ?? null,
      facts.consent ?? null,
      pushToken !== undefined,
      pushToken ?? null,
      device?.os?.toLowerCase() ?? null,
    ]);
    if (facts.consent === 'denied') {
      await scope.query(forget, [tenantId, visitorId]);
      await scope.query(removeEvents, [tenantId, visitorId]);
    }
    if (touched?.consent === 'denied') return;
    const { tracking } = await settings();
    if (tracking === 'off' || (tracking === 'consent' && touched?.consent !== 'granted')) return;
    // A page in the middle of the site knows nothing of where they came from.
    const came = journey && Object.keys(journey).length > 0 ? journey : undefined;
    await scope.query(describe, [tenantId, visitorId, json(device), json(came), json(variables)]);
  }

  return {
    settings,
    async saveSettings({ tracking, keepMonths }) {
      await scope.query(
        `INSERT INTO visitor_settings (tenant_id, tracking, keep_months) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET tracking = excluded.tracking, keep_months = excluded.keep_months`,
        [tenantId, tracking, keepMonths],
      );
    },
    remember,
    async identify(visitorId, customerId, channelId) {
      await scope.query(identify, [tenantId, visitorId, customerId, channelId]);
    },
    get: (visitorId) => scope.one<VisitorRow>(one, [tenantId, visitorId]),
    async onSite({ cursor, limit }) {
      const rows = await scope.query<Visitor>(onSite, [tenantId, ...placeOf(cursor), limit + 1]);
      const visitors = rows.slice(0, limit);
      const last = visitors.at(-1);
      return { visitors, nextCursor: rows.length > limit && last?.page ? cursorOf(last.page.since, last.id) : null };
    },
    ofCustomer: (customerId) => scope.one<VisitorRow>(ofCustomer, [tenantId, customerId]),
    pushTargets: (customerId) => scope.query<PushTarget>(pushTargets, [tenantId, customerId]),
    async trail(visitorId, { cursor, limit }) {
      const rows = await scope.query<EventRow>(trail, [tenantId, visitorId, ...placeOf(cursor), limit + 1]);
      const events: VisitorEvent[] = rows.slice(0, limit);
      const last = events.at(-1);
      return { events, nextCursor: rows.length > limit && last ? cursorOf(last.at, last.id) : null };
    },
    invite: (visitorId, { id, text, agentName }) =>
      scope.one<InvitedRow>(invite, [tenantId, visitorId, id, text, agentName]),
    async erase(visitorId) {
      // The row first: its lock keeps a batch from writing behind us.
      const known = await scope.one(remove, [tenantId, visitorId]);
      await scope.query(removeEvents, [tenantId, visitorId]);
      return known !== null;
    },
  };
}
