import type { AgentConversation, Message } from '@alongside/sdk/agent';
import { StickyNote } from 'lucide-react';
import { memo } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { RichView } from '../rich/rich-view.tsx';
import { useRichTexts } from '../rich/use-rich-texts.ts';
import { Attachment } from './attachment.tsx';
import { Delivery } from './delivery.tsx';
import { FailedMessage } from './failed-message.tsx';
import { RichText } from './rich-text.tsx';

interface MessageItemProps {
  readonly message: Message;
  readonly view: AgentConversation;
  readonly conversationId: string;
  /** First and last of those that stand together. */
  readonly first: boolean;
  readonly last: boolean;
  /** The newest of mine: its delivery is written out. */
  readonly newest: boolean;
}

/** One message, or one note. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  return props.message.kind === 'note' ? <Note {...props} /> : <Bubble {...props} />;
});

function Bubble({ message, view, conversationId, first, last, newest }: MessageItemProps) {
  const { t, formats } = useLanguage();
  const { from, mine, at, text, file, more = [], content, postback, delivery } = message;
  const texts = useRichTexts();
  const side = from.kind === 'customer' ? 'customer' : 'agent';
  const failed = delivery === 'failed';
  return (
    <li className="bubble-line" data-side={side} data-mine={mine || undefined} data-first={first || undefined}>
      {first && (
        <p className="bubble-author">
          <bdi>{mine ? t('common.you') : from.name}</bdi>
        </p>
      )}
      {!first && <span className="as-visually-hidden">{mine ? t('common.you') : from.name}</span>}
      <div className="bubble" data-failed={failed || undefined} data-picture={file !== null || undefined}>
        {file && <Attachment message={message} file={file} view={view} />}
        {more.map((further) => (
          <Attachment key={further.id} message={message} file={further} view={view} />
        ))}
        {content ? <RichView content={content} fallback={text} /> : text !== '' && <RichText text={text} />}
        {postback !== undefined && <p className="bubble-answer">↩ {texts('answer')}</p>}
      </div>
      {failed && <FailedMessage message={message} view={view} conversationId={conversationId} />}
      {!failed && (last || delivery === 'queued') && (
        <p className="bubble-foot">
          <time dateTime={at} title={formats.dateTime(at)}>
            {formats.time(at)}
          </time>
          {delivery && <Delivery delivery={delivery} word={newest} />}
        </p>
      )}
    </li>
  );
}

function Note({ message, view, conversationId }: MessageItemProps) {
  const { t, formats } = useLanguage();
  const { from, mine, at, text, delivery } = message;
  return (
    <li className="note">
      <p className="note-head">
        <StickyNote size={14} aria-hidden="true" />
        <strong>{t('chat.note')}</strong> <bdi>{mine ? t('common.you') : from.name}</bdi> ·{' '}
        <time dateTime={at}>{formats.time(at)}</time>
        <span className="note-hint">{t('chat.note.hint')}</span>
        {delivery === 'queued' && <Delivery delivery="queued" word />}
      </p>
      <RichText text={text} />
      {delivery === 'failed' && <FailedMessage message={message} view={view} conversationId={conversationId} />}
    </li>
  );
}
