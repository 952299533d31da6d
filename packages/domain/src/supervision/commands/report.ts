import type { Report } from '@alongside/protocol';
import { audit } from '../../audit/audit.ts';
import type { AgentActor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Refused } from '../../kernel/refused.ts';
import { csvOf } from '../csv.ts';
import { addSums, figuresOf, noSums } from '../figures.ts';
import type { ReportQuery } from '../ports.ts';

const MOST_DAYS = 400;
const DAY = 86_400_000;

/** Figures by day, queue or agent, and their sum. */
export async function readReport(platform: Platform, actor: AgentActor, query: ReportQuery): Promise<Report> {
  const days = (Date.parse(query.to) - Date.parse(query.from)) / DAY;
  if (days < 0) throw new Refused('invalid_request', { field: '/to', message: 'The last day is before the first.' });
  if (days > MOST_DAYS)
    throw new Refused('invalid_request', { field: '/to', message: `A report covers at most ${MOST_DAYS} days.` });
  const rows = await platform.store.transaction(actor.tenantId, (tx) => tx.supervision.sums(query));
  return {
    rows: rows.map(({ sums, ...row }) => ({ ...row, figures: figuresOf(sums) })),
    total: figuresOf(rows.reduce((total, { sums }) => addSums(total, sums), noSums)),
  };
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

/** The same as CSV; no cell of it can be a formula. */
export async function readReportCsv(platform: Platform, actor: AgentActor, query: ReportQuery): Promise<string> {
  const { rows } = await readReport(platform, actor, query);
  await platform.store.transaction(actor.tenantId, async (tx) =>
    audit(tx, actor, { action: 'report.exported', after: { ...query } }),
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
  return csvOf(HEADER, lines);
}
