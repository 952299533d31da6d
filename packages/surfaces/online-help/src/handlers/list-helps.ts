import type { HelpReportRow } from '@alongside/domain';
import { optionalText, parseBody, requiredRange } from '../body.ts';
import { type DatedRow, helpPage } from '../help-page.ts';
import { conversationLink } from '../links.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

const HELP_STATES: Record<HelpReportRow['state'], string> = {
  requested: 'onlinehelp_requested',
  cancelled_by_customer: 'onlinehelp_cancelled_by_customer',
  started: 'onlinehelp_started',
  ended_by_customer: 'onlinehelp_ended_by_customer',
  ended_by_agent: 'onlinehelp_ended_by_agent',
  customer_gone: 'onlinehelp_ended_customer_kill_app',
};

/** POST /v1/reporting/getonlinehelplist: the newest 20 helps requested from startDate to before endDate. */
export const listHelps: SignedHandler = async (ports, { tenantId, origin }, rawBody) => {
  const body = parseBody(rawBody);
  const range = requiredRange(body);
  const customerNo = optionalText(body, 'customerId', 128);
  // The published pages name the filter in two ways.
  const staffId = optionalText(body, 'agentId', 128) ?? optionalText(body, 'agentUserId', 128);
  const staff = staffId === undefined ? undefined : await ports.staff(tenantId, staffId);
  if (staff === null) return json(200, []);
  const filter = {
    ...(customerNo === undefined ? {} : { customerNo }),
    ...(staff === undefined ? {} : { agentId: staff.id }),
  };
  const page = await helpPage(range, (within, limit) => ports.listHelps(tenantId, { ...within, ...filter }, limit));
  return json(
    200,
    page.map((row) => present(row, origin)),
  );
};

function present({ row, requestedAt }: DatedRow<HelpReportRow>, origin: string | null): Record<string, unknown> {
  const waitedUntil = row.startedAt ?? row.endedAt;
  const link = conversationLink(origin, { contactId: row.onlineHelpId, conversationId: row.conversationId });
  return {
    onlineHelpId: row.onlineHelpId,
    customerNo: row.customerNo,
    customerName: row.customerName,
    ...(row.agentId === null ? {} : { agentId: row.staffNumber ?? row.agentId }),
    ...(row.agentName === null ? {} : { agentName: row.agentName }),
    helpState: HELP_STATES[row.state],
    helpRequestedAt: requestedAt,
    ...(row.startedAt === null ? {} : { helpStartedAt: row.startedAt }),
    ...(row.endedAt === null ? {} : { helpEndedAt: row.endedAt }),
    ...(waitedUntil === null ? {} : { waitTime: seconds(row.requestedAt, waitedUntil) }),
    ...(row.startedAt === null || row.endedAt === null ? {} : { helpTime: seconds(row.startedAt, row.endedAt) }),
    ...(link === null ? {} : { conversationDetailLink: link }),
  };
}

const seconds = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / 1000));
