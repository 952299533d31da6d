import { type CustomerActor, type Platform, Refused, readHelp, readStandings, waitingIn } from '@alongside/domain';
import type { Down, QueueStanding } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** Of the time, at most one part in so many goes into the standings of one queue: a long line is told a little less often. */
const SHARE = 5;
/** However long a line is, it is told this often. */
const LONGEST_GAP = 500;
/** So many newcomers are each looked up; more are told with their whole queue. */
const FEW = 8;
const NEWCOMERS_MILLISECONDS = 50;
/** In a line where nothing happens, a call-back may be asked for all the same once one has waited long enough [ROUTE7]. */
const LOOK_AGAIN_MILLISECONDS = 5_000;

/** Tells waiting customers where they stand [QUE1]: one read a queue, a frame only to those for whom something changed. */
export class Standings {
  readonly #platform: Platform;
  readonly #byConversation = new Groups<string, Connection>();
  readonly #customersOf = new Groups<string, Connection>();
  readonly #last = new Map<Connection, QueueStanding>();
  readonly #actors = new Map<Connection, CustomerActor>();
  readonly #again: NodeJS.Timeout;
  readonly #changes: Coalescer<{ tenantId: string; queueId: string }>;
  /** Welcomed and not yet told anything, by tenant. */
  readonly #newcomers = new Map<string, Map<Connection, CustomerActor>>();
  readonly #arrivals: Coalescer<string>;
  readonly #gap: number;

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#gap = timing.standings;
    this.#changes = new Coalescer(
      ({ tenantId, queueId }) => this.#push(tenantId, queueId),
      timing.standings,
      (error) => platform.log.warn({ error, where: 'standings' }, 'Standings could not be read.'),
    );
    this.#again = setInterval(() => void this.#lookAgain(), LOOK_AGAIN_MILLISECONDS).unref();
    this.#arrivals = new Coalescer(
      (tenantId) => this.#receive(tenantId),
      NEWCOMERS_MILLISECONDS,
      (error) => platform.log.warn({ error, where: 'standing' }, 'A standing could not be read.'),
    );
  }

  welcome(actor: CustomerActor, connection: Connection): void {
    this.#byConversation.add(actor.conversationId, connection);
    this.#customersOf.add(actor.tenantId, connection);
    this.#actors.set(connection, actor);
    const newcomers = this.#newcomers.get(actor.tenantId) ?? new Map<Connection, CustomerActor>();
    this.#newcomers.set(actor.tenantId, newcomers.set(connection, actor));
    this.#arrivals.request(actor.tenantId, actor.tenantId);
  }

  gone(actor: CustomerActor, connection: Connection): void {
    this.#byConversation.delete(actor.conversationId, connection);
    this.#customersOf.delete(actor.tenantId, connection);
    this.#last.delete(connection);
    this.#actors.delete(connection);
    const newcomers = this.#newcomers.get(actor.tenantId);
    if (newcomers?.delete(connection) && newcomers.size === 0) this.#newcomers.delete(actor.tenantId);
  }

  changed(tenantId: string, queueId: string): void {
    if (this.#customersOf.has(tenantId)) this.#changes.request(queueId, { tenantId, queueId });
  }

  /** The contact moved on: what was last said of it no longer counts. */
  forget(conversationId: string): void {
    for (const connection of this.#byConversation.of(conversationId)) this.#last.delete(connection);
  }

  close(): void {
    clearInterval(this.#again);
    this.#changes.close();
    this.#arrivals.close();
  }

  /** At once after the welcome, unless the queue's own news were faster. */
  async #receive(tenantId: string): Promise<void> {
    const waiting = this.#newcomers.get(tenantId);
    const newcomers = [...(waiting ?? [])];
    if (newcomers.length <= FEW)
      await Promise.all(newcomers.map(([connection, actor]) => this.#first(actor, connection)));
    else {
      const contacts = newcomers.map(([, { contactId }]) => contactId);
      for (const queueId of await waitingIn(this.#platform, tenantId, contacts))
        this.#changes.request(queueId, { tenantId, queueId });
    }
    // Not before: those for whom it could not be read are asked for again.
    for (const [connection] of newcomers) waiting?.delete(connection);
    if (waiting?.size === 0 && this.#newcomers.get(tenantId) === waiting) this.#newcomers.delete(tenantId);
  }

  async #first(actor: CustomerActor, connection: Connection): Promise<void> {
    try {
      const { standing } = await readHelp(this.#platform, actor);
      if (standing && connection.open && !this.#last.has(connection))
        this.#tell(actor.conversationId, connection, standing);
    } catch (error) {
      if (error instanceof Refused && error.code === 'store_unavailable') throw error;
      this.#platform.log.warn({ error, where: 'standing' }, 'A standing could not be read.');
    }
  }

  /** Only those who wait and were not offered a call-back yet. */
  async #lookAgain(): Promise<void> {
    const waiting = new Map<string, string[]>();
    for (const [connection, { callBack }] of this.#last) {
      const actor = this.#actors.get(connection);
      if (!actor || callBack) continue;
      const contacts = waiting.get(actor.tenantId) ?? [];
      contacts.push(actor.contactId);
      waiting.set(actor.tenantId, contacts);
    }
    try {
      for (const [tenantId, contacts] of waiting)
        for (const queueId of await waitingIn(this.#platform, tenantId, contacts)) this.changed(tenantId, queueId);
    } catch (error) {
      this.#platform.log.warn({ error, where: 'standings' }, 'Standings could not be read.');
    }
  }

  async #push(tenantId: string, queueId: string): Promise<void> {
    if (!this.#customersOf.has(tenantId)) return;
    const began = performance.now();
    const here = (conversationId: string) => this.#byConversation.has(conversationId);
    for (const { conversationId, standing } of await readStandings(this.#platform, tenantId, queueId, here)) {
      for (const connection of this.#byConversation.of(conversationId))
        this.#tell(conversationId, connection, standing);
    }
    await this.#rest(performance.now() - began);
  }

  /** Lets the rest of the process work before the next time. */
  #rest(spent: number): Promise<void> | undefined {
    const pause = Math.min(spent * SHARE, LONGEST_GAP) - this.#gap;
    return pause > 0 ? new Promise((go) => setTimeout(go, pause)) : undefined;
  }

  #tell(conversationId: string, connection: Connection, standing: QueueStanding): void {
    const last = this.#last.get(connection);
    if (last && same(last, standing)) return;
    this.#last.set(connection, standing);
    connection.sendText(JSON.stringify({ t: 'standing', conversationId, standing } satisfies Down));
  }
}

const same = (a: QueueStanding, b: QueueStanding): boolean =>
  a.position === b.position &&
  a.agentsAvailable === b.agentsAvailable &&
  a.callBack === b.callBack &&
  a.wait?.lowSeconds === b.wait?.lowSeconds &&
  a.wait?.highSeconds === b.wait?.highSeconds;
