import type { Report } from '@alongside/protocol';
import { ChartColumn, Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { faultOf, lastDays, type Period } from './period.ts';
import { ReportTable } from './report-table.tsx';
import './reports.css';

const BY = ['day', 'queue', 'agent'] as const;
type By = (typeof BY)[number];
const SPANS = [1, 7, 30] as const;

/** Figures of the past by day, queue or agent. */
export function ReportsPage(_props: { readonly part: string | null }) {
  const { t } = useLanguage();
  const { client } = useConsole();
  const [typed, setTyped] = useState<Period | null>(null);
  const [by, setBy] = useState<By>('day');
  const fault = typed && faultOf(typed);
  const query = { ...typed, by };
  const name = fault ? null : `report-${typed ? `${typed.from}-${typed.to}` : 'latest'}-${by}`;
  const { data, code, again } = useRequest<Report>(name, () => client.call('getReport', { query }));
  // Only the server knows which day it is where the company is: somebody may read from another zone, with another clock.
  const last = useRef<Report | null>(null);
  last.current = data ?? last.current;
  const today = last.current?.today ?? '';
  const period = typed ?? { from: last.current?.from ?? '', to: last.current?.to ?? '' };
  const csv = `/v1/report.csv?${new URLSearchParams(query)}`;
  return (
    <PageFrame
      title={t('pages.reports')}
      lead={t('reports.lead')}
      actions={
        <a className="as-button dense" href={csv} download aria-disabled={fault !== null}>
          <Download size={16} aria-hidden="true" />
          {t('reports.csv')}
        </a>
      }
    >
      <div className="report-bar">
        <ToggleButtonGroup
          className="modes"
          aria-label={t('reports.by')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[by]}
          onSelectionChange={(keys) => setBy(BY.find((one) => keys.has(one)) ?? 'day')}
        >
          {BY.map((one) => (
            <ToggleButton key={one} id={one} className="mode">
              {t(`reports.by.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <div className="report-dates">
          <label>
            <span className="as-label">{t('reports.from')}</span>
            <input
              type="date"
              className="as-field"
              value={period.from}
              max={period.to || today || undefined}
              onChange={(event) => setTyped({ ...period, from: event.target.value })}
            />
          </label>
          <label>
            <span className="as-label">{t('reports.to')}</span>
            <input
              type="date"
              className="as-field"
              value={period.to}
              onChange={(event) => setTyped({ ...period, to: event.target.value })}
            />
          </label>
          {SPANS.map((days) => (
            <button
              key={days}
              type="button"
              className="as-button dense"
              disabled={today === ''}
              onClick={() => setTyped(lastDays(days, today))}
            >
              {days === 1 ? t('reports.today') : t('reports.last', { count: days })}
            </button>
          ))}
        </div>
      </div>
      {fault && (
        <p className="field-error" role="alert">
          {t(`reports.fault.${fault}`)}
        </p>
      )}
      {code && <Failed text={t('reports.failed')} code={code} retry={again} />}
      {!fault && !data && !code && <Skeleton widths={[80, 70, 75, 60]} />}
      {!fault && data && data.rows.length === 0 && (
        <Empty icon={ChartColumn} title={t('reports.empty')} text={t('reports.empty.text')} />
      )}
      {!fault && data && data.rows.length > 0 && <ReportTable report={data} by={by} />}
    </PageFrame>
  );
}
