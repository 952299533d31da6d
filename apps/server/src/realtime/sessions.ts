import type { Platform } from '@alongside/domain';
import { CLOSE_CODES } from '@alongside/protocol';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

/** Sessions looked at in one round. */
const ROUND = 2_000;

/** Closes sockets whose session is over: at once when told, within some seconds when nobody told (expired, disabled, a lost hint) [WS5]. */
export class Sessions {
  readonly #platform: Platform;
  readonly #connections = new Groups<string, Connection>();
  readonly #timer: NodeJS.Timeout;
  #checking = false;
  #queue: string[] = [];

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#timer = setInterval(() => void this.#checkRound(), timing.sessionCheck);
    this.#timer.unref();
  }

  welcome(connection: Connection): void {
    this.#connections.add(connection.actor.sessionId, connection);
  }

  gone(connection: Connection): void {
    this.#connections.delete(connection.actor.sessionId, connection);
  }

  ended(sessionId: string): void {
    for (const connection of [...this.#connections.of(sessionId)]) {
      connection.bye(
        connection.actor.kind === 'agent' ? 'not_authenticated' : 'session_expired',
        CLOSE_CODES.unauthenticated,
      );
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #checkRound(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    try {
      if (this.#queue.length === 0) this.#queue = [...this.#connections.keys()];
      const byTenant = new Groups<string, Connection>();
      for (const sessionId of this.#queue.splice(0, ROUND)) {
        const [connection] = this.#connections.of(sessionId);
        if (connection) byTenant.add(connection.actor.tenantId, connection);
      }
      for (const tenantId of byTenant.keys()) await this.#check(tenantId, [...byTenant.of(tenantId)]);
    } catch (error) {
      this.#platform.log.debug({ error, where: 'sessions' }, 'Sessions could not be checked.');
    } finally {
      this.#checking = false;
    }
  }

  async #check(tenantId: string, connections: Connection[]): Promise<void> {
    const sessionIds = connections.map(({ actor }) => actor.sessionId);
    const live = await this.#platform.store.transaction(tenantId, (tx) => tx.directory.liveSessions(sessionIds));
    for (const sessionId of sessionIds) if (!live.has(sessionId)) this.ended(sessionId);
  }
}
