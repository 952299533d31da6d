import { failpoint, type Hint, listEntries, type Platform, Refused } from '@alongside/domain';
import { type Down, type EntryPage, LIMITS, wireError } from '@alongside/protocol';
import type { Connection } from './connection.ts';
import { EntryBatch } from './entry-batch.ts';
import { Feed } from './feed.ts';
import { Groups } from './groups.ts';

/** How long a subscription waits for the store before it reads on. */
const PAUSE_MILLISECONDS = 500;

/** The subscriptions of this process, by conversation. */
export class Feeds {
  readonly #platform: Platform;
  readonly #byConversation = new Groups<string, Feed>();
  readonly #byConnection = new Map<Connection, Map<string, Feed>>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Live first, then the log: nothing falls between the two. Replaces an earlier subscription of this socket [SUB2]. */
  async subscribe(
    connection: Connection,
    conversationId: string,
    after: number,
    onAccepted: (lastSeq: number) => void,
  ): Promise<void> {
    this.unsubscribe(connection, conversationId);
    const feed = new Feed(connection, conversationId, after, {
      readPage: (from) => this.#readPatiently(feed, from),
      onLost: (error) => this.#lost(feed, error),
    });
    this.#add(feed);
    let page: EntryPage;
    try {
      page = await this.#readOnce(feed, after);
      await failpoint('subscribe.read');
    } catch (error) {
      this.#remove(feed);
      throw error;
    }
    onAccepted(page.lastSeq);
    feed.start(page);
  }

  unsubscribe(connection: Connection, conversationId: string): void {
    const feed = this.#byConnection.get(connection)?.get(conversationId);
    if (feed) this.#remove(feed);
  }

  gone(connection: Connection): void {
    for (const feed of [...(this.#byConnection.get(connection)?.values() ?? [])]) this.#remove(feed);
  }

  /** Reads on where the log has more than was told of: for hints that may be lost on their way. */
  async lookAgain(): Promise<void> {
    const byTenant = new Map<string, Set<string>>();
    for (const [{ actor }, feeds] of this.#byConnection) {
      const ids = byTenant.get(actor.tenantId) ?? new Set();
      byTenant.set(actor.tenantId, ids);
      for (const id of feeds.keys()) ids.add(id);
    }
    for (const [tenantId, ids] of byTenant) {
      const heads = await this.#platform.store.transaction(tenantId, (tx) => tx.log.heads([...ids]));
      for (const { id, lastSeq } of heads) for (const feed of this.#byConversation.of(id)) feed.reaches(lastSeq);
    }
  }

  told(hint: Extract<Hint, { kind: 'entries' | 'typing' | 'delivered' }>): void {
    if (!this.#byConversation.has(hint.conversationId)) return;
    const feeds = this.#byConversation.of(hint.conversationId);
    if (hint.kind === 'entries') {
      const batch = new EntryBatch(hint.conversationId, hint.entries);
      for (const feed of feeds) feed.offer(batch);
      return;
    }
    const by = hint.kind === 'typing' ? hint.from : hint.by;
    const text = JSON.stringify(signalFrame(hint));
    for (const feed of feeds) if (feed.side !== by) feed.connection.sendText(text);
  }

  #readOnce(feed: Feed, after: number): Promise<EntryPage> {
    const { actor } = feed.connection;
    return listEntries(this.#platform, actor, {
      conversationId: feed.conversationId,
      after,
      limit: LIMITS.pageEntries,
    });
  }

  /** Once accepted, a subscription outlasts a store that is away. */
  async #readPatiently(feed: Feed, after: number): Promise<EntryPage> {
    for (;;) {
      try {
        return await this.#readOnce(feed, after);
      } catch (error) {
        const waits = error instanceof Refused && error.code === 'store_unavailable' && feed.connection.open;
        if (!waits) throw error;
        await new Promise((go) => setTimeout(go, PAUSE_MILLISECONDS));
      }
    }
  }

  #lost(feed: Feed, error: unknown): void {
    this.#remove(feed);
    if (!(error instanceof Refused))
      this.#platform.log.error({ error, where: 'subscription' }, 'A subscription broke.');
    const refusal = error instanceof Refused ? wireError(error.code, error.detail) : wireError('internal');
    feed.connection.send({ t: 'resync', conversationId: feed.conversationId, error: refusal });
  }

  #add(feed: Feed): void {
    this.#byConversation.add(feed.conversationId, feed);
    const own = this.#byConnection.get(feed.connection) ?? new Map<string, Feed>();
    own.set(feed.conversationId, feed);
    this.#byConnection.set(feed.connection, own);
  }

  #remove(feed: Feed): void {
    feed.stop();
    this.#byConversation.delete(feed.conversationId, feed);
    const own = this.#byConnection.get(feed.connection);
    if (own?.get(feed.conversationId) === feed) own.delete(feed.conversationId);
    if (own?.size === 0) this.#byConnection.delete(feed.connection);
  }
}

function signalFrame(hint: Extract<Hint, { kind: 'typing' | 'delivered' }>): Down {
  const { conversationId } = hint;
  return hint.kind === 'typing'
    ? {
        t: 'typing',
        conversationId,
        from: hint.from,
        name: hint.name,
        on: hint.on,
        ...(hint.text === undefined ? {} : { text: hint.text }),
      }
    : { t: 'delivered', conversationId, by: hint.by, upTo: hint.upTo };
}
