import { type Platform, wakePhones } from '@alongside/domain';

/** Who can be woken is read again after this long: desks change often, and few have a phone. */
const KEPT_MILLISECONDS = 5_000;

interface Kept {
  readonly at: number;
  readonly agents: Promise<ReadonlySet<string>>;
}

/** Wakes phones when something rings at their agent: it hears of each change of a desk, and asks the store what rings [PHONE5]. */
export class PhoneWaker {
  readonly #platform: Platform;
  readonly #publicUrl: () => string | null;
  readonly #stop: () => void;
  readonly #working = new Set<Promise<unknown>>();
  readonly #kept = new Map<string, Kept>();

  constructor(platform: Platform, publicUrl: () => string | null) {
    this.#platform = platform;
    this.#publicUrl = publicUrl;
    this.#stop = platform.bus.subscribe((hint) => {
      if (hint.kind !== 'desk') return;
      const { tenantId, agentId } = hint;
      const work = this.#look(tenantId, agentId).catch((error: unknown) =>
        platform.log.warn({ tenantId, agentId, reason: String(error) }, 'A phone was not woken.'),
      );
      this.#working.add(work);
      void work.finally(() => this.#working.delete(work));
    });
  }

  async #look(tenantId: string, agentId: string): Promise<void> {
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

  async close(): Promise<void> {
    this.#stop();
    await Promise.all(this.#working);
  }
}
