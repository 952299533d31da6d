/** @jsxImportSource preact */
import type { Message } from '@alongside/sdk';
import { useObservable, useWidget } from '../context.ts';
import { LinkedText } from './linked-text.tsx';

interface Answer {
  readonly text: string;
  readonly postback: string;
  readonly hint?: string | undefined;
}

/** Only http and https are ever live. */
function addressOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/** Buttons that answer, a link as a card; what cannot be shown here stands as its text. */
export function RichMessage({ message }: { message: Message }) {
  const { formats } = useWidget();
  const { content, text } = message;
  if (content?.type === 'quick_replies' || content?.type === 'list_picker') {
    const answers = content.actions.map((action) => ({ ...action, hint: action.description }));
    return (
      <>
        {'title' in content && <strong dir="auto">{content.title}</strong>}
        <LinkedText text={content.text} />
        <Answers message={message} answers={answers} />
      </>
    );
  }
  if (content?.type === 'time_picker') {
    const answers = content.slots.map(({ id, start, seconds }) => ({
      text: formats.dateTime(start),
      postback: id,
      hint: formats.duration(seconds),
    }));
    return (
      <>
        <strong dir="auto">{content.title}</strong>
        <LinkedText text={content.eventTitle} />
        <Answers message={message} answers={answers} />
      </>
    );
  }
  const url = content?.type === 'rich_link' ? addressOf(content.url) : null;
  if (content?.type !== 'rich_link' || !url) return <LinkedText text={text} />;
  return (
    <a class="rich-link" href={url.href} target="_blank" rel="noopener noreferrer nofollow">
      <strong dir="auto">{content.title}</strong>
      <span dir="ltr">{url.host}</span>
    </a>
  );
}

/** They can be pressed until the customer has said something after them. */
function Answers({ message, answers }: { message: Message; answers: readonly Answer[] }) {
  const { alongside } = useWidget();
  const { conversation } = alongside;
  const { readOnly } = useObservable(conversation.status);
  const messages = useObservable(conversation.messages);
  const answered = messages.slice(messages.findIndex(({ key }) => key === message.key) + 1).some(({ mine }) => mine);
  const over = readOnly || answered;
  return (
    <ul class="answers">
      {answers.map(({ text, postback, hint }) => (
        <li key={postback + text}>
          <button
            type="button"
            class="as-button"
            disabled={over}
            onClick={() => void conversation.sendText(text, { postback })}
          >
            <span dir="auto">
              {text}
              {hint && <small>{hint}</small>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
