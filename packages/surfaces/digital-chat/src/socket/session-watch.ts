import type { DigitalChatPorts } from '../ports.ts';
import { CLOSE } from './line.ts';
import type { Session } from './session.ts';

/** How long a session may be over before its sockets close, where nobody told of it. */
const LOOK_MILLISECONDS = 30_000;
const MOST_AT_ONCE = 1_000;

/** Looks again whether the sessions behind open sockets still live: they end by time, and a hint of an end may be lost. */
export class SessionWatch {
  readonly #ports: Pick<DigitalChatPorts, 'liveSessions' | 'log'>;
  readonly #sessions: ReadonlySet<Session>;
  readonly #looking: NodeJS.Timeout;
  #busy = false;

  constructor(ports: Pick<DigitalChatPorts, 'liveSessions' | 'log'>, sessions: ReadonlySet<Session>) {
    this.#ports = ports;
    this.#sessions = sessions;
    this.#looking = setInterval(() => void this.#tick(), LOOK_MILLISECONDS);
    this.#looking.unref();
  }

  /** Closes the sockets of sessions that are over; clients come again, and show who they are. */
  async look(): Promise<void> {
    const byTenant = new Map<string, Map<string, Session[]>>();
    for (const session of this.#sessions) {
      const { tenantId, sessionId = null } = session.customer?.actor ?? {};
      if (tenantId === undefined || sessionId === null) continue;
      const own = byTenant.get(tenantId) ?? new Map<string, Session[]>();
      byTenant.set(tenantId, own);
      own.set(sessionId, [...(own.get(sessionId) ?? []), session]);
    }
    for (const [tenantId, own] of byTenant)
      for (let from = 0; from < own.size; from += MOST_AT_ONCE) {
        const ids = [...own.keys()].slice(from, from + MOST_AT_ONCE);
        const live = await this.#ports.liveSessions(tenantId, ids);
        for (const id of ids)
          if (!live.has(id))
            for (const session of own.get(id) ?? []) session.close(CLOSE.sessionEnded, 'session ended');
      }
  }

  close(): void {
    clearInterval(this.#looking);
  }

  async #tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.look();
    } catch (error) {
      this.#ports.log.warn({ error, where: 'chat sessions' }, 'Sessions of chat clients could not be looked at.');
    } finally {
      this.#busy = false;
    }
  }
}
