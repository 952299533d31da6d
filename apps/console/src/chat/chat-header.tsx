import type { Contact } from '@alongside/protocol';
import { ArrowLeft, ArrowRightLeft, CircleStop, PanelRight, UserRound } from 'lucide-react';
import { Suspense } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { CallButton } from '../calls/late.ts';
import { TogetherButton } from '../cobrowse/late.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useDetailsShown, useDetailsToggle } from '../hooks/use-details.ts';
import { useThreePanes, useWide } from '../hooks/use-media.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/keys.tsx';

interface ChatHeaderProps {
  readonly contact: Contact;
  /** It can be transferred and ended. */
  readonly active: boolean;
}

/** Who this is, and what can be done with the contact. */
export function ChatHeader({ contact, active }: ChatHeaderProps) {
  const { t, formats } = useLanguage();
  const { go } = useConsole();
  const wide = useWide();
  const threePanes = useThreePanes();
  const detailsShown = useDetailsShown();
  const toggleDetails = useDetailsToggle();
  const { customer, conversationId, queueName, startedAt, requestedAt } = contact;
  return (
    <header className="chat-head">
      {!wide && <IconButton icon={ArrowLeft} flips label={t('common.back')} onPress={go.back} />}
      <div className="chat-who">
        <h1 className="chat-name clip" dir="auto">
          {customer.name}
        </h1>
        <p className="chat-facts">
          {queueName} · {t('chat.since', { time: formats.time(startedAt ?? requestedAt) })}
        </p>
      </div>
      <div className="chat-actions">
        {active && (
          <>
            <Suspense fallback={null}>
              <CallButton conversationId={conversationId} />
              <TogetherButton conversationId={conversationId} />
            </Suspense>
            <TooltipTrigger delay={500} closeDelay={0}>
              <Button
                className="as-button dense"
                aria-label={t('chat.transfer')}
                onPress={() => go.showDialog({ kind: 'transfer', conversationId })}
              >
                <ArrowRightLeft size={16} aria-hidden="true" />
                <span className="chat-action-text">{t('chat.transfer')}</span>
              </Button>
              <Tooltip className="tooltip">
                {t('chat.transfer')} <Keys keys={['Alt', 'T']} />
              </Tooltip>
            </TooltipTrigger>
            <TooltipTrigger delay={500} closeDelay={0}>
              <Button
                className="as-button dense"
                aria-label={t('chat.end')}
                onPress={() => go.showDialog({ kind: 'end', conversationId })}
              >
                <CircleStop size={16} aria-hidden="true" />
                <span className="chat-action-text">{t('chat.end')}</span>
              </Button>
              <Tooltip className="tooltip">
                {t('chat.end')} <Keys keys={['Alt', 'E']} />
              </Tooltip>
            </TooltipTrigger>
          </>
        )}
        <IconButton
          icon={threePanes ? PanelRight : UserRound}
          flips={threePanes}
          label={t(detailsShown ? 'chat.details.hide' : 'chat.details.show')}
          keys={['Alt', 'I']}
          aria-pressed={detailsShown}
          onPress={toggleDetails}
        />
      </div>
    </header>
  );
}
