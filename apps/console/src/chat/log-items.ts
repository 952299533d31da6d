import type { LogEvent, Message, TimelineItem } from '@alongside/sdk/agent';

/** What the log draws, one after the other. */
export type LogItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'new'; readonly key: 'new' }
  /** The customer asked again after an end. */
  | { readonly kind: 'again'; readonly key: string }
  | { readonly kind: 'event'; readonly key: string; readonly event: LogEvent }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      readonly first: boolean;
      readonly last: boolean;
    };

/** Messages of one author within this time stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

const dayOf = (at: string) => new Date(at).toDateString();

function together(a: TimelineItem | undefined, b: TimelineItem | undefined): boolean {
  if (a?.type !== 'message' || b?.type !== 'message') return false;
  return (
    a.from.kind === b.from.kind &&
    a.from.id === b.from.id &&
    (a.kind === 'note') === (b.kind === 'note') &&
    dayOf(a.at) === dayOf(b.at) &&
    Math.abs(Date.parse(b.at) - Date.parse(a.at)) < TOGETHER_MS
  );
}

/**
 * @param newFrom key of the first message that was unread when the conversation was opened
 */
export function logItems(timeline: readonly TimelineItem[], newFrom: string | null): readonly LogItem[] {
  const items: LogItem[] = [];
  let ended = false;
  for (const [index, item] of timeline.entries()) {
    const before = timeline[index - 1];
    const after = timeline[index + 1];
    if (!before || dayOf(before.at) !== dayOf(item.at)) {
      items.push({ kind: 'day', key: `day-${dayOf(item.at)}-${item.key}`, at: item.at });
    }
    if (item.key === newFrom) items.push({ kind: 'new', key: 'new' });
    if (item.type === 'event') {
      if (item.body.kind === 'contact.requested' && ended) items.push({ kind: 'again', key: `again-${item.key}` });
      ended ||= item.body.kind === 'contact.ended';
      items.push({ kind: 'event', key: item.key, event: item });
    } else {
      items.push({
        kind: 'message',
        key: item.key,
        message: item,
        first: item.key === newFrom || !together(before, item),
        last: after?.key === newFrom || !together(item, after),
      });
    }
  }
  return items;
}

/** The key of the first of the customer's last `unread` messages. */
export function firstUnread(timeline: readonly TimelineItem[], unread: number): string | null {
  let left = unread;
  for (let index = timeline.length - 1; index >= 0 && left > 0; index -= 1) {
    const item = timeline[index];
    if (item?.type !== 'message' || item.from.kind !== 'customer') continue;
    left -= 1;
    if (left === 0) return item.key;
  }
  return null;
}
