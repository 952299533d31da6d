import { ArrowLeft, History } from 'lucide-react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ChatHeader } from './chat-header.tsx';
import { Log } from './log.tsx';

interface EarlierChatProps {
  readonly contactId: string;
  readonly conversationId: string;
}

/** An earlier conversation, to read only. */
export function EarlierChat({ contactId, conversationId }: EarlierChatProps) {
  const { t, formats } = useLanguage();
  const { client, views, go } = useConsole();
  const {
    data: contact,
    code,
    again,
  } = useRequest(`contact-${contactId}`, () => client.call('getContact', { params: { contactId } }));
  const fromChat = useConsoleState(({ route }) => route.at === 'earlier' && route.from !== null);
  if (code) return <Failed text={t('chat.missing')} code={code} retry={again} />;
  if (!contact) return <Skeleton widths={[30, 60, 45]} />;
  return (
    <div className="chat">
      <ChatHeader contact={contact} active={false} />
      <div className="banner banner-info">
        <History size={16} aria-hidden="true" />
        <p>{t('chat.readonly', { date: formats.dateTime(contact.requestedAt) })}</p>
        <button type="button" className="as-button dense" onClick={go.back}>
          <ArrowLeft size={16} className="as-flip" aria-hidden="true" />
          {t(fromChat ? 'history.back' : 'common.close')}
        </button>
      </div>
      <Log
        view={views.of(conversationId)}
        conversationId={conversationId}
        customer={contact.customer.name}
        mine={false}
      />
    </div>
  );
}
