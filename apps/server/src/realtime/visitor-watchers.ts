import type { Platform } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** More than this in one frame says nothing that "many" does not. */
const MOST_NAMED = 200;

/** Tells agents who watch that visitors moved: which ones, not how; whoever looks at one of them asks. At most every two seconds [VIS4]. */
export class VisitorWatchers {
  readonly #watchers = new Groups<string, Connection>();
  readonly #moved = new Map<string, Set<string>>();
  readonly #changes: Coalescer<string>;

  constructor(platform: Platform, timing: Timing) {
    this.#changes = new Coalescer(
      async (tenantId) => {
        const moved = this.#moved.get(tenantId);
        this.#moved.delete(tenantId);
        if (!moved || !this.#watchers.has(tenantId)) return;
        const frame: Down = {
          t: 'visitors',
          visitorIds: [...moved].slice(0, MOST_NAMED),
          more: moved.size > MOST_NAMED,
        };
        const text = JSON.stringify(frame);
        for (const connection of this.#watchers.of(tenantId)) connection.sendText(text);
      },
      timing.visitors,
      (error) => platform.log.warn({ error, where: 'visitors' }, 'Agents could not be told of visitors.'),
    );
  }

  watch(tenantId: string, connection: Connection, on: boolean): void {
    if (on) this.#watchers.add(tenantId, connection);
    else this.gone(tenantId, connection);
  }

  gone(tenantId: string, connection: Connection): void {
    this.#watchers.delete(tenantId, connection);
    if (!this.#watchers.has(tenantId)) this.#moved.delete(tenantId);
  }

  told(tenantId: string, visitorIds: readonly string[]): void {
    if (!this.#watchers.has(tenantId)) return;
    let moved = this.#moved.get(tenantId);
    if (!moved) {
      moved = new Set();
      this.#moved.set(tenantId, moved);
    }
    for (const id of visitorIds) {
      if (moved.size > MOST_NAMED) break;
      moved.add(id);
    }
    this.#changes.request(tenantId, tenantId);
  }

  close(): void {
    this.#changes.close();
  }
}
