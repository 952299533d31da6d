import type { Author, Entry, EntryBody, RichContent } from '@alongside/protocol';
import type { AlongsideError } from '../errors.ts';
import { type Marks, noMarks, type Side } from './marks.ts';

/** queued: on this device · accepted: stored by the server · delivered: on the other side's device · read · failed: see `error`. */
export type Delivery = 'queued' | 'accepted' | 'delivered' | 'read' | 'failed';

export interface MessageFile {
  /** null until it is uploaded. */
  readonly id: string | null;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width?: number;
  readonly height?: number;
}

/** A message of either side, drawn as one bubble. */
export interface Message {
  readonly type: 'message';
  /** The same before and after acceptance. */
  readonly key: string;
  /** Notes reach agents only. */
  readonly kind: 'text' | 'rich' | 'file' | 'note';
  readonly clientId: string | null;
  /** null until the server has given it. */
  readonly seq: number | null;
  /** The server's time; this device's while pending. */
  readonly at: string;
  readonly from: Author;
  readonly mine: boolean;
  /** The caption of a file; may be empty. Of rich content, what stands for it where it cannot be shown. */
  readonly text: string;
  /** Of a rich message. */
  readonly content?: RichContent;
  /** Set for texts that are the press of a button: what came back with it. */
  readonly postback?: string;
  readonly file: MessageFile | null;
  /** Further files of the same message. */
  readonly more?: readonly MessageFile[];
  /** null for messages of the other side, and for notes of others. */
  readonly delivery: Delivery | null;
  /** 0…1 while a file goes up. */
  readonly progress: number | null;
  readonly error: AlongsideError | null;
}

/** Something that happened to the contact, drawn as a line between messages. */
export interface LogEvent {
  readonly type: 'event';
  readonly key: string;
  readonly seq: number;
  readonly at: string;
  readonly from: Author;
  readonly body: Exclude<EntryBody, { kind: 'text' | 'rich' | 'file' | 'note' | 'read' | 'withheld' }>;
}

export type TimelineItem = Message | LogEvent;

/** Whose eyes: delivery is shown for messages of one's own side, `mine` for one's own. */
export interface Viewer {
  readonly side: Side;
  /** null: everything of my side is mine. */
  readonly id: string | null;
}

function deliveryOf(seq: number, other: { delivered: number; read: number }): Delivery {
  return seq <= other.read ? 'read' : seq <= other.delivered ? 'delivered' : 'accepted';
}

/** What stands in a message of any kind. */
export function saidIn(body: {
  readonly caption?: string;
  readonly fallbackText?: string;
  readonly text?: string;
  readonly content?: RichContent;
  readonly postback?: string;
  readonly more?: readonly MessageFile[];
}): Pick<Message, 'text' | 'content' | 'postback' | 'more'> {
  const { content, postback, more } = body;
  const text = body.caption ?? body.fallbackText ?? body.text ?? '';
  return { text, ...(content && { content }), ...(postback && { postback }), ...(more && { more }) };
}

/** One entry as it is drawn; null for those that are not. */
export function itemOf(entry: Entry, viewer: Viewer, marks: Marks): TimelineItem | null {
  const { seq, at, from, clientId, body } = entry;
  if (body.kind === 'read' || body.kind === 'withheld') return null;
  const ours = from.kind === viewer.side;
  const mine = ours && (viewer.id === null || from.id === viewer.id);
  const key = mine && clientId ? clientId : `seq-${seq}`;
  if (body.kind === 'text' || body.kind === 'rich' || body.kind === 'file' || body.kind === 'note') {
    return {
      type: 'message',
      key,
      kind: body.kind,
      clientId,
      seq,
      at,
      from,
      mine,
      ...saidIn(body),
      file: body.kind === 'file' ? body.file : null,
      delivery: ours ? deliveryOf(seq, marks[viewer.side === 'customer' ? 'agent' : 'customer']) : null,
      progress: null,
      error: null,
    };
  }
  return { type: 'event', key, seq, at, from, body };
}

/** What a list draws. The same array until something in it changed, and the same item until it changed itself. */
export interface Drawn {
  timeline(): readonly TimelineItem[];
  /** Only the messages of it. */
  messages(): readonly Message[];
}

/**
 * The timeline of one conversation. It is changed where something changed and never built anew: an entry at the end or a risen mark costs the same
 * however long the conversation is. Only the arrays handed out are copies, made when somebody looks.
 */
export interface Timeline extends Drawn {
  append(entries: readonly Entry[]): void;
  prepend(page: readonly Entry[]): void;
  /** Draws these entries instead of all that were there, for these eyes. */
  rebuild(viewer: Viewer, entries: readonly Entry[]): void;
  /** Marks only rise: what they pass is drawn again. */
  mark(marks: Marks): void;
  /** What is not in the log yet, in the order of sending. */
  wait(pending: readonly Message[]): void;
  /** The seq of the last text or file of the other side; read marks refer to these only, or two readers would answer each other for ever. */
  lastOfOthers(): number;
  /** How many texts and files of the other side lie above this seq. */
  countOfOthers(above: number): number;
}

export function createTimeline(viewer: Viewer): Timeline {
  let marks = noMarks;
  let items: TimelineItem[] = [];
  let bubbles: Message[] = [];
  let others: number[] = [];
  let keys = new Set<string>();
  let pending: readonly Message[] = [];
  let shown: readonly TimelineItem[] | null = [];
  let shownBubbles: readonly Message[] | null = [];

  const changed = () => {
    shown = shownBubbles = null;
  };
  const draw = (entries: readonly Entry[]) =>
    entries.flatMap((entry) => {
      const item = itemOf(entry, viewer, marks);
      if (!item) return [];
      keys.add(item.key);
      return [item];
    });
  const messagesOf = (of: readonly TimelineItem[]) => of.filter((item) => item.type === 'message');
  const othersOf = (of: readonly Message[]) =>
    of.flatMap(({ from, kind, seq }) => (from.kind !== viewer.side && kind !== 'note' ? [seq ?? 0] : []));
  // By seq first, then in the order of sending: an own message steps out of the pending ones into its place.
  const waiting = () => pending.filter(({ key }) => !keys.has(key));

  const redraw = (above: number, upTo: number) => {
    const theirs = marks[viewer.side === 'customer' ? 'agent' : 'customer'];
    for (let at = firstAbove(bubbles, above); at < bubbles.length; at += 1) {
      const message = bubbles[at]!;
      const seq = message.seq ?? 0;
      if (seq > upTo) break;
      const delivery = message.delivery && deliveryOf(seq, theirs);
      if (delivery === message.delivery) continue;
      bubbles[at] = items[firstAbove(items, seq - 1)] = { ...message, delivery };
      changed();
    }
  };

  return {
    append(entries) {
      const more = draw(entries);
      const messages = messagesOf(more);
      for (const item of more) items.push(item);
      for (const message of messages) bubbles.push(message);
      others.push(...othersOf(messages));
      if (more.length) changed();
    },
    prepend(page) {
      const more = draw(page);
      const messages = messagesOf(more);
      items.unshift(...more);
      bubbles.unshift(...messages);
      others.unshift(...othersOf(messages));
      if (more.length) changed();
    },
    rebuild(by, entries) {
      viewer = by;
      keys = new Set();
      items = draw(entries);
      bubbles = messagesOf(items);
      others = othersOf(bubbles);
      changed();
    },
    mark(next) {
      const of = viewer.side === 'customer' ? 'agent' : 'customer';
      const old = marks[of];
      marks = next;
      if (next[of].delivered > old.delivered) redraw(old.delivered, next[of].delivered);
      if (next[of].read > old.read) redraw(old.read, next[of].read);
    },
    wait(next) {
      if (next.length === pending.length && next.every((message, at) => message === pending[at])) return;
      pending = next;
      changed();
    },
    lastOfOthers: () => others.at(-1) ?? 0,
    countOfOthers: (above) => others.length - firstWhere(others.length, (at) => others[at]! > above),
    timeline() {
      shown ??= items.concat(waiting());
      return shown;
    },
    messages() {
      shownBubbles ??= bubbles.concat(waiting());
      return shownBubbles;
    },
  };
}

/** Of 0 … length-1, the first for which it holds, given that it holds for all after it; else length. */
function firstWhere(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high; ) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const firstAbove = (items: readonly TimelineItem[], seq: number) =>
  firstWhere(items.length, (at) => (items[at]!.seq ?? 0) > seq);
