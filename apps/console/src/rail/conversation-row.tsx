import { CircleAlert, NotebookPen, Unplug } from 'lucide-react';
import { ListBoxItem } from 'react-aria-components/ListBox';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useLanguage } from '../i18n/use-language.ts';
import type { Row } from '../state/rows.ts';
import { rowPreview } from './row-preview.ts';

/** A customer who has waited this long for an answer is shown more strongly. */
const LONG_SECONDS = 60;

/** One chat: whose turn it is, what was said last, what is unread. */
export function ConversationRow({ row, place }: { readonly row: Row; readonly place: number }) {
  const { t, formats, clock } = useLanguage();
  const { contact, state, unread, waitingSince, last, typing, failed } = row;
  const name = contact.customer.name;
  const waited = useSecondsSince(waitingSince);
  const waiting = waitingSince !== null;
  return (
    <ListBoxItem
      className="row"
      id={row.conversationId}
      textValue={name}
      data-state={state}
      data-unread={unread > 0 || undefined}
      data-waiting={waiting || undefined}
      data-long={(waiting && waited >= LONG_SECONDS) || undefined}
    >
      <span className="row-place" aria-hidden="true">
        {state === 'wrap-up' ? <NotebookPen size={14} /> : state === 'departed' ? <Unplug size={14} /> : place}
      </span>
      <span className="row-name clip" dir="auto">
        {name}
      </span>
      <span className="row-time">
        {waiting ? (
          <>
            <span aria-hidden="true">{clock(waited)}</span>
            <span className="as-visually-hidden">
              {t('list.waiting.label', { name, time: formats.duration(waited) })}
            </span>
          </>
        ) : (
          last && formats.time(last.at)
        )}
      </span>
      {typing ? (
        <span className="row-preview">
          <span className="row-typing">
            {t('list.typing')}
            <span className="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          </span>
        </span>
      ) : (
        <span className="row-preview clip" dir="auto">
          {rowPreview(row, t)}
        </span>
      )}
      <span className="row-end">
        {failed && (
          <span className="row-failed" title={t('list.failed')}>
            <CircleAlert size={14} aria-hidden="true" />
            <span className="as-visually-hidden">{t('list.failed')}</span>
          </span>
        )}
        {unread > 0 && (
          <span className="badge">
            <span aria-hidden="true">{formats.number(unread)}</span>
            <span className="as-visually-hidden">{t('list.unread', { count: unread })}</span>
          </span>
        )}
      </span>
    </ListBoxItem>
  );
}
