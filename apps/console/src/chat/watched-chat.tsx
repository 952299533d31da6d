import { ArrowLeft, ArrowRightLeft, Eye, LogIn, LogOut, UserRoundCheck } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { SuperviseCall } from '../calls/late.ts';
import { LookOnButton } from '../cobrowse/late.ts';
import { Composer } from '../composer/composer.tsx';
import { useStagedFiles } from '../composer/use-staged-files.ts';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useWide } from '../hooks/use-media.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Log } from './log.tsx';

interface WatchedChatProps {
  readonly contactId: string;
  readonly conversationId: string;
}

/** Somebody else's chat: seen without a trace, joined, taken over or sent elsewhere. What is written before joining reaches the agent alone. */
export function WatchedChat({ contactId, conversationId }: WatchedChatProps) {
  const { t, formats } = useLanguage();
  const { client, views, go, supervision } = useConsole();
  const wide = useWide();
  const board = useObservable(client.board);
  const {
    data: contact,
    code,
    again,
  } = useRequest(`watched-${contactId}`, () => client.call('getContact', { params: { contactId } }));
  const [joined, setJoined] = useState(false);
  const staging = useStagedFiles();
  const busy = useBusy(`attend:${contactId}`);
  const takingOver = useBusy(`take-over:${contactId}`);

  useEffect(() => client.watchBoard(), [client]);
  useEffect(() => {
    void supervision.attend(contactId, 'monitor');
    return () => void supervision.attend(contactId, 'none');
  }, [supervision, contactId]);
  // The board tells when this contact has changed hands or is over.
  const holder =
    board?.agents.find(({ contacts }) => contacts.some((held) => held.contactId === contactId))?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever somebody else has it.
  useEffect(again, [holder]);

  if (code) return <Failed text={t('chat.missing')} code={code} retry={again} />;
  if (!contact) return <Skeleton widths={[30, 60, 45]} />;
  const { customer, owner, queueName, state } = contact;
  const open = state === 'active' && owner !== null;
  const view = views.of(conversationId);
  const attend = async (as: 'monitor' | 'joined') => {
    if (await supervision.attend(contactId, as)) setJoined(as === 'joined');
  };
  return (
    <div className="chat">
      <header className="chat-head">
        <IconButton icon={ArrowLeft} flips label={t(wide ? 'watch.back' : 'common.back')} onPress={go.back} />
        <div className="chat-who">
          <h1 className="chat-name clip" dir="auto">
            {customer.name}
          </h1>
          <p className="chat-facts">
            {owner ? t('watch.with', { agent: owner.name }) : t('watch.nobody')} · {queueName} ·{' '}
            {t('chat.since', { time: formats.time(contact.startedAt ?? contact.requestedAt) })}
          </p>
        </div>
        {open && (
          <div className="chat-actions">
            <Suspense fallback={null}>
              <SuperviseCall conversationId={conversationId} name={customer.name} />
              <LookOnButton conversationId={conversationId} />
            </Suspense>
            <button
              type="button"
              className="as-button dense"
              aria-label={t(joined ? 'watch.leave' : 'watch.join')}
              aria-disabled={busy}
              onClick={() => !busy && void attend(joined ? 'monitor' : 'joined')}
            >
              {joined ? <LogOut size={16} aria-hidden="true" /> : <LogIn size={16} aria-hidden="true" />}
              <span className="chat-action-text">{t(joined ? 'watch.leave' : 'watch.join')}</span>
            </button>
            <button
              type="button"
              className="as-button dense"
              aria-label={t('watch.takeover')}
              aria-disabled={takingOver}
              onClick={() => !takingOver && void supervision.takeOver(contact)}
            >
              <UserRoundCheck size={16} aria-hidden="true" />
              <span className="chat-action-text">{t('watch.takeover')}</span>
            </button>
            <button
              type="button"
              className="as-button dense"
              aria-label={t('watch.reassign')}
              onClick={() => go.showDialog({ kind: 'reassign', contact })}
            >
              <ArrowRightLeft size={16} aria-hidden="true" />
              <span className="chat-action-text">{t('watch.reassign')}</span>
            </button>
          </div>
        )}
      </header>
      <div className={`banner ${joined ? 'banner-warning' : 'banner-info'}`} role="status">
        <Eye size={16} aria-hidden="true" />
        <p>
          {!open
            ? t('watch.over')
            : joined
              ? t('watch.joined', { name: customer.name })
              : t('watch.unseen', { name: customer.name, agent: owner.name })}
        </p>
      </div>
      <Log view={view} conversationId={conversationId} customer={customer.name} mine={false} />
      {open && <Composer contact={contact} view={view} staging={staging} notesOnly={!joined} />}
    </div>
  );
}
