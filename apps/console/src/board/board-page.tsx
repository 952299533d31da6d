import { LayoutDashboard } from 'lucide-react';
import { useEffect } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AgentTable } from './agent-table.tsx';
import { QueueTable } from './queue-table.tsx';
import './board.css';

/** Queues and agents at a glance, fresh while it is looked at. */
export function BoardPage(_props: { readonly part: string | null }) {
  const { t, formats } = useLanguage();
  const { client } = useConsole();
  const pushed = useObservable(client.board);
  // The socket may be away; the first picture need not wait for it.
  const first = useRequest('board', () => client.call('getBoard'));
  useEffect(() => client.watchBoard(), [client]);
  const board = pushed ?? first.data;
  const { state: connection } = useObservable(client.connection);
  const stale = board !== null && connection !== 'configured';
  return (
    <PageFrame
      title={t('pages.board')}
      lead={
        board &&
        (stale ? t('board.stale', { time: formats.time(board.at) }) : t('board.lead', { day: formats.date(board.day) }))
      }
    >
      {!board && first.code && <Failed text={t('board.failed')} code={first.code} retry={first.again} />}
      {!board && !first.code && <Skeleton widths={[80, 60, 70, 50]} />}
      {board && board.queues.length === 0 && (
        <Empty icon={LayoutDashboard} title={t('board.empty')} text={t('board.empty.text')} />
      )}
      {board && board.queues.length > 0 && (
        <div className="board">
          <QueueTable queues={board.queues} />
          <AgentTable agents={board.agents} />
        </div>
      )}
    </PageFrame>
  );
}
