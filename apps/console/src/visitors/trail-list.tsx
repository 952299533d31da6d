import type { Formats } from '@alongside/design';
import type { VisitorEvent } from '@alongside/protocol';
import {
  BadgeCheck,
  CircleDot,
  DoorOpen,
  FileText,
  LogOut,
  type LucideIcon,
  MessageSquare,
  MessageSquareHeart,
} from 'lucide-react';
import { useLanguage } from '../i18n/use-language.ts';
import { useVisitorTexts, type VisitorTranslator } from './use-visitor-texts.ts';
import './visitors.css';

const ICONS: Readonly<Record<VisitorEvent['type'], LucideIcon>> = {
  visit: DoorOpen,
  page_view: FileText,
  page_left: LogOut,
  chat_opened: MessageSquare,
  conversion: BadgeCheck,
  proactive_displayed: MessageSquareHeart,
  proactive_clicked: MessageSquareHeart,
  proactive_succeeded: MessageSquareHeart,
  proactive_failed: MessageSquareHeart,
  custom: CircleDot,
};

/** What a visitor did, newest first, each visit under its day. */
export function TrailList({ events, label }: { readonly events: readonly VisitorEvent[]; readonly label: string }) {
  const { formats } = useLanguage();
  const texts = useVisitorTexts();
  return (
    <ol className="trail" aria-label={label}>
      {events.map((event, index) => {
        const Icon = ICONS[event.type];
        const { url } = event.data;
        const begins = index === 0 || events[index - 1]?.visitId !== event.visitId;
        return (
          <li key={event.id} className="trail-event" data-begins={begins} data-type={event.type}>
            <Icon size={14} aria-hidden="true" />
            <span className="trail-text" dir="auto" title={url}>
              {textOf(texts, formats, event)}
            </span>
            <time className="trail-time" dateTime={event.at} title={formats.dateTime(event.at)}>
              {begins ? formats.dateTime(event.at) : formats.time(event.at)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}

/** One event in words. */
export function textOf(texts: VisitorTranslator, formats: Formats, { type, data }: VisitorEvent): string {
  const page = data.title || data.url || texts('untitled');
  switch (type) {
    case 'page_view':
      return texts('event.page_view', { page });
    case 'page_left':
      return texts('event.page_left', { page, time: formats.duration(data.seconds ?? 0) });
    case 'conversion': {
      const value = data.conversionValue === undefined ? '' : ` (${formats.number(data.conversionValue)})`;
      return texts('event.conversion', { what: `${data.conversionType || texts('event.other')}${value}` });
    }
    case 'custom':
      return texts('event.custom', { what: data.name || texts('event.other') });
    case 'visit':
    case 'chat_opened':
    case 'proactive_displayed':
    case 'proactive_clicked':
    case 'proactive_succeeded':
    case 'proactive_failed':
      return texts(`event.${type}`);
  }
}
