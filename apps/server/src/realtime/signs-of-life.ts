import { performance } from 'node:perf_hooks';
import type { Platform } from '@alongside/domain';
import { LIMITS } from '@alongside/protocol';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

interface Agent {
  readonly tenantId: string;
  readonly agentId: string;
}

/** Renews the grace time of the agents who are connected here, all in one statement [CON6]. */
export class SignsOfLife {
  readonly #platform: Platform;
  readonly #connections = new Groups<string, Connection>();
  readonly #agents = new Map<string, Agent>();
  readonly #timer: NodeJS.Timeout;
  /** A socket that was silent for longer may be dead already: it is no sign of life, or a lost agent would seem alive for a minute. */
  readonly #believed: number;

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#believed = timing.heartbeat * 1.3;
    this.#timer = setInterval(() => void this.#touch([...this.#agents.keys()]), timing.touch);
    this.#timer.unref();
  }

  welcome(agent: Agent, connection: Connection): void {
    const key = `${agent.tenantId}/${agent.agentId}`;
    this.#connections.add(key, connection);
    this.#agents.set(key, { tenantId: agent.tenantId, agentId: agent.agentId });
    void this.#touch([key]);
  }

  /** Once more with the last socket: the whole grace time begins now. */
  gone(agent: Agent, connection: Connection): void {
    const key = `${agent.tenantId}/${agent.agentId}`;
    if (!this.#connections.delete(key, connection)) return;
    this.#agents.delete(key);
    if (this.#heard(connection)) void this.#renew([agent]);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #heard(connection: Connection): boolean {
    return performance.now() - connection.heardAt < this.#believed;
  }

  async #touch(keys: string[]): Promise<void> {
    const heard = keys.filter((key) => [...this.#connections.of(key)].some((connection) => this.#heard(connection)));
    await this.#renew(heard.flatMap((key) => this.#agents.get(key) ?? []));
  }

  async #renew(agents: Agent[]): Promise<void> {
    if (agents.length === 0) return;
    try {
      const ids = agents.map(({ tenantId, agentId }) => ({ tenantId, agentId }));
      await this.#platform.store.sweeps.touchAgents(ids, LIMITS.agentGraceSeconds);
    } catch (error) {
      this.#platform.log.warn({ error, where: 'signs of life' }, 'Signs of life could not be stored.');
    }
  }
}
