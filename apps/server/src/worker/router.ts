import { askExternalRouter, type Hint, type Platform, RoutingMemory, routeQueue } from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';

interface Queue {
  readonly tenantId: string;
  readonly queueId: string;
}

/** A queue is looked at again this soon at most: what changes meanwhile is decided together. */
const QUEUE_MILLISECONDS = 25;
/** A freed or returned agent may serve any queue: all with somebody waiting are looked at, this often at most. */
const AGENTS_MILLISECONDS = 200;
/** Queues that are decided at the same time: each holds one connection and uses another. */
const AT_ONCE = 2;
/** What is further away is found by the sweep over all queues. */
const LONGEST_TIMER = 60_000;

/** Decides who rings where, whenever a hint or the clock says that something changed; one decision at a time for each queue [ROUTE1]. */
export class Router {
  readonly #platform: Platform;
  readonly #queues: Coalescer<Queue>;
  readonly #agents: Coalescer<null>;
  readonly #memory = new RoutingMemory();
  readonly #timers = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  readonly #turns: (() => void)[] = [];
  readonly #unsubscribe: () => void;
  #deciding = 0;
  #closed = false;

  constructor(platform: Platform) {
    this.#platform = platform;
    const onError = (error: unknown) => platform.log.warn({ error, where: 'router' }, 'A queue could not be routed.');
    this.#queues = new Coalescer((queue) => this.#inTurn(queue), QUEUE_MILLISECONDS, onError);
    this.#agents = new Coalescer(
      async () => {
        for (const queue of await platform.store.sweeps.busyQueues()) this.look(queue);
      },
      AGENTS_MILLISECONDS,
      onError,
    );
    this.#unsubscribe = platform.bus.subscribe((hint) => this.#told(hint));
  }

  look({ tenantId, queueId }: Queue): void {
    this.#queues.request(queueId, { tenantId, queueId });
  }

  /** Looks at every queue in which somebody waits: catches the hint that was lost, and the decider that died. */
  lookAtAll(): void {
    this.#agents.request('all', null);
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#queues.close();
    this.#agents.close();
  }

  async #inTurn(queue: Queue): Promise<void> {
    if (this.#deciding >= AT_ONCE) await new Promise<void>((turn) => this.#turns.push(turn));
    else this.#deciding += 1;
    try {
      if (!this.#closed) await this.#route(queue);
    } finally {
      const next = this.#turns.shift();
      if (next) next();
      else this.#deciding -= 1;
    }
  }

  async #route(queue: Queue): Promise<void> {
    const { tenantId, queueId } = queue;
    const { again, lookAgainIn, toAsk, rules } = await routeQueue(this.#platform, tenantId, queueId, this.#memory);
    if (again) this.look(queue);
    else if (lookAgainIn !== null) this.#lookLater(queue, lookAgainIn);
    for (const candidate of toAsk) {
      // Nobody waits for the answer: it is a row like others, and when it comes a hint says so.
      if (rules) void askExternalRouter(this.#platform, tenantId, queueId, candidate, rules);
    }
  }

  #lookLater(queue: Queue, milliseconds: number): void {
    if (this.#closed || milliseconds > LONGEST_TIMER) return;
    const at = performance.now() + milliseconds;
    const earlier = this.#timers.get(queue.queueId);
    if (earlier && earlier.at <= at) return;
    clearTimeout(earlier?.timer);
    const timer = setTimeout(() => {
      this.#timers.delete(queue.queueId);
      this.look(queue);
    }, milliseconds + 5);
    this.#timers.set(queue.queueId, { at, timer });
  }

  #told(hint: Hint): void {
    if (hint.kind === 'queue') this.look(hint);
    else if (hint.kind === 'desk') this.lookAtAll();
  }
}
