import type { Report } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { csvOf } from '../csv.ts';
import { addSums, figuresOf, noSums } from '../figures.ts';
import type { ReportQuery } from '../ports.ts';

/** What is asked for: days that are left out are the last ones where the company is. */
export type ReportRequest = Omit<ReportQuery, 'from' | 'to'> & { readonly from?: string; readonly to?: string };

const MOST_DAYS = 400;
const USUAL_DAYS = 7;
const DAY = 86_400_000;

/** Figures by day, queue or agent, and their sum. */
export function readReport(platform: Platform, actor: AgentActor, request: ReportRequest): Promise<Report> {
  return platform.store.transaction(actor.tenantId, async (tx) => {
    const today = await tx.supervision.today();
    const query = { ...request, ...periodOf(request, today) };
    const rows = await tx.supervision.sums(query);
    return {
      from: query.from,
      to: query.to,
      today,
      rows: rows.map(({ sums, ...row }) => ({ ...row, figures: figuresOf(sums) })),
      total: figuresOf(rows.reduce((total, { sums }) => addSums(total, sums), noSums)),
    };
  });
}

function periodOf(request: ReportRequest, today: string): { from: string; to: string } {
  const { to = today } = request;
  const { from = new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY).toISOString().slice(0, 10) } = request;
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  if (days < 0) throw new Refused('invalid_request', { field: '/to', message: 'The last day is before the first.' });
  if (days > MOST_DAYS)
    throw new Refused('invalid_request', { field: '/to', message: `A report covers at most ${MOST_DAYS} days.` });
  return { from, to };
}

const HEADER = [
  'day',
  'queue',
  'agent',
  'requested',
  'answered',
  'answered in time',
  'abandoned',
  'timed out',
  'waited again',
  'ended',
  'mean wait (s)',
  'longest wait (s)',
  'mean length (s)',
  'service level (%)',
  'surveys',
  'mean score',
];

/** The same as CSV, and the name of its file; no cell of it can be a formula. */
export async function readReportCsv(
  platform: Platform,
  actor: AgentActor,
  request: ReportRequest,
): Promise<{ csv: string; name: string }> {
  const { from, to, rows } = await readReport(platform, actor, request);
  await platform.store.transaction(actor.tenantId, async (tx) =>
    audit(tx, actor, { action: 'report.exported', after: { ...request, from, to } }),
  );
  const lines = rows.map(({ day, queue, agent, figures }) => [
    day,
    queue?.name ?? null,
    agent?.name ?? null,
    figures.requested,
    figures.answered,
    figures.answeredInTime,
    figures.abandoned,
    figures.timedOut,
    figures.requeued,
    figures.ended,
    figures.meanWaitSeconds,
    figures.longestWaitSeconds,
    figures.meanHandleSeconds,
    figures.serviceLevel,
    figures.surveys,
    figures.meanScore,
  ]);
  return { csv: csvOf(HEADER, lines), name: `report-${from}-${to}-by-${request.by}.csv` };
}
