import { type Hint, type Platform, partyToJoin, setCallFacts } from '@alongside/domain';
import { type CallUp, wireError } from '@alongside/protocol';
import type { Connection } from '../realtime/connection.ts';
import { Ordered } from '../realtime/ordered.ts';

/** The process that carries the call answers by then, or nobody does. */
const ANSWER_MILLISECONDS = 6_000;

/**
 * Brings what sockets of this process say of calls to the process whose engine has them, and back. A frame passes once its sender is known to
 * be a party of that call; which party, nobody but the store says.
 */
export class CallDoor {
  readonly #platform: Platform;
  readonly #connections = new Map<string, Connection>();
  /** Requests that no host has answered yet. */
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** Party of a connection in a call, so that a burst of candidates costs one look. */
  readonly #parties = new Map<string, Map<string, Promise<string>>>();
  readonly #facts = new Ordered();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  welcome(connection: Connection): void {
    this.#connections.set(connection.id, connection);
  }

  gone({ id }: Connection): void {
    this.#connections.delete(id);
    this.#parties.delete(id);
    for (const [key, timer] of this.#waiting)
      if (key.startsWith(`${id} `)) {
        clearTimeout(timer);
        this.#waiting.delete(key);
      }
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  /** Rejects where the sender is no party of an open call; what has an id is answered by the host. */
  async hear(connection: Connection, frame: CallUp): Promise<void> {
    const { actor, id: connectionId } = connection;
    const { tenantId } = actor;
    if (frame.t === 'call.facts') {
      const { t: _, ...facts } = frame;
      // A camera that is switched on right after the microphone: of two writes at once either may be the last.
      const key = `${connectionId} ${frame.callId}`;
      return this.#facts.run(key, true, () => setCallFacts(this.#platform, actor, facts));
    }
    if (frame.t === 'call.join') this.#parties.get(connectionId)?.delete(frame.callId);
    const partyId = await this.#party(connection, frame.callId);
    if ('id' in frame) this.#await(connection, frame.id);
    this.#platform.bus.publish({ kind: 'call-up', tenantId, callId: frame.callId, partyId, connectionId, frame });
  }

  told(hint: Extract<Hint, { kind: 'call-down' }>): void {
    const connection = this.#connections.get(hint.connectionId);
    if (!connection) return;
    const { frame } = hint;
    if (frame.t === 'reply') {
      const key = `${hint.connectionId} ${frame.id}`;
      const timer = this.#waiting.get(key);
      // It came too late: the client was told so.
      if (timer === undefined) return;
      clearTimeout(timer);
      this.#waiting.delete(key);
    }
    connection.send(frame);
  }

  #party(connection: Connection, callId: string): Promise<string> {
    const known = this.#parties.get(connection.id) ?? new Map<string, Promise<string>>();
    this.#parties.set(connection.id, known);
    const found =
      known.get(callId) ??
      partyToJoin(this.#platform, connection.actor, callId).catch((error: unknown) => {
        known.delete(callId);
        throw error;
      });
    known.set(callId, found);
    return found;
  }

  #await(connection: Connection, id: string): void {
    const key = `${connection.id} ${id}`;
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      connection.reply(id, { ok: false, error: wireError('media_unavailable', { retryAfterSeconds: 1 }) });
    }, ANSWER_MILLISECONDS);
    timer.unref();
    this.#waiting.set(key, timer);
  }
}
