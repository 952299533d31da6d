import type { Contact } from '@alongside/protocol';
import { useConsole } from '../hooks/use-console.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useHistory } from './use-history.ts';

interface HistoryListProps {
  readonly customerId: string;
  /** The contact that is open: it is no history yet. */
  readonly shown: string;
  /** Contacts of this same log are told apart. */
  readonly conversationId: string;
}

/** Earlier conversations with this customer; each can be read. */
export function HistoryList({ customerId, shown, conversationId }: HistoryListProps) {
  const { t } = useLanguage();
  const { contacts, hasMore, loading, code, more } = useHistory(customerId);
  const others = contacts?.filter(({ id }) => id !== shown);
  return (
    <section className="card" aria-labelledby="history-title">
      <h2 className="card-title" id="history-title">
        {t('history.title')}
      </h2>
      {code && <Failed text={t('history.failed')} code={code} retry={more} />}
      {!others && !code && <Skeleton widths={[80, 60]} />}
      {others?.length === 0 && !hasMore && <p className="card-empty">{t('history.empty')}</p>}
      {others && others.length > 0 && (
        <ul className="history">
          {others.map((contact) => (
            <HistoryRow key={contact.id} contact={contact} same={contact.conversationId === conversationId} />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="as-button dense" aria-disabled={loading} onClick={more}>
          {loading && <Spinner />}
          {t('common.more')}
        </button>
      )}
    </section>
  );
}

function HistoryRow({ contact, same }: { readonly contact: Contact; readonly same: boolean }) {
  const { t, formats } = useLanguage();
  const { go } = useConsole();
  const date = formats.dateTime(contact.requestedAt);
  return (
    <li>
      <button
        type="button"
        className="history-row"
        title={t('history.open', { date })}
        onClick={() => go.openEarlier(contact)}
      >
        <span className="history-date">{date}</span>
        <span className="history-who">
          {[
            contact.owner ? t('history.with', { agent: contact.owner.name }) : t('history.unanswered'),
            same ? t('history.same') : (contact.thread?.name ?? ''),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {contact.wrapUp && (
          <span className="history-note side" dir="auto">
            {contact.wrapUp}
          </span>
        )}
      </button>
    </li>
  );
}
