import type { ChannelAgent } from '@alongside/domain';
import type { DigitalChatPorts } from '../ports.ts';

const KEPT_MILLISECONDS = 60_000;
const MOST_KEPT = 5_000;

type Kept = { readonly agent: ChannelAgent | null; readonly at: number };

/** People of the company by their id, read seldom: each message shows who wrote it. */
export class Agents {
  readonly #ports: Pick<DigitalChatPorts, 'agents' | 'clock'>;
  readonly #kept = new Map<string, Kept>();

  constructor(ports: Pick<DigitalChatPorts, 'agents' | 'clock'>) {
    this.#ports = ports;
  }

  /** A lookup for these; unknown ones are null. */
  async lookup(tenantId: string, ids: Iterable<string>): Promise<(id: string) => ChannelAgent | null> {
    const now = this.#ports.clock.now().getTime();
    const found = new Map<string, ChannelAgent | null>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const kept = this.#kept.get(`${tenantId} ${id}`);
      if (kept && now - kept.at < KEPT_MILLISECONDS) found.set(id, kept.agent);
      else missing.push(id);
    }
    if (missing.length > 0) {
      const read = new Map((await this.#ports.agents(tenantId, missing)).map((agent) => [agent.id, agent]));
      for (const id of missing) {
        const agent = read.get(id) ?? null;
        found.set(id, agent);
        this.#keep(`${tenantId} ${id}`, { agent, at: now });
      }
    }
    return (id) => found.get(id) ?? null;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size <= MOST_KEPT) return;
    const oldest = this.#kept.keys().next();
    if (!oldest.done) this.#kept.delete(oldest.value);
  }
}
