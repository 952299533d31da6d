import { type Platform, readBoard } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** Who comes, or is lost by the clock alone, is told to nobody: boards that are watched are read again after so long. */
const LOOK_AGAIN_MILLISECONDS = 5_000;

/** Sends a tenant's board to the supervisors who watch it: at once, and after changes at most once a second [SUP2]. */
export class SupervisorBoards {
  readonly #watchers = new Groups<string, Connection>();
  readonly #changes: Coalescer<string>;
  readonly #again: NodeJS.Timeout;

  constructor(platform: Platform, timing: Timing) {
    this.#changes = new Coalescer(
      async (tenantId) => {
        if (!this.#watchers.has(tenantId)) return;
        const board = await readBoard(platform, tenantId);
        const text = `{"t":"${'board' satisfies Down['t']}","board":${board}}`;
        for (const connection of this.#watchers.of(tenantId)) connection.sendText(text);
      },
      timing.board,
      (error) => platform.log.warn({ error, where: 'board' }, 'A board could not be read.'),
    );
    this.#again = setInterval(() => {
      for (const tenantId of this.#watchers.keys()) this.changed(tenantId);
    }, LOOK_AGAIN_MILLISECONDS).unref();
  }

  watch(tenantId: string, connection: Connection, on: boolean): void {
    if (on) {
      this.#watchers.add(tenantId, connection);
      this.changed(tenantId);
    } else this.gone(tenantId, connection);
  }

  gone(tenantId: string, connection: Connection): void {
    this.#watchers.delete(tenantId, connection);
  }

  changed(tenantId: string): void {
    if (this.#watchers.has(tenantId)) this.#changes.request(tenantId, tenantId);
  }

  close(): void {
    clearInterval(this.#again);
    this.#changes.close();
  }
}
