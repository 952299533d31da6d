import { type Platform, wakePhones } from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';

/** Who can be woken is read again after this long: desks change often, and few have a phone. */
const KEPT_MILLISECONDS = 5_000;

interface Agent {
  readonly tenantId: string;
  readonly agentId: string;
}

interface Kept {
  readonly at: number;
  readonly agents: Promise<ReadonlySet<string>>;
}

/**
 * Wakes phones when something rings at their agent: it hears of each change of a desk, and asks the store what rings, again while the store is away
 * [PHONE5].
 */
export class PhoneWaker {
  readonly #platform: Platform;
  readonly #publicUrl: () => string | null;
  readonly #stop: () => void;
  readonly #looks: Coalescer<Agent>;
  readonly #working = new Set<Promise<unknown>>();
  readonly #kept = new Map<string, Kept>();

  constructor(platform: Platform, publicUrl: () => string | null) {
    this.#platform = platform;
    this.#publicUrl = publicUrl;
    this.#looks = new Coalescer(
      (agent) => this.#track(this.#look(agent)),
      0,
      (error, agent) => platform.log.warn({ ...agent, reason: String(error) }, 'A phone was not woken yet.'),
    );
    this.#stop = platform.bus.subscribe((hint) => {
      if (hint.kind === 'desk') this.#looks.request(hint.agentId, { tenantId: hint.tenantId, agentId: hint.agentId });
    });
  }

  async #look({ tenantId, agentId }: Agent): Promise<void> {
    const agents = await this.#agentsOf(tenantId);
    if (agents.has(agentId)) await wakePhones(this.#platform, { tenantId, agentId }, this.#publicUrl());
  }

  #agentsOf(tenantId: string): Promise<ReadonlySet<string>> {
    const now = performance.now();
    const known = this.#kept.get(tenantId);
    if (known && now - known.at < KEPT_MILLISECONDS) return known.agents;
    const agents = this.#platform.store
      .transaction(tenantId, (tx) => tx.phoneLinks.pushAgents())
      .then((ids) => new Set(ids));
    this.#kept.set(tenantId, { at: now, agents });
    agents.catch(() => this.#kept.delete(tenantId));
    return agents;
  }

  /** A stop waits for it. */
  #track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
    return tracked;
  }

  async close(): Promise<void> {
    this.#stop();
    this.#looks.close();
    await Promise.allSettled(this.#working);
  }
}
