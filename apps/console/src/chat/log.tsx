import type { AgentConversation } from '@alongside/sdk/agent';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useConsoleState } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PLACES } from '../keyboard/focus.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { firstUnread, type LogItem, logItems } from './log-items.ts';
import { MessageItem } from './message-item.tsx';
import { SystemLine } from './system-line.tsx';
import { useLogScroll } from './use-log-scroll.ts';
import { useReadMarks } from './use-read-marks.ts';
import { useWindow } from './use-window.ts';

interface LogProps {
  readonly view: AgentConversation;
  readonly conversationId: string;
  readonly customer: string;
  /** Read marks are mine to give. */
  readonly mine: boolean;
}

/** A conversation's log, newest at the end. Drawn anew for each conversation. */
export function Log({ view, conversationId, customer, mine }: LogProps) {
  const { t } = useLanguage();
  const myId = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : null));
  const status = useObservable(view.status);
  const { items, hasEarlier, loading, failed, showEarlier } = useWindow(view);
  const scroll = useLogScroll(items[0]?.key, showEarlier);
  const newFrom = useNewFrom(view, mine);
  const missed = useMissed(items.at(-1)?.key, scroll.atEnd, items);
  const drawn = useMemo(() => logItems(items, newFrom), [items, newFrom]);
  const newest = items.findLast((item) => item.type === 'message' && item.mine && item.kind !== 'note')?.key;
  useReadMarks(view, mine && scroll.atEnd && items.length > 0);

  const draw = (item: LogItem) => {
    if (item.kind === 'day') return <Day key={item.key} at={item.at} />;
    if (item.kind === 'new') {
      return (
        <li key="new" className="new-line">
          <span>{t('chat.new')}</span>
        </li>
      );
    }
    if (item.kind === 'again') {
      return (
        <li key={item.key} className="day again">
          <span>{t('chat.again')}</span>
        </li>
      );
    }
    if (item.kind === 'event') return <SystemLine key={item.key} event={item.event} customer={customer} myId={myId} />;
    const { message, first, last } = item;
    return (
      <MessageItem
        key={item.key}
        message={message}
        view={view}
        conversationId={conversationId}
        first={first}
        last={last}
        newest={item.key === newest}
      />
    );
  };

  return (
    <div className="log-frame">
      <section
        ref={scroll.frame}
        className="log"
        id={PLACES.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard.
        tabIndex={0}
        aria-label={t('chat.log', { name: customer })}
        onScroll={scroll.onScroll}
      >
        {items.length === 0 && !status.caughtUp && !status.error && <Skeleton widths={[45, 60, 30, 52]} />}
        {status.error && <Failed text={t('chat.missing')} code={status.error.code} />}
        {hasEarlier && (
          <button type="button" className="earlier" onClick={showEarlier} aria-disabled={loading}>
            {loading ? <Spinner /> : <ArrowUp size={14} aria-hidden="true" />}
            {t(failed ? 'chat.earlier.failed' : loading ? 'chat.earlier.loading' : 'chat.earlier')}
          </button>
        )}
        <ol ref={scroll.content} className="log-items">
          {drawn.map(draw)}
        </ol>
      </section>
      {!scroll.atEnd && (
        <button type="button" className="latest" onClick={scroll.toEnd}>
          <ArrowDown size={14} aria-hidden="true" />
          {missed > 0 ? t('chat.latest.new', { count: missed }) : t('chat.latest')}
        </button>
      )}
    </div>
  );
}

function Day({ at }: { readonly at: string }) {
  const { formats } = useLanguage();
  return (
    <li className="day">
      <span>{formats.day(at, Date.now())}</span>
    </li>
  );
}

/** Where the unread messages begin, as it was when the conversation was opened. */
function useNewFrom(view: AgentConversation, mine: boolean): string | null {
  const { caughtUp, unread } = useObservable(view.status);
  const [mark, setMark] = useState<{ readonly key: string | null } | null>(null);
  if (mark === null && caughtUp) {
    const opened = { key: mine ? firstUnread(view.timeline.get(), unread) : null };
    setMark(opened);
    return opened.key;
  }
  return mark?.key ?? null;
}

/** How many messages came while the reader was further up. */
function useMissed(lastKey: string | undefined, atEnd: boolean, items: readonly { readonly key: string }[]): number {
  const [seen, setSeen] = useState(lastKey);
  if (atEnd && seen !== lastKey) setSeen(lastKey);
  if (atEnd || seen === undefined) return 0;
  const index = items.findIndex((item) => item.key === seen);
  return index === -1 ? 0 : items.length - 1 - index;
}
