import type { LogEvent, Message, TimelineItem } from '@alongside/sdk';

/** What one line of the message list shows. */
export type Row =
  | { readonly type: 'day'; readonly key: string; readonly at: string }
  | { readonly type: 'event'; readonly key: string; readonly event: LogEvent }
  | {
      readonly type: 'message';
      readonly key: string;
      readonly message: Message;
      /** First of its group: carries the sender's name. */
      readonly first: boolean;
      /** Last of its group: carries the time. */
      readonly last: boolean;
      /** The newest of one's own messages in its delivery state: says the state in words. */
      readonly saysDelivery: boolean;
    };

const GROUP_MS = 5 * 60_000;
const SILENT_EVENTS = new Set([
  'wrap_up',
  'contact.requested',
  'fields.changed',
  'thread.renamed',
  'thread.archived',
  'cobrowse.offered',
  'cobrowse.started',
  'cobrowse.joined',
  'cobrowse.consent',
  'cobrowse.ended',
  'participant.joined',
  'participant.left',
]);

const sameGroup = (one: TimelineItem | undefined, other: TimelineItem | undefined) =>
  one?.type === 'message' &&
  other?.type === 'message' &&
  one.mine === other.mine &&
  one.from.id === other.from.id &&
  Math.abs(Date.parse(other.at) - Date.parse(one.at)) < GROUP_MS;

/**
 * Turns a timeline into lines: day separators, groups of one sender within five minutes, delivery states said once each.
 * @param dayOf names the reader's day of a time; equal for two times of the same day
 */
export function rowsOf(timeline: readonly TimelineItem[], dayOf: (at: string) => string): readonly Row[] {
  const items = timeline.filter((item) => item.type === 'message' || !SILENT_EVENTS.has(item.body.kind));
  const newest = new Map<string, string>();
  for (const item of items) {
    if (item.type === 'message' && item.mine && item.delivery) newest.set(item.delivery, item.key);
  }
  const rows: Row[] = [];
  let day = '';
  items.forEach((item, index) => {
    const before = items[index - 1];
    const after = items[index + 1];
    const itsDay = dayOf(item.at);
    const newDay = itsDay !== day;
    if (newDay) rows.push({ type: 'day', key: `day ${item.key}`, at: item.at });
    day = itsDay;
    if (item.type === 'event') {
      rows.push({ type: 'event', key: item.key, event: item });
      return;
    }
    rows.push({
      type: 'message',
      key: item.key,
      message: item,
      first: newDay || !sameGroup(before, item),
      last: !sameGroup(item, after) || (after !== undefined && dayOf(after.at) !== itsDay),
      saysDelivery: item.mine && (item.delivery === 'failed' || newest.get(item.delivery ?? '') === item.key),
    });
  });
  return rows;
}
