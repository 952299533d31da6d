/** @jsxImportSource preact */
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { eventText, ownerAfter } from '../logic/event-text.ts';
import { type Row, rowsOf } from '../logic/rows.ts';
import { Icon } from './icons.tsx';
import { MessageRow } from './message-row.tsx';

/** Nearer to the end than this counts as being at the end. */
const NEAR_PX = 48;

/** Rows with the name of the agent who was there, for events that name nobody. */
function withAgents(rows: readonly Row[]): readonly { row: Row; agent: string }[] {
  let agent = '';
  return rows.map((row) => {
    const before = agent;
    if (row.type === 'event') agent = ownerAfter(row.event) ?? agent;
    if (row.type === 'message' && row.message.from.kind === 'agent') agent = row.message.from.name;
    return { row, agent: before };
  });
}

/** The log: stays at its end unless the reader has scrolled up, and marks as read what was in sight. */
export function MessageList() {
  const { alongside, formats, now, t, ui } = useWidget();
  const { conversation } = alongside;
  const timeline = useObservable(conversation.timeline);
  const { hasEarlier, typing, unread } = useObservable(conversation.status);
  const { phase } = useObservable(alongside.help);
  const { view } = useObservable(ui);
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [loading, setLoading] = useState(false);
  const fromEnd = useRef<number | null>(null);

  const rows = useMemo(() => withAgents(rowsOf(timeline, (at) => formats.day(at, now()))), [timeline]);
  const toEnd = () => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  };

  const lastOwn = timeline.findLast((item) => item.type === 'message' && item.mine)?.key;
  useEffect(() => setAtEnd(true), [lastOwn]);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    if (fromEnd.current !== null) {
      element.scrollTop = element.scrollHeight - fromEnd.current;
      fromEnd.current = null;
    } else if (atEnd) toEnd();
  }, [rows, typing, view, atEnd]);

  // A picture that loads, a banner that comes, a keyboard that opens: the end stays the end.
  useEffect(() => {
    const element = list.current;
    if (!element || !atEnd) return;
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [atEnd]);

  useEffect(() => {
    const mark = () => {
      if (view === 'open' && atEnd && unread > 0 && document.visibilityState === 'visible') conversation.markRead();
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [view, atEnd, unread, timeline]);

  const loadEarlier = async () => {
    if (loading) return;
    setLoading(true);
    try {
      const before = list.current;
      fromEnd.current = before ? before.scrollHeight - before.scrollTop : null;
      await conversation.loadEarlier();
    } catch {
      fromEnd.current = null;
    }
    setLoading(false);
  };
  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX);
  };

  const nothingYet = !timeline.some((item) => item.type === 'message');
  return (
    <div class="list-place">
      <div
        class="list"
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-label={t('chat.log')}
        aria-busy={loading}
        onScroll={onScroll}
      >
        <ul class="rows">
          {hasEarlier && (
            <li class="earlier">
              <button type="button" class="as-button as-button-quiet" onClick={loadEarlier}>
                {t(loading ? 'chat.earlier.loading' : 'chat.earlier')}
              </button>
            </li>
          )}
          {rows.map(({ row, agent }) => (
            <Fragment key={row.key}>
              {row.type === 'day' && (
                <li class="day">
                  <span>{formats.day(row.at, now())}</span>
                </li>
              )}
              {row.type === 'event' && eventText(row.event, agent, t) && (
                <li class="event">{eventText(row.event, agent, t)}</li>
              )}
              {row.type === 'message' && <MessageRow row={row} />}
            </Fragment>
          ))}
          {nothingYet && phase === 'active' && <li class="hello">{t('chat.hello')}</li>}
          {typing && (
            <li class="typing" key="typing">
              <span class="typing-dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              <span class="typing-words">{t('chat.typing', { name: typing.name })}</span>
            </li>
          )}
        </ul>
      </div>
      {!atEnd && (
        <button
          type="button"
          class="latest"
          onClick={() => {
            setAtEnd(true);
            toEnd();
          }}
        >
          <Icon name="down" />
          <span class={unread > 0 ? '' : 'as-visually-hidden'}>
            {unread > 0 ? t('chat.latest.new', { count: unread }) : t('chat.latest')}
          </span>
        </button>
      )}
    </div>
  );
}
