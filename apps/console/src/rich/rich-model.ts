import type { RichContent } from '@alongside/protocol';

export const RICH_KINDS = ['quick_replies', 'list_picker', 'rich_link', 'time_picker'] as const;
/** What an agent can write; the other kinds come from apps and machines. */
export type RichKind = (typeof RICH_KINDS)[number];

/** An interactive message while it is written: what one kind has no use for is kept for the others. */
export interface RichDraft {
  readonly kind: RichKind;
  readonly title: string;
  readonly text: string;
  readonly choices: readonly string[];
  readonly url: string;
  readonly picture: string;
  readonly slots: readonly { readonly at: string; readonly minutes: number }[];
  /** null: made from the rest. */
  readonly fallback: string | null;
}

export const EMPTY_DRAFT: RichDraft = {
  kind: 'quick_replies',
  title: '',
  text: '',
  choices: ['', ''],
  url: '',
  picture: '',
  slots: [{ at: '', minutes: 30 }],
  fallback: null,
};

export const MOST_CHOICES = 20;
export const MOST_SLOTS = 50;

/** The same address if it is one that may be followed: http or https; else null. */
export function safeAddress(text: string): string | null {
  try {
    const url = new URL(text.trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

const written = (texts: readonly string[]) => texts.map((text) => text.trim()).filter((text) => text !== '');
const actionsOf = (choices: readonly string[]) => written(choices).map((text) => ({ text, postback: text }));
const slotsOf = (slots: RichDraft['slots']) =>
  slots.flatMap(({ at, minutes }) => {
    const start = new Date(at);
    if (at === '' || Number.isNaN(start.getTime())) return [];
    return [{ id: start.toISOString(), start: start.toISOString(), seconds: minutes * 60 }];
  });

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', gif: 'image/gif', webp: 'image/webp' };

function mediaOf(picture: string) {
  const path = new URL(picture).pathname;
  const fileName = path.slice(path.lastIndexOf('/') + 1) || 'picture';
  return { url: picture, fileName, mimeType: TYPES[fileName.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'image/jpeg' };
}

/** What is missing, by the draft's part; empty when it can be sent. */
export function missingOf(draft: RichDraft): readonly (keyof RichDraft)[] {
  const { kind, title, text, choices, url, picture, slots } = draft;
  const missing: (keyof RichDraft)[] = [];
  if (kind !== 'quick_replies' && title.trim() === '') missing.push('title');
  if (kind !== 'rich_link' && text.trim() === '') missing.push('text');
  if (kind === 'quick_replies' || kind === 'list_picker') if (written(choices).length === 0) missing.push('choices');
  if (kind === 'rich_link' && safeAddress(url) === null) missing.push('url');
  if (kind === 'rich_link' && safeAddress(picture) === null) missing.push('picture');
  const good = ({ minutes }: RichDraft['slots'][number]) => minutes >= 1 && minutes <= 1440;
  if (kind === 'time_picker' && (slotsOf(slots).length === 0 || !slots.every(good))) missing.push('slots');
  return missing;
}

/** As it goes out; null while something is missing. */
export function contentOf(draft: RichDraft): RichContent | null {
  if (missingOf(draft).length > 0) return null;
  const title = draft.title.trim();
  const text = draft.text.trim();
  switch (draft.kind) {
    case 'quick_replies':
      return { type: 'quick_replies', text, actions: actionsOf(draft.choices) };
    case 'list_picker':
      return { type: 'list_picker', title, text, actions: actionsOf(draft.choices) };
    case 'rich_link':
      return {
        type: 'rich_link',
        title,
        url: safeAddress(draft.url) ?? '',
        media: mediaOf(safeAddress(draft.picture) ?? ''),
      };
    case 'time_picker':
      return { type: 'time_picker', title, eventTitle: text, slots: slotsOf(draft.slots) };
  }
}

/** What stands for it where it cannot be shown. */
export function fallbackOf(content: RichContent, time: (at: string) => string): string {
  const list = (lines: readonly string[]) => lines.map((line) => `• ${line}`);
  switch (content.type) {
    case 'quick_replies':
      return [content.text, ...list(content.actions.map(({ text }) => text))].join('\n');
    case 'list_picker':
      return [content.title, content.text, ...list(content.actions.map(({ text }) => text))].join('\n');
    case 'rich_link':
      return `${content.title}\n${content.url}`;
    case 'time_picker':
      return [content.title, content.eventTitle, ...list(content.slots.map(({ start }) => time(start)))].join('\n');
    default:
      return '';
  }
}
