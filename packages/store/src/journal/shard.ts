import { setImmediate as gather, setTimeout as delay } from 'node:timers/promises';
import { type Bus, failpoint, type Logger, type Random, Refused } from '@alongside/domain';
import { errorCode, failureOf } from '../connection/failure.ts';
import { Backlog } from './backlog.ts';
import type { Lane, Outcome } from './lane.ts';
import type { Pending } from './pending.ts';
import { settle } from './settle.ts';

const batchLimit = 400;
/** Milliseconds between one batch of a tenant and the next: what comes meanwhile goes along, and each commit costs like some twenty entries. */
const gatherFor = 3;
/** Milliseconds between looks at what is overdue. */
const lookEvery = 100;
const longestPause = 500;
const lockNotAvailable = '55P03';
/** Milliseconds until a conversation that was locked is tried again, when nothing else is to be done. */
const busyPause = 10;

/**
 * The tenants that share one lane. While a batch is being committed the next one gathers; a batch whose outcome is unknown is sent
 * again, which is harmless because of the client ids, before anything that came after it.
 */
export class Shard {
  readonly #lane: Lane;
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #random: Random;
  readonly #gatherFor: number;
  readonly #backlog = new Backlog();
  #inFlight: readonly Pending[] = [];
  /** The last batch. */
  #last = { tenantId: '', at: 0 };
  /** Tenants by conversation: where callers gave up an entry that may have been stored all the same. */
  readonly #doubtful = new Map<string, string>();
  #running: Promise<void> | null = null;
  #failures = 0;
  /** Batches that go out one entry at a time, after one whose data PostgreSQL refused. */
  #single = 0;
  /** Pass locked conversations over: somebody holds one for long, and the others must not wait with it. */
  #skipLocked = false;

  constructor(lane: Lane, options: { bus: Bus; log: Logger; random: Random; gatherFor?: number }) {
    this.#lane = lane;
    this.#bus = options.bus;
    this.#log = options.log;
    this.#random = options.random;
    this.#gatherFor = options.gatherFor ?? gatherFor;
  }

  add(pending: Pending): void {
    this.#backlog.add(pending);
    this.#running ??= this.#run();
  }

  /** Waits until everything taken has its answer. */
  async drain(): Promise<void> {
    while (this.#running !== null) await this.#running;
    await this.#lane.close();
  }

  async #run(): Promise<void> {
    const looking = setInterval(() => this.#rejectOverdue(), lookEvery);
    try {
      // Everything that this turn of the event loop still appends goes into the first batch.
      await gather();
      while (!this.#backlog.empty) {
        await this.#sendNext();
        await this.#gatherMore();
      }
    } finally {
      clearInterval(looking);
      // In the same turn in which the backlog was found empty: what is added after this starts a new run.
      this.#running = null;
    }
  }

  /** Others do not wait for a tenant's entries to gather, nor does a whole batch. */
  async #gatherMore(): Promise<void> {
    const { next } = this.#backlog;
    if (next === null || next.tenantId !== this.#last.tenantId || next.waiting >= batchLimit || this.#single > 0)
      return;
    const left = this.#last.at + this.#gatherFor - performance.now();
    if (left > 0) await delay(left);
  }

  async #sendNext(): Promise<void> {
    const batch = this.#backlog.take(this.#single > 0 ? 1 : batchLimit);
    const [first] = batch;
    if (first === undefined) return;
    this.#inFlight = batch;
    this.#last = { tenantId: first.append.tenantId, at: performance.now() };
    let outcomes: Outcome[];
    try {
      outcomes = await this.#lane.append(first.append.tenantId, batch, this.#skipLocked);
    } catch (error) {
      await this.#failed(batch, error);
      return;
    } finally {
      this.#inFlight = [];
    }
    // Stored, and nobody has been told.
    await failpoint('journal.committed');
    if (this.#failures > 0) this.#log.info({}, 'The journal goes on.');
    this.#failures = 0;
    this.#single = Math.max(0, this.#single - 1);
    const { hints, busy } = settle(batch, outcomes);
    for (const hint of hints) this.#bus.publish(hint);
    this.#tellToLook(this.#doubtful);
    this.#doubtful.clear();
    this.#skipLocked = busy.length > 0;
    this.#backlog.putBack(busy);
    if (busy.length === batch.length) await delay(busyPause);
  }

  async #failed(batch: readonly Pending[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    if (failureOf(error) === 'fault') {
      if (batch.length === 1) {
        this.#log.error({ error: reason }, 'An entry could not be stored.');
        this.#single = Math.max(0, this.#single - 1);
        for (const pending of batch) pending.reject(error);
        return;
      }
      // One bad entry must not take the others with it: find it by sending each alone.
      this.#single = batch.length;
      this.#backlog.putBack(batch);
      return;
    }
    for (const pending of batch) pending.sent = true;
    this.#backlog.putBack(batch);
    if (errorCode(error) === lockNotAvailable) {
      this.#skipLocked = true;
      return;
    }
    if (this.#failures === 0) this.#log.warn({ error: reason, entries: batch.length }, 'A batch will be sent again.');
    this.#failures += 1;
    const [jitter = 0] = this.#random.bytes(1);
    await delay((0.5 + jitter / 512) * Math.min(longestPause, 10 * 2 ** Math.min(this.#failures, 6)));
  }

  #rejectOverdue(): void {
    const now = performance.now();
    const lines = new Set<string>();
    const overdue = this.#inFlight.filter((pending) => {
      const late = !pending.settled && (pending.deadline <= now || lines.has(pending.line));
      if (late) lines.add(pending.line);
      return late;
    });
    overdue.push(...this.#backlog.takeOverdue(now, lines));
    const doubtful = new Map<string, string>();
    for (const pending of overdue) {
      pending.reject(new Refused('store_unavailable'));
      const { conversationId, tenantId } = pending.append;
      if (pending.sent || this.#inFlight.includes(pending)) doubtful.set(conversationId, tenantId);
    }
    this.#tellToLook(doubtful);
    for (const [conversationId, tenantId] of doubtful) this.#doubtful.set(conversationId, tenantId);
  }

  /** Whoever reads along looks at the log, as soon as the store answers; and again once the journal goes on, for what came to the disk late. */
  #tellToLook(doubtful: ReadonlyMap<string, string>): void {
    for (const [conversationId, tenantId] of doubtful)
      this.#bus.publish({ kind: 'entries', tenantId, conversationId, entries: [] });
  }
}
