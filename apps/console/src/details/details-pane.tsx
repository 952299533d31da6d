import { ArrowLeft, UserRound } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Recordings } from '../cobrowse/late.ts';
import { useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { useThreePanes } from '../hooks/use-media.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTexts } from '../i18n/use-language.ts';
import { PLACES } from '../keyboard/focus.ts';
import { selectedConversation } from '../state/route.ts';
import { Empty } from '../ui/empty.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { CustomerCard } from './customer-card.tsx';
import { HistoryList } from './history-list.tsx';
import { NotesList } from './notes-list.tsx';
import { ThreadCard } from './thread-card.tsx';

// A file of its own: its texts are loaded where somebody looks at a customer.
const TrailCard = lazy(() => import('../visitors/trail-card.tsx').then((file) => ({ default: file.TrailCard })));

/** The customer beside the chat: who they are, what colleagues noted, what was before. */
export function DetailsPane() {
  const t = useTexts();
  const { go, client } = useConsole();
  const threePanes = useThreePanes();
  const route = useConsoleState((state) => state.route);
  const row = useRow(selectedConversation(route));
  const contactId = route.at === 'earlier' ? route.contactId : null;
  const { data: earlier } = useRequest(contactId && `contact-${contactId}`, () =>
    client.call('getContact', { params: { contactId: contactId ?? '' } }),
  );
  const contact = route.at === 'earlier' ? earlier : (row?.contact ?? null);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name.
    <div
      className="details"
      id={PLACES.details}
      role={threePanes ? 'complementary' : 'main'}
      aria-label={t('details.title')}
      tabIndex={-1}
    >
      {!threePanes && (
        <div className="details-head">
          <IconButton icon={ArrowLeft} flips label={t('common.back')} onPress={go.back} />
          <h1 className="details-title">{t('details.title')}</h1>
        </div>
      )}
      {contact ? (
        <div key={contact.customer.id} className="details-body">
          <CustomerCard contact={contact} />
          {contact.thread && <ThreadCard thread={contact.thread} />}
          <NotesList
            key={contact.conversationId}
            conversationId={contact.conversationId}
            canWrite={row?.state === 'active' && route.at === 'chat'}
          />
          <Suspense fallback={null}>
            <Recordings key={`${contact.conversationId}-r`} conversationId={contact.conversationId} />
            <TrailCard key={contact.conversationId} conversationId={contact.conversationId} />
          </Suspense>
          <HistoryList customerId={contact.customer.id} shown={contact.id} conversationId={contact.conversationId} />
        </div>
      ) : (
        <Empty icon={UserRound} title={t('details.title')} text={t('details.none')} />
      )}
    </div>
  );
}
