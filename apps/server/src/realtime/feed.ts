import type { Actor } from '@alongside/domain';
import type { EntryPage } from '@alongside/protocol';
import type { Connection } from './connection.ts';
import { type EntryBatch, framesOf } from './entry-batch.ts';

/** Live batches that are kept while older entries are being read. More are dropped and read from the log instead. */
const MOST_HELD = 64;

/**
 * One subscription: a cursor that only moves by what was sent [SUB2]. Live batches that follow it are sent as they come; anything else (catching
 * up, a lost hint, a batch out of order) is read from the log, while live batches wait and are joined by their seq [SUB1].
 */
export class Feed {
  readonly conversationId: string;
  readonly connection: Connection;
  readonly #readPage: (after: number) => Promise<EntryPage>;
  readonly #onLost: (error: unknown) => void;
  #sentUpTo: number;
  /** True from the beginning: nothing live is sent before the first page was. */
  #reading = true;
  #held: EntryBatch[] = [];
  #stopped = false;

  constructor(
    connection: Connection,
    conversationId: string,
    after: number,
    options: { readPage: (after: number) => Promise<EntryPage>; onLost: (error: unknown) => void },
  ) {
    this.connection = connection;
    this.conversationId = conversationId;
    this.#sentUpTo = after;
    this.#readPage = options.readPage;
    this.#onLost = options.onLost;
  }

  get side(): Actor['kind'] {
    return this.connection.actor.kind;
  }

  /** Sends the first page and goes on from there. */
  start(page: EntryPage): void {
    void this.#catchUp(page);
  }

  stop(): void {
    this.#stopped = true;
    this.#held = [];
  }

  /** The log reaches up to here, as somebody saw who looked. */
  reaches(lastSeq: number): void {
    if (!this.#stopped && !this.#reading && lastSeq > this.#sentUpTo) void this.#catchUp(null);
  }

  /** Entries that were just stored. */
  offer(batch: EntryBatch): void {
    if (this.#stopped) return;
    if (this.#reading) {
      this.#held.push(batch);
      if (this.#held.length > MOST_HELD) this.#held.shift();
    } else if (!this.#send(batch)) {
      this.#held.push(batch);
      void this.#catchUp(null);
    }
  }

  /** False: something is missing before it. */
  #send(batch: EntryBatch): boolean {
    // Without entries it tells only that there may be some.
    if (batch.last === 0) return false;
    if (batch.last <= this.#sentUpTo) return true;
    if (batch.first > this.#sentUpTo + 1 || !batch.gapFree) return false;
    this.connection.sendText(batch.frameFor(this.side, this.#sentUpTo));
    this.#sentUpTo = batch.last;
    return true;
  }

  async #catchUp(known: EntryPage | null): Promise<void> {
    this.#reading = true;
    try {
      for (let page = known; !this.#stopped && this.connection.open; page = null) {
        page ??= await this.#readPage(this.#sentUpTo);
        const before = this.#sentUpTo;
        await this.#sendPage(page);
        if (page.hasMore) continue;
        if (this.#join()) break;
        // The log does not have what the hint told of: nothing to wait for.
        if (this.#sentUpTo === before) this.#held = [];
      }
    } catch (error) {
      if (!this.#stopped) this.#onLost(error);
    } finally {
      this.#reading = false;
    }
  }

  async #sendPage({ entries, lastSeq }: EntryPage): Promise<void> {
    const fresh = entries.filter(({ seq }) => seq > this.#sentUpTo);
    for (const { text, last } of framesOf(this.conversationId, fresh, lastSeq)) {
      if (this.#stopped) return;
      this.#sentUpTo = last;
      await this.connection.sendPaced(text);
    }
  }

  /** Sends what waited, in order. False: there is a gap before some of it. */
  #join(): boolean {
    const held = this.#held.sort((a, b) => a.first - b.first);
    this.#held = [];
    for (const [index, batch] of held.entries()) {
      if (this.#send(batch)) continue;
      this.#held = held.slice(index);
      return false;
    }
    return true;
  }
}
