import type { QueueSettings, RoutingDecision } from '@alongside/protocol';
import { Split } from 'lucide-react';
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
import type { SectionProps } from '../sections.ts';
import { DecisionLine } from './decision-line.tsx';

const ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** Why contacts went where they went. The address may name a contact. */
export function DecisionsSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const { client, go } = useConsole();
  const queues = useList<QueueSettings>('queues');
  const [queueId, setQueueId] = useState('');
  const [text, setText] = useState(id ?? '');
  const contactId = ID.exec(text)?.[0]?.toLowerCase() ?? '';
  const wrong = text.trim() !== '' && contactId === '';
  const ask = useCallback(
    async (cursor: string | null) => {
      const query = {
        limit: 50,
        ...(contactId && { contactId }),
        ...(queueId && { queueId }),
        ...(cursor ? { cursor } : {}),
      };
      const { decisions, nextCursor } = await client.call('listDecisions', { query });
      return { items: decisions, nextCursor };
    },
    [client, contactId, queueId],
  );
  const pages = usePages<RoutingDecision>(ask);
  const names = new Map(queues.data?.map((queue) => [queue.id, queue.name]));
  return (
    <AdminFrame section="decisions">
      <div className="list-bar">
        <input
          type="search"
          className="as-field list-search"
          aria-label={a('decisions.contact')}
          aria-invalid={wrong || undefined}
          placeholder={a('decisions.contact')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <select
          className="as-field list-filter"
          aria-label={a('decisions.queue')}
          value={queueId}
          onChange={({ target }) => setQueueId(target.value)}
        >
          <option value="">{a('decisions.queue.all')}</option>
          {queues.data?.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </select>
        <button type="button" className="as-button dense" onClick={pages.again}>
          {a('list.refresh')}
        </button>
      </div>
      {wrong && (
        <p className="field-error" role="alert">
          {a('decisions.contact.wrong')}
        </p>
      )}
      {pages.code && <Failed text={a('load.failed')} code={pages.code} retry={pages.again} />}
      {!pages.items && !pages.code && <Skeleton widths={[80, 60, 70]} />}
      {pages.items?.length === 0 && (
        <Empty icon={Split} title={a('decisions.empty')} text={a('decisions.empty.text')} />
      )}
      {pages.items && pages.items.length > 0 && (
        <ul className="things" aria-label={a('section.decisions')}>
          {pages.items.map((decision) => (
            <DecisionLine
              key={decision.id}
              decision={decision}
              queue={names.get(decision.queueId) ?? '?'}
              onContact={
                contactId
                  ? null
                  : () => {
                      setText(decision.contactId);
                      go.openPage('admin', `decisions/${decision.contactId}`);
                    }
              }
            />
          ))}
        </ul>
      )}
      <More pages={pages} />
    </AdminFrame>
  );
}
