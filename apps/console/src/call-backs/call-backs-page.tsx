import type { CallBack } from '@alongside/protocol';
import { PhoneCall } from 'lucide-react';
import { useCallback, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { usePages } from '../hooks/use-pages.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { CallBackLine } from './call-back-line.tsx';
import { useCallBackTexts } from './use-call-back-texts.ts';
import '../styles/admin-list.css';

const STATES = ['open', 'taken', 'done'] as const;
type State = (typeof STATES)[number];

/** Customers who want to be called back; each is taken by one and then done. */
export function CallBacksPage(_props: { readonly part: string | null }) {
  const { t, formats } = useLanguage();
  const { client, notices } = useConsole();
  const texts = useCallBackTexts();
  const [state, setState] = useState<State>('open');
  const [busy, setBusy] = useState<string | null>(null);
  const colleagues = useRequest('call-back-colleagues', () => client.call('listColleagues'));
  const ask = useCallback(
    async (cursor: string | null) => {
      const { callBacks, nextCursor } = await client.call('listCallBacks', {
        query: { state, limit: 50, ...(cursor ? { cursor } : {}) },
      });
      return { items: callBacks, nextCursor };
    },
    [client, state],
  );
  const { items, hasMore, loading, code, more, again } = usePages<CallBack>(ask);
  const move = async ({ id, customer: { name } }: CallBack, to: 'taken' | 'done') => {
    if (busy !== null) return;
    setBusy(id);
    try {
      await client.call('setCallBackState', { params: { id }, body: { state: to } });
      notices.show('success', () => texts(to === 'taken' ? 'told.taken' : 'told.done', { name }));
      if (to === 'taken') setState('taken');
      else again();
    } catch (given) {
      const error = asError(given);
      if (error.code === 'contact_taken') notices.show('warning', () => texts('lost', { name }), { code: error.code });
      else notices.failure(error);
      again();
    }
    setBusy(null);
  };
  return (
    <PageFrame title={t('pages.call-backs')} lead={texts('lead')}>
      <div className="list-bar">
        <ToggleButtonGroup
          className="modes"
          aria-label={texts('state')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state]}
          onSelectionChange={(keys) => setState(STATES.find((one) => keys.has(one)) ?? 'open')}
        >
          {STATES.map((one) => (
            <ToggleButton key={one} id={one} className="mode">
              {texts(`state.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <button type="button" className="as-button dense" onClick={again}>
          {texts('refresh')}
        </button>
      </div>
      {code && <Failed text={texts('failed')} code={code} retry={again} />}
      {!items && !code && <Skeleton widths={[80, 60, 70]} />}
      {items?.length === 0 && <Empty icon={PhoneCall} title={texts(`empty.${state}`)} text={texts('empty.text')} />}
      {items && items.length > 0 && (
        <ul className="things" aria-label={t('pages.call-backs')}>
          {items.map((callBack) => (
            <CallBackLine
              key={callBack.id}
              callBack={callBack}
              texts={texts}
              formats={formats}
              agent={colleagues.data?.agents.find(({ id }) => id === callBack.agentId)?.name ?? texts('colleague')}
              busy={busy === callBack.id}
              onMove={(to) => void move(callBack, to)}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="as-button dense" aria-disabled={loading} onClick={more}>
          {loading && <Spinner />}
          {t('common.more')}
        </button>
      )}
    </PageFrame>
  );
}
