import { type CustomerActor, type Platform, readHelp, readStandings } from '@alongside/domain';
import type { Down, QueueStanding } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** Tells waiting customers where they stand [QUE1]: one read a queue, a frame only to those for whom something changed. */
export class Standings {
  readonly #platform: Platform;
  readonly #byConversation = new Groups<string, Connection>();
  readonly #customersOf = new Groups<string, Connection>();
  readonly #last = new Map<Connection, string>();
  readonly #changes: Coalescer<{ tenantId: string; queueId: string }>;

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#changes = new Coalescer(
      ({ tenantId, queueId }) => this.#push(tenantId, queueId),
      timing.standings,
      (error) => platform.log.warn({ error, where: 'standings' }, 'Standings could not be read.'),
    );
  }

  welcome(actor: CustomerActor, connection: Connection): void {
    this.#byConversation.add(actor.conversationId, connection);
    this.#customersOf.add(actor.tenantId, connection);
    void this.#first(actor, connection);
  }

  gone(actor: CustomerActor, connection: Connection): void {
    this.#byConversation.delete(actor.conversationId, connection);
    this.#customersOf.delete(actor.tenantId, connection);
    this.#last.delete(connection);
  }

  changed(tenantId: string, queueId: string): void {
    if (this.#customersOf.has(tenantId)) this.#changes.request(queueId, { tenantId, queueId });
  }

  /** The contact moved on: what was last said of it no longer counts. */
  forget(conversationId: string): void {
    for (const connection of this.#byConversation.of(conversationId)) this.#last.delete(connection);
  }

  close(): void {
    this.#changes.close();
  }

  /** At once after the welcome, unless the queue's own news were faster. */
  async #first(actor: CustomerActor, connection: Connection): Promise<void> {
    try {
      const { standing } = await readHelp(this.#platform, actor);
      if (standing && connection.open && !this.#last.has(connection))
        this.#tell(actor.conversationId, connection, standing);
    } catch (error) {
      this.#platform.log.warn({ error, where: 'standing' }, 'A standing could not be read.');
    }
  }

  async #push(tenantId: string, queueId: string): Promise<void> {
    if (!this.#customersOf.has(tenantId)) return;
    for (const { conversationId, standing } of await readStandings(this.#platform, tenantId, queueId)) {
      for (const connection of this.#byConversation.of(conversationId))
        this.#tell(conversationId, connection, standing);
    }
  }

  #tell(conversationId: string, connection: Connection, standing: QueueStanding): void {
    const text = JSON.stringify({ t: 'standing', conversationId, standing } satisfies Down);
    if (this.#last.get(connection) === text) return;
    this.#last.set(connection, text);
    connection.sendText(text);
  }
}
