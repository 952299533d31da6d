import type { RichContent } from '@alongside/protocol';
import { type Dialect, isNative } from '../dialect.ts';
import { wireDate } from './dates.ts';

type Action = {
  readonly text: string;
  readonly postback: string;
  readonly icon?: string;
  readonly description?: string;
};

/** What is shown as text only: on native, everything that its decoder does not know. */
const WEB_ONLY: ReadonlySet<RichContent['type']> = new Set(['adaptive_card', 'form', 'streamed']);

/** Content and its payload in this wire's words; null: this client gets the fallback text. */
export function renderRich(content: RichContent, dialect: Dialect): { type: string; payload: object } | null {
  if (isNative(dialect) && WEB_ONLY.has(content.type)) return null;
  switch (content.type) {
    case 'quick_replies':
      return {
        type: 'QUICK_REPLIES',
        payload: { text: { content: content.text }, actions: content.actions.map(renderButton) },
      };
    case 'list_picker':
      return {
        type: 'LIST_PICKER',
        payload: {
          title: { content: content.title },
          text: { content: content.text },
          actions: content.actions.map(renderButton),
        },
      };
    case 'rich_link':
      return {
        type: 'RICH_LINK',
        payload: { media: content.media, title: { content: content.title }, url: content.url },
      };
    case 'time_picker':
      return {
        type: 'TIME_PICKER',
        payload: {
          title: { content: content.title },
          event: {
            title: { content: content.eventTitle },
            timeSlots: content.slots.map(({ id, start, seconds }) => ({
              id,
              duration: seconds,
              startTime: wireDate(start),
            })),
          },
        },
      };
    case 'adaptive_card':
      return { type: 'ADAPTIVE_CARD', payload: content.card };
    case 'form':
      return { type: 'FORM', payload: content.form };
    case 'plugin':
      return { type: 'PLUGIN', payload: content.payload };
    case 'streamed':
      return { type: 'STREAMED', payload: { protocol: 'sse', sourceUrl: content.sourceUrl } };
  }
}

const renderButton = ({ text, postback, icon, description }: Action) => ({
  type: 'REPLY_BUTTON',
  text,
  postback,
  ...(icon === undefined ? {} : { icon: { mimeType: 'image/*', fileName: text, url: icon } }),
  ...(description === undefined ? {} : { description }),
});
