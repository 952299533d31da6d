import type { Invitation, Visitor, VisitorEvent } from '@alongside/protocol';

/** A visitor as JSON of the wire; `v` is the row, `u` the customer's, `$now` the time that decides. */
export const visitorColumns = `v.visitor_id AS id, v.channel_id AS "channelId",
  CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS customer,
  CASE WHEN v.page_at > clock_timestamp() - interval '30 min'
    THEN json_build_object('title', coalesce(v.page_title, ''), 'url', coalesce(v.page_url, ''), 'since', wire_time(v.page_at)) END AS page,
  v.consent, v.device, v.journey, v.variables, v.visits, v.page_views AS "pageViews", v.conversions,
  wire_time(v.first_seen_at) AS "firstSeenAt", wire_time(v.last_seen_at) AS "lastSeenAt", wire_time(v.visit_started_at) AS "visitStartedAt",
  CASE WHEN v.invited_until > clock_timestamp() THEN v.invitation END AS invitation`;

export const visitorTables = `visitors v LEFT JOIN customers u ON u.tenant_id = v.tenant_id AND u.id = v.customer_id`;

export const eventColumns = `e.id, e.type, e.visit_id AS "visitId", wire_time(e.at) AS at, e.data`;

export type VisitorRow = Visitor;
export type EventRow = VisitorEvent;
export type InvitedRow = {
  invitation: Invitation;
  channelId: string | null;
  customerId: string | null;
};
