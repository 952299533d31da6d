import type { Hint } from '@alongside/domain';
import type { ConversationSummary, Desk, Entry, EntryBody } from '@alongside/protocol';

type Entries = Extract<Hint, { kind: 'entries' }>;
type Delivered = Extract<Hint, { kind: 'delivered' }>;
/** What changes a conversation's row on a desk and nothing else there. */
export type RowHint = Entries | Delivered;

/** `lost`: something before it is not known here, so the desk has to be read again. */
export type Moved = 'moved' | 'same' | 'lost';

/** As `message_preview` stores it: characters, not UTF-16 units. */
const PREVIEW_CHARACTERS = 140;

interface Row {
  /** Our own, changed in place: this is done for every message. */
  readonly summary: { -readonly [K in keyof ConversationSummary]: ConversationSummary[K] };
  /** End of the log when the desk was read: who wrote up to here is only known as a count. */
  readonly countedUpTo: number;
  /** The customer's messages since then that no agent has read. */
  unread: number[];
}

/**
 * A desk as it was read, moved on by what is told since. Entries count once and only in the order of the log, marks only rise; so it does not
 * matter which of them the read has seen already.
 */
export class DeskCopy {
  readonly #desk: Desk;
  readonly #rows: Map<string, Row>;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#rows = new Map(
      desk.conversations.map((summary) => [
        summary.id,
        { summary: { ...summary }, countedUpTo: summary.lastSeq, unread: [] },
      ]),
    );
  }

  get conversationIds(): string[] {
    return [...this.#rows.keys()];
  }

  move(hint: RowHint): Moved {
    const row = this.#rows.get(hint.conversationId);
    if (!row) return 'same';
    if (hint.kind === 'delivered') return moveDelivered(row, hint);
    // A hint without its entries tells only that there are some.
    let moved: Moved = hint.entries.length === 0 ? 'lost' : 'same';
    for (const entry of hint.entries) {
      if (entry.seq <= row.summary.lastSeq) continue;
      if (entry.seq > row.summary.lastSeq + 1 || !moveByEntry(row, entry)) return 'lost';
      moved = 'moved';
    }
    return moved;
  }

  at(serverTime: string): Desk {
    return { ...this.#desk, conversations: [...this.#rows.values()].map(({ summary }) => summary), serverTime };
  }
}

function moveDelivered(row: Row, { by, upTo }: Delivered): Moved {
  const mark = by === 'agent' ? 'agentDeliveredUpTo' : 'customerDeliveredUpTo';
  if (upTo <= row.summary[mark]) return 'same';
  row.summary[mark] = upTo;
  return 'moved';
}

/** False: what is unread is not known any more. */
function moveByEntry(row: Row, { seq, at, from, body }: Entry): boolean {
  const { summary } = row;
  summary.lastSeq = seq;
  const preview = previewOf(body);
  if (preview !== null) {
    summary.lastMessage = { at, from: from.kind, preview };
    if (from.kind !== 'customer') return true;
    row.unread.push(seq);
    summary.unread += 1;
  }
  if (body.kind !== 'read') return true;
  if (from.kind === 'customer') {
    summary.customerReadUpTo = body.upTo;
    summary.customerDeliveredUpTo = Math.max(summary.customerDeliveredUpTo, body.upTo);
    return true;
  }
  const known = body.upTo >= row.countedUpTo || summary.unread === 0;
  summary.agentReadUpTo = body.upTo;
  summary.agentDeliveredUpTo = Math.max(summary.agentDeliveredUpTo, body.upTo);
  row.unread = row.unread.filter((unread) => unread > body.upTo);
  summary.unread = row.unread.length;
  return known;
}

function previewOf(body: EntryBody): string | null {
  const text = shownOf(body);
  if (text === null) return null;
  return text.length <= PREVIEW_CHARACTERS ? text : [...text].slice(0, PREVIEW_CHARACTERS).join('');
}

function shownOf(body: EntryBody): string | null {
  if (body.kind === 'text') return body.text;
  if (body.kind === 'rich') return body.fallbackText;
  return body.kind === 'file' ? (body.caption ?? body.file.name) : null;
}
