import type { RichContent } from '@alongside/protocol';
import type { Decoder } from '../decoder.ts';
import { wireDate } from './dates.ts';

type Action = {
  readonly text: string;
  readonly postback: string;
  readonly icon?: string;
  readonly description?: string;
};

/** Native clients answer what they cannot decode with an automatic text in the customer's name. */
function canDecode(decoder: Decoder, content: RichContent): boolean {
  if (decoder === 'web') return true;
  switch (content.type) {
    case 'quick_replies':
    case 'list_picker':
    case 'rich_link':
      return true;
    case 'time_picker':
      return decoder === 'native_with_time_picker';
    case 'plugin':
      return isInactivityPopup(content.payload);
    case 'adaptive_card':
    case 'form':
    case 'streamed':
      return false;
  }
}

/** The one plugin that native clients know. */
function isInactivityPopup({ elements }: Readonly<Record<string, unknown>>): boolean {
  const [first] = Array.isArray(elements) ? (elements as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'type' in first && first.type === 'INACTIVITY_POPUP';
}

/** Content and its payload in this wire's words; null: this client gets the fallback text. */
export function renderRich(content: RichContent, decoder: Decoder): { type: string; payload: object } | null {
  if (!canDecode(decoder, content)) return null;
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
