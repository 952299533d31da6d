import {
  CallSystems,
  endAfterContactTimes,
  endDueCalls,
  endDueCobrowse,
  endDueWaits,
  expireCallRecordings,
  expireOffers,
  type Platform,
  releaseLostAgents,
  sendStrayOnlookersAway,
  sweepFiles,
  sweepRecordings,
} from '@alongside/domain';
import { GoneCustomers } from './gone-customers.ts';
import { LIMITS } from '@alongside/protocol';
import type { Router } from './router.ts';

/** Milliseconds between two runs of each sweep. */
const EVERY = {
  offers: 400,
  agents: 1_000,
  queues: 2_000,
  waits: 500,
  rest: 500,
  callSystems: 250,
  customers: 1_000,
  rows: 60_000,
  files: 15_000,
  figures: 1_000,
  webhooks: 60_000,
  visitors: 600_000,
  pushes: 600_000,
  cobrowse: 2_000,
  recordings: 15_000,
  calls: 1_000,
  onlookers: 1_000,
  callRecordings: 600_000,
} as const;
/** Counted events that one run folds. */
const FOLDED = 5_000;
/** After a failure a sweep waits longer and longer, up to this. */
const LONGEST_PAUSE = 10_000;

/** What time alone makes happen, by the database's clock: offers and waits run out, lost agents are released, old rows go. */
export class Sweeps {
  readonly #platform: Platform;
  readonly #gone: GoneCustomers;
  readonly #callSystems: CallSystems;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  readonly #begun = performance.now();
  #closed = false;

  constructor(platform: Platform, router: Router) {
    this.#platform = platform;
    this.#gone = new GoneCustomers(platform);
    this.#callSystems = new CallSystems(platform);
    this.#repeat('offers', () => expireOffers(platform));
    // Nobody could be heard while we were away: after our start everybody has the whole grace time to come back.
    this.#repeat('agents', async () => this.#upFor(LIMITS.agentGraceSeconds) && releaseLostAgents(platform));
    this.#repeat('queues', async () => router.lookAtAll());
    this.#repeat('waits', () => endDueWaits(platform));
    this.#repeat('rest', () => endAfterContactTimes(platform));
    this.#repeat('callSystems', () => this.#callSystems.look());
    this.#repeat('customers', () => this.#gone.look());
    this.#repeat('figures', () => platform.store.sweeps.foldFigures(FOLDED));
    this.#repeat('files', () => sweepFiles(platform));
    this.#repeat('cobrowse', () => endDueCobrowse(platform));
    this.#repeat('recordings', () => sweepRecordings(platform));
    this.#repeat('calls', () => endDueCalls(platform));
    this.#repeat('onlookers', () => sendStrayOnlookersAway(platform));
    this.#repeat('callRecordings', () => expireCallRecordings(platform));
    this.#repeat('rows', async () => {
      await platform.store.sweeps.expire();
      await platform.store.sweeps.expireCobrowse();
    });
    this.#repeat('webhooks', () => platform.store.webhookQueue.expire());
    this.#repeat('visitors', () => platform.store.sweeps.keepVisitorMonths());
    this.#repeat('pushes', () => platform.store.pushQueue.expire());
  }

  /** Waits for the runs that have begun. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#running);
    await this.#callSystems.settled();
  }

  #upFor(seconds: number): boolean {
    return performance.now() - this.#begun >= seconds * 1000;
  }

  #repeat(name: keyof typeof EVERY, work: () => Promise<unknown>, failures = 0): void {
    const pause = Math.min(EVERY[name] * 2 ** failures, Math.max(EVERY[name], LONGEST_PAUSE));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const run = this.#once(name, work).then((done) => {
        this.#running.delete(run);
        if (!this.#closed) this.#repeat(name, work, done ? 0 : Math.min(failures + 1, 10));
      });
      this.#running.add(run);
    }, pause);
    this.#timers.add(timer);
  }

  async #once(name: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#platform.log.warn({ error, where: `sweep ${name}` }, 'A sweep failed.');
      return false;
    }
  }
}
