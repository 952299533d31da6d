import type { LogEvent } from '@alongside/sdk/agent';
import { NotebookPen } from 'lucide-react';
import { Suspense } from 'react';
import { CallEntry } from '../calls/late.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { eventText } from './event-text.ts';
import { RichText } from './rich-text.tsx';

interface SystemLineProps {
  readonly event: LogEvent;
  readonly customer: string;
  readonly myId: string | null;
}

type CallBody = Extract<LogEvent['body'], { kind: `call.${string}` }>;
const isCall = (body: LogEvent['body']): body is CallBody => body.kind.startsWith('call.');

/** Something that happened to the contact; a wrap-up note stands like any other note. */
export function SystemLine({ event, customer, myId }: SystemLineProps) {
  const language = useLanguage();
  const { t, formats } = language;
  const text = eventText(event, language, customer, myId);
  if (event.body.kind === 'wrap_up') {
    return (
      <li className="note">
        <p className="note-head">
          <NotebookPen size={14} aria-hidden="true" />
          <strong>{t('chat.wrapup')}</strong> <bdi>{event.from.name}</bdi> · <time>{formats.time(event.at)}</time>
        </p>
        <RichText text={text} />
      </li>
    );
  }
  return (
    <li className="event">
      <span>
        {isCall(event.body) ? (
          <Suspense fallback={text}>
            <CallEntry body={event.body} />
          </Suspense>
        ) : (
          text
        )}
      </span>{' '}
      <time dateTime={event.at}>{formats.time(event.at)}</time>
    </li>
  );
}
