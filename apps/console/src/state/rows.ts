import type { Contact, ConversationSummary } from '@alongside/protocol';
import type { ConversationStatus, Message, TimelineItem } from '@alongside/sdk/agent';
import type { Departed } from './model.ts';

/** A conversation as the list shows it. */
export interface Row {
  readonly conversationId: string;
  readonly contact: Contact;
  readonly state: 'active' | 'wrap-up' | 'departed';
  /** The customer's messages that I have not read. */
  readonly unread: number;
  /** Since when the customer waits for my answer. */
  readonly waitingSince: string | null;
  readonly last: RowMessage | null;
  readonly typing: boolean;
  /** A message of mine did not go out. */
  readonly failed: boolean;
}

export interface RowMessage {
  readonly at: string;
  readonly from: 'customer' | 'agent' | 'system';
  readonly kind: 'text' | 'rich' | 'file' | 'note';
  readonly text: string;
}

/** What is known of a conversation beside the desk's summary. */
export interface Live {
  readonly timeline: readonly TimelineItem[];
  readonly status: ConversationStatus;
}

const isMessage = (item: TimelineItem): item is Message => item.type === 'message';
const spoken = (item: TimelineItem): item is Message => isMessage(item) && item.kind !== 'note';

/** Since when the customer has been waiting for a person's answer in this contact; null when nobody waits. */
export function waitingSince(timeline: readonly TimelineItem[], contact: Contact): string | null {
  let since: string | null = null;
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const item = timeline[index] as TimelineItem;
    if (item.type === 'event' && item.body.kind === 'contact.started') return since ?? item.at;
    if (!spoken(item)) continue;
    if (item.from.kind === 'agent') return since;
    if (item.from.kind === 'customer') since = item.at;
  }
  return since ?? contact.startedAt;
}

function lastMessage(timeline: readonly TimelineItem[]): RowMessage | null {
  const message = timeline.findLast(spoken);
  if (!message) return null;
  const { at, from, kind, text, file } = message;
  return { at, from: from.kind, kind, text: text || file?.name || '' };
}

function rowOf(
  contact: Contact,
  conversationId: string,
  state: Row['state'],
  summary: ConversationSummary | null,
  live: Live | undefined,
): Row {
  const timeline = live?.timeline ?? [];
  const known = timeline.length > 0;
  const told = summary?.lastMessage;
  const fromSummary: RowMessage | null = told
    ? { at: told.at, from: told.from, kind: 'text', text: told.preview }
    : null;
  const waits = known
    ? waitingSince(timeline, contact)
    : told?.from === 'agent'
      ? null
      : (told?.at ?? contact.startedAt);
  return {
    conversationId,
    contact,
    state,
    unread: state === 'departed' ? 0 : ((live?.status.caughtUp ? live.status.unread : summary?.unread) ?? 0),
    waitingSince: state === 'active' ? waits : null,
    last: (known ? lastMessage(timeline) : null) ?? fromSummary,
    typing: state === 'active' && live?.status.typing != null,
    failed: timeline.some((item) => isMessage(item) && item.delivery === 'failed'),
  };
}

/**
 * The rows in the order in which the chats began, so that a row never jumps under the hand; what only waits for its note comes last.
 * @param live by conversation id
 */
export function rowsOf(
  conversations: readonly ConversationSummary[],
  departed: readonly Departed[],
  live: ReadonlyMap<string, Live>,
): readonly Row[] {
  const mine = conversations.map((summary) =>
    rowOf(
      summary.contact,
      summary.id,
      summary.contact.state === 'ended' ? 'wrap-up' : 'active',
      summary,
      live.get(summary.id),
    ),
  );
  const gone = departed
    .filter(({ conversationId }) => !mine.some((row) => row.conversationId === conversationId))
    .map(({ contact, conversationId }) => rowOf(contact, conversationId, 'departed', null, live.get(conversationId)));
  const rank = (row: Row) => (row.state === 'wrap-up' ? 1 : 0);
  const begun = (row: Row) => row.contact.startedAt ?? row.contact.requestedAt;
  return [...mine, ...gone].sort((a, b) => rank(a) - rank(b) || (begun(a) < begun(b) ? -1 : 1));
}

/** The row that has waited longest for an answer, else the next unread, else none. */
export function mostUrgent(rows: readonly Row[], except: string | null): Row | null {
  const others = rows.filter((row) => row.conversationId !== except && row.state === 'active');
  const waiting = others.filter((row) => row.waitingSince !== null);
  return waiting.sort((a, b) => ((a.waitingSince ?? '') < (b.waitingSince ?? '') ? -1 : 1))[0] ?? others[0] ?? null;
}
