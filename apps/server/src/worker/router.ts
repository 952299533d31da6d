import { type Hint, type Platform, routeQueue } from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';

interface Queue {
  readonly tenantId: string;
  readonly queueId: string;
}

/** A freed or returned agent may serve any queue: all with somebody waiting are looked at, this often at most. */
const AGENTS_MILLISECONDS = 200;

/** Decides who rings where, whenever a hint says that something changed; one decision at a time for each queue. */
export class Router {
  readonly #queues: Coalescer<Queue>;
  readonly #agents: Coalescer<null>;
  readonly #unsubscribe: () => void;

  constructor(platform: Platform) {
    const onError = (error: unknown) => platform.log.warn({ error, where: 'router' }, 'A queue could not be routed.');
    this.#queues = new Coalescer(({ tenantId, queueId }) => routeQueue(platform, tenantId, queueId), 0, onError);
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

  /** Looks at every queue in which somebody waits: catches the hint that was lost. */
  lookAtAll(): void {
    this.#agents.request('all', null);
  }

  close(): void {
    this.#unsubscribe();
    this.#queues.close();
    this.#agents.close();
  }

  #told(hint: Hint): void {
    if (hint.kind === 'queue') this.look(hint);
    else if (hint.kind === 'desk') this.lookAtAll();
  }
}
