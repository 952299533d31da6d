import { listQueues, type Platform } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** Sends a tenant's queues to its agents, a few times a second at most. */
export class QueueBoards {
  readonly #connections = new Groups<string, Connection>();
  readonly #changes: Coalescer<string>;

  constructor(platform: Platform, timing: Timing) {
    this.#changes = new Coalescer(
      async (tenantId) => {
        const { queues } = await listQueues(platform, tenantId);
        const text = JSON.stringify({ t: 'queues', queues } satisfies Down);
        for (const connection of this.#connections.of(tenantId)) connection.sendText(text);
      },
      timing.queues,
      (error) => platform.log.warn({ error, where: 'queues' }, 'Queues could not be read.'),
    );
  }

  welcome(tenantId: string, connection: Connection): void {
    this.#connections.add(tenantId, connection);
    this.changed(tenantId);
  }

  gone(tenantId: string, connection: Connection): void {
    this.#connections.delete(tenantId, connection);
  }

  changed(tenantId: string): void {
    if (this.#connections.has(tenantId)) this.#changes.request(tenantId, tenantId);
  }

  close(): void {
    this.#changes.close();
  }
}
