import type { HelpReportRow } from '@alongside/domain';
import { BodyRefused, optionalText, parseBody, requiredTime } from '../body.ts';
import { type DatedRow, helpPage } from '../help-page.ts';
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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** POST /v1/reporting/getonlinehelplist: the newest 20 helps requested from startDate to before endDate. */
export const listHelps: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const body = parseBody(rawBody);
  const start = requiredTime(body, 'startDate');
  const end = requiredTime(body, 'endDate');
  if (start > end) throw new BodyRefused('startDate lies after endDate.');
  const customerNo = optionalText(body, 'customerId', 128);
  // The published pages name the filter in two ways.
  const agentId = optionalText(body, 'agentId', 128) ?? optionalText(body, 'agentUserId', 128);
  if (agentId !== undefined && !UUID.test(agentId)) return json(200, []);
  const filter = {
    ...(customerNo === undefined ? {} : { customerNo }),
    ...(agentId === undefined ? {} : { agentId }),
  };
  const page = await helpPage({ start, end }, (range, limit) =>
    ports.listHelps(tenantId, { ...range, ...filter }, limit),
  );
  return json(200, page.map(present));
};

function present({ row, requestedAt }: DatedRow): Record<string, unknown> {
  const waitedUntil = row.startedAt ?? row.endedAt;
  return {
    onlineHelpId: row.onlineHelpId,
    customerNo: row.customerNo,
    customerName: row.customerName,
    ...(row.agentId === null ? {} : { agentId: row.agentId }),
    ...(row.agentName === null ? {} : { agentName: row.agentName }),
    helpState: HELP_STATES[row.state],
    helpRequestedAt: requestedAt,
    ...(row.startedAt === null ? {} : { helpStartedAt: row.startedAt }),
    ...(row.endedAt === null ? {} : { helpEndedAt: row.endedAt }),
    ...(waitedUntil === null ? {} : { waitTime: seconds(row.requestedAt, waitedUntil) }),
    ...(row.startedAt === null || row.endedAt === null ? {} : { helpTime: seconds(row.startedAt, row.endedAt) }),
  };
}

const seconds = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / 1000));
