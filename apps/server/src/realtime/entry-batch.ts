import { type Actor, type StoredEntry, viewFor } from '@alongside/domain';
import type { Down, Entry } from '@alongside/protocol';
import { type Frame, frameForMany } from './text-frames.ts';

type Side = Actor['kind'];

/** Entries of one conversation that were stored together, as frames: built once per side that sees something of its own, however many read them. */
export class EntryBatch {
  readonly conversationId: string;
  readonly first: number;
  readonly last: number;
  readonly #entries: readonly StoredEntry[];
  readonly #frames = new Map<Side, Frame>();
  readonly #sameForAll: boolean;

  constructor(conversationId: string, entries: readonly StoredEntry[]) {
    this.conversationId = conversationId;
    this.#entries = entries;
    this.first = entries[0]?.seq ?? 0;
    this.last = entries.at(-1)?.seq ?? 0;
    this.#sameForAll = entries.every(({ visibility }) => visibility === 'all');
  }

  /** A hint is only used if it is whole. */
  get gapFree(): boolean {
    return this.#entries.every((entry, index) => entry.seq === this.first + index) && this.#entries.length > 0;
  }

  /** The frame for a reader who has everything up to `after`. */
  frameFor(reader: Side, after: number): Frame {
    const side = this.#sameForAll ? 'customer' : reader;
    if (after >= this.first) return this.#textFor(side, after);
    let frame = this.#frames.get(side);
    if (frame === undefined) {
      frame = frameForMany(this.#textFor(side, after));
      this.#frames.set(side, frame);
    }
    return frame;
  }

  #textFor(side: Side, after: number): string {
    const fresh = this.#entries.filter(({ seq }) => seq > after).map((entry) => viewFor(side, entry));
    return entriesFrame(this.conversationId, fresh, this.last);
  }
}

/** A page of entries in frames of about 64 KiB, so that one frame never takes a large part of a socket's budget. */
export function* framesOf(
  conversationId: string,
  entries: readonly Entry[],
  lastSeq: number,
): Generator<{ text: string; last: number }> {
  let part: Entry[] = [];
  let size = 0;
  for (const entry of entries) {
    part.push(entry);
    size += sizeOf(entry);
    if (size < 64 * 1024) continue;
    yield { text: entriesFrame(conversationId, part, lastSeq), last: entry.seq };
    part = [];
    size = 0;
  }
  const last = part.at(-1)?.seq;
  if (last !== undefined) yield { text: entriesFrame(conversationId, part, lastSeq), last };
}

const entriesFrame = (conversationId: string, entries: Entry[], lastSeq: number): string =>
  JSON.stringify({ t: 'entries', conversationId, entries, lastSeq } satisfies Down);

/** Roughly, in bytes: the text decides. */
const sizeOf = ({ body }: Entry): number => 300 + ('text' in body ? body.text.length * 2 : 0);
