import type { RichContent } from '@alongside/protocol';
import { Clock3, ExternalLink, SquareDashed } from 'lucide-react';
import { RichText } from '../chat/rich-text.tsx';
import { useLanguage } from '../i18n/use-language.ts';
import { safeAddress } from './rich-model.ts';
import { useRichTexts } from './use-rich-texts.ts';

interface RichViewProps {
  readonly content: RichContent;
  readonly fallback: string;
}

/** A rich message as its customer has it before them. Its buttons are the customer's: here they are only shown. */
export function RichView({ content, fallback }: RichViewProps) {
  const texts = useRichTexts();
  switch (content.type) {
    case 'quick_replies':
      return (
        <div className="rich">
          <RichText text={content.text} />
          <Choices actions={content.actions} label={texts('kind.quick_replies')} inline />
        </div>
      );
    case 'list_picker':
      return (
        <div className="rich">
          <Title text={content.title} />
          <RichText text={content.text} />
          <Choices actions={content.actions} label={texts('kind.list_picker')} />
        </div>
      );
    case 'rich_link':
      return <Link title={content.title} url={content.url} />;
    case 'time_picker':
      return (
        <div className="rich">
          <Title text={content.title} />
          <RichText text={content.eventTitle} />
          <Slots slots={content.slots} />
        </div>
      );
    default:
      return (
        <div className="rich rich-fallback">
          <p className="rich-kind">
            <SquareDashed size={14} aria-hidden="true" />
            {texts(`kind.${content.type}`)}
          </p>
          <RichText text={fallback} />
          <p className="as-hint">{texts('fallback')}</p>
        </div>
      );
  }
}

function Title({ text }: { readonly text: string }) {
  return (
    <p className="rich-title" dir="auto">
      {text}
    </p>
  );
}

interface ChoicesProps {
  readonly actions: readonly { readonly text: string; readonly description?: string }[];
  readonly label: string;
  readonly inline?: boolean;
}

function Choices({ actions, label, inline = false }: ChoicesProps) {
  return (
    <ul className="rich-choices" data-inline={inline || undefined} aria-label={label}>
      {actions.map(({ text, description }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes, and two choices may read the same.
        <li key={index} className="rich-choice" dir="auto">
          {text}
          {description && <span className="as-hint">{description}</span>}
        </li>
      ))}
    </ul>
  );
}

function Link({ title, url }: { readonly title: string; readonly url: string }) {
  const href = safeAddress(url);
  if (href === null) return <RichText text={`${title}\n${url}`} />;
  return (
    <a className="rich rich-link" href={href} target="_blank" rel="noopener noreferrer nofollow">
      <span className="rich-title" dir="auto">
        {title}
      </span>
      <span className="rich-host" dir="ltr">
        <ExternalLink size={14} aria-hidden="true" />
        {new URL(href).host}
      </span>
    </a>
  );
}

function Slots({ slots }: { readonly slots: Extract<RichContent, { type: 'time_picker' }>['slots'] }) {
  const { formats } = useLanguage();
  const texts = useRichTexts();
  return (
    <ul className="rich-choices" aria-label={texts('kind.time_picker')}>
      {slots.map(({ id, start, seconds }) => (
        <li key={id} className="rich-choice">
          <span className="rich-slot">
            <Clock3 size={14} aria-hidden="true" />
            <time dateTime={start}>{formats.dateTime(start)}</time>
          </span>
          <span className="as-hint">{formats.duration(seconds)}</span>
        </li>
      ))}
    </ul>
  );
}
