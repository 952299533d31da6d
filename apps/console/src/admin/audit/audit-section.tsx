import type { AgentSettings, AuditRecord } from '@alongside/protocol';
import { ScrollText } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { More } from '../kit/more.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useList } from '../kit/use-lists.ts';
import { byName } from '../people/person-model.ts';
import type { SectionProps } from '../sections.ts';
import { ACTIONS } from './actions.ts';
import { AuditLine } from './audit-line.tsx';
import { type AuditAction, dayBegin, dayEnd } from './audit-model.ts';
import { Chain } from './chain.tsx';

interface Filter {
  readonly action: AuditAction | '';
  readonly actorId: string;
  readonly from: string;
  readonly to: string;
}
const ALL: Filter = { action: '', actorId: '', from: '', to: '' };

/** Who did what, when and from where. */
export function AuditSection(_props: SectionProps) {
  const { a, t } = useAdmin();
  const { client } = useConsole();
  const people = useList<AgentSettings>('people');
  const [filter, setFilter] = useState(ALL);
  const { action, actorId, from, to } = filter;
  const set = (patch: Partial<Filter>) => setFilter({ ...filter, ...patch });
  const ask = useCallback(
    async (cursor: string | null) => {
      const { records, nextCursor } = await client.call('listAudit', {
        query: {
          limit: 50,
          ...(action && { action }),
          ...(actorId && { actorId }),
          ...(from && { from: dayBegin(from) }),
          ...(to && { to: dayEnd(to) }),
          ...(cursor ? { cursor } : {}),
        },
      });
      return { items: records, nextCursor };
    },
    [client, action, actorId, from, to],
  );
  const pages = usePages<AuditRecord>(ask);
  return (
    <AdminFrame section="audit">
      <Chain />
      <div className="list-bar filters">
        <label>
          <span className="as-label">{a('audit.action')}</span>
          <select
            className="as-field list-filter"
            value={action}
            onChange={({ target }) => set({ action: target.value as AuditAction | '' })}
          >
            <option value="">{a('audit.action.all')}</option>
            {ACTIONS.map((one) => (
              <option key={one} value={one}>
                {a(`action.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="as-label">{a('audit.actor')}</span>
          <select
            className="as-field list-filter"
            value={actorId}
            onChange={({ target }) => set({ actorId: target.value })}
          >
            <option value="">{a('audit.actor.all')}</option>
            {byName(people.data ?? [], t.locale).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="as-label">{t('reports.from')}</span>
          <input
            type="date"
            className="as-field"
            value={from}
            max={to || undefined}
            onChange={({ target }) => set({ from: target.value })}
          />
        </label>
        <label>
          <span className="as-label">{t('reports.to')}</span>
          <input
            type="date"
            className="as-field"
            value={to}
            min={from || undefined}
            onChange={({ target }) => set({ to: target.value })}
          />
        </label>
        {filter !== ALL && (
          <button type="button" className="as-button dense" onClick={() => setFilter(ALL)}>
            {a('audit.clear')}
          </button>
        )}
      </div>
      {pages.code && <Failed text={a('load.failed')} code={pages.code} retry={pages.again} />}
      {!pages.items && !pages.code && <Skeleton widths={[80, 60, 70]} />}
      {pages.items?.length === 0 && <Empty icon={ScrollText} title={a('audit.empty')} text={a('audit.empty.text')} />}
      {pages.items && pages.items.length > 0 && (
        <ol className="things" aria-label={a('section.audit')}>
          {pages.items.map((record) => (
            <AuditLine key={record.seq} record={record} />
          ))}
        </ol>
      )}
      <More pages={pages} />
    </AdminFrame>
  );
}
