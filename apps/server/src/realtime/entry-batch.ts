import { type Actor, type StoredEntry, viewFor } from '@alongside/domain';
import type { Down, Entry } from '@alongside/protocol';

type Side = Actor['kind'];

/** Entries of one conversation that were stored together, as frames: built once per side that sees something of its own, however many read them. */
export class EntryBatch {
  readonly conversationId: string;
  readonly first: number;
  readonly last: number;
  readonly #entries: readonly StoredEntry[];
  readonly #texts = new Map<Side, string>();
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
  textFor(reader: Side, after: number): string {
    const side = this.#sameForAll ? 'customer' : reader;
    if (after >= this.first) {
      return entriesFrame(
        this.conversationId,
        this.#entries.filter(({ seq }) => seq > after).map((entry) => viewFor(side, entry)),
        this.last,
      );
    }
    let text = this.#texts.get(side);
    if (text === undefined) {
      const seen = this.#entries.map((entry) => viewFor(side, entry));
      text = entriesFrame(this.conversationId, seen, this.last);
      this.#texts.set(side, text);
    }
    return text;
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
