import type { Figures, Report, ReportRow } from '@alongside/protocol';
import { useLanguage } from '../i18n/use-language.ts';
import '../board/board.css';

interface ReportTableProps {
  readonly report: Report;
  readonly by: 'day' | 'queue' | 'agent';
}

/** One line for each day, queue or agent, and their sum. By agent there is no "asked" and no "gave up": no agent had to do with it. */
export function ReportTable({ report, by }: ReportTableProps) {
  const { t, formats } = useLanguage();
  const most = Math.max(1, ...report.rows.map(({ figures }) => figures.answered));
  const nameOf = (row: ReportRow) =>
    row.day ? formats.date(`${row.day}T12:00:00`) : (row.queue?.name ?? row.agent?.name ?? '–');
  const columns = by === 'agent' ? PER_AGENT : ALL;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
    <section className="table-frame" aria-label={t('pages.reports')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t(`reports.by.${by}`)}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`reports.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <tr key={row.day ?? row.queue?.id ?? row.agent?.id}>
              <th scope="row" dir="auto">
                {nameOf(row)}
              </th>
              {columns.map((column) => (
                <td key={column} className="figure">
                  {column === 'answered' && (
                    <span
                      className="report-bar-fill"
                      style={{ inlineSize: `${(100 * row.figures.answered) / most}%` }}
                      aria-hidden="true"
                    />
                  )}
                  <span className="report-value">
                    <Value column={column} figures={row.figures} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('reports.total')}</th>
            {columns.map((column) => (
              <td key={column} className="figure">
                <Value column={column} figures={report.total} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

const ALL = [
  'requested',
  'answered',
  'abandoned',
  'timedOut',
  'requeued',
  'serviceLevel',
  'meanWaitSeconds',
  'longestWaitSeconds',
  'meanHandleSeconds',
  'meanScore',
] as const;
const PER_AGENT = ALL.filter((column) => !['requested', 'abandoned', 'timedOut', 'serviceLevel'].includes(column));
type Column = (typeof ALL)[number];

function Value({ column, figures }: { readonly column: Column; readonly figures: Figures }) {
  const { t, clock, formats } = useLanguage();
  const value = figures[column];
  if (value === null)
    return (
      <>
        <span aria-hidden="true">–</span>
        <span className="as-visually-hidden">{t('reports.none')}</span>
      </>
    );
  if (column === 'serviceLevel') return formats.percent(value / 100);
  if (column === 'meanScore') return `${formats.number(value)} ★`;
  if (column.endsWith('Seconds')) return clock(value);
  return formats.number(value);
}
