import type { Author, Entry, EntryBody } from '@alongside/protocol';
import type { AlongsideError } from '../errors.ts';
import type { Marks, Side } from './marks.ts';

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
  readonly kind: 'text' | 'file' | 'note';
  readonly clientId: string | null;
  /** null until the server has given it. */
  readonly seq: number | null;
  /** The server's time; this device's while pending. */
  readonly at: string;
  readonly from: Author;
  readonly mine: boolean;
  /** The caption of a file; may be empty. */
  readonly text: string;
  readonly file: MessageFile | null;
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
  readonly body: Exclude<EntryBody, { kind: 'text' | 'file' | 'note' | 'read' | 'withheld' }>;
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

/** One entry as it is drawn; null for those that are not. */
export function itemOf(entry: Entry, viewer: Viewer, marks: Marks): TimelineItem | null {
  const { seq, at, from, clientId, body } = entry;
  if (body.kind === 'read' || body.kind === 'withheld') return null;
  const ours = from.kind === viewer.side;
  const mine = ours && (viewer.id === null || from.id === viewer.id);
  const key = mine && clientId ? clientId : `seq-${seq}`;
  if (body.kind === 'text' || body.kind === 'file' || body.kind === 'note') {
    const isFile = body.kind === 'file';
    return {
      type: 'message',
      key,
      kind: body.kind,
      clientId,
      seq,
      at,
      from,
      mine,
      text: (isFile ? body.caption : body.text) ?? '',
      file: isFile ? body.file : null,
      delivery: ours ? deliveryOf(seq, marks[viewer.side === 'customer' ? 'agent' : 'customer']) : null,
      progress: null,
      error: null,
    };
  }
  return { type: 'event', key, seq, at, from, body };
}

/** Builds the timeline and gives the same object again for what has not changed, so that a list draws only what did. */
export function createTimeline() {
  let drawn = new Map<string, TimelineItem>();
  return (
    entries: readonly Entry[],
    pending: readonly Message[],
    viewer: Viewer,
    marks: Marks,
  ): readonly TimelineItem[] => {
    const next = new Map<string, TimelineItem>();
    for (const entry of entries) {
      const item = itemOf(entry, viewer, marks);
      if (item) next.set(item.key, same(drawn.get(item.key), item));
    }
    // By seq first, then in the order of sending: an own message steps out of the pending ones into its place.
    for (const item of pending) if (!next.has(item.key)) next.set(item.key, same(drawn.get(item.key), item));
    drawn = next;
    return [...next.values()];
  };
}

function same(old: TimelineItem | undefined, item: TimelineItem): TimelineItem {
  if (old?.type !== item.type || old.seq !== item.seq) return item;
  if (old.type === 'event' || item.type === 'event') return old;
  return old.delivery === item.delivery &&
    old.progress === item.progress &&
    old.error === item.error &&
    old.mine === item.mine
    ? old
    : item;
}
