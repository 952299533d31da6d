import { type CallRecord, onlookerOf, type Platform, partyOf, viewOf } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from '../realtime/connection.ts';
import { Groups } from '../realtime/groups.ts';

interface Changed {
  readonly tenantId: string;
  readonly callId: string;
}

const personOf = ({ actor }: Connection): string =>
  actor.kind === 'agent' ? `agent ${actor.agentId}` : `conversation ${actor.conversationId}`;

/** Sends whole pictures of calls to the sockets of this process whose person is in them, or was until this change [CALL2]. */
export class CallPictures {
  readonly #platform: Platform;
  readonly #people = new Groups<string, Connection>();
  /** Who was shown an open call, to be shown its end, or that they are out of it. */
  readonly #shown = new Map<string, Set<Connection>>();
  readonly #changes: Coalescer<Changed>;

  constructor(platform: Platform) {
    this.#platform = platform;
    const onError = (error: unknown) => platform.log.warn({ error, where: 'call' }, 'A call could not be read.');
    this.#changes = new Coalescer((changed) => this.#read(changed), 0, onError);
  }

  welcome(connection: Connection): void {
    this.#people.add(personOf(connection), connection);
    void this.#greet(connection);
  }

  gone(connection: Connection): void {
    this.#people.delete(personOf(connection), connection);
    for (const [callId, shown] of this.#shown)
      if (shown.delete(connection) && shown.size === 0) this.#shown.delete(callId);
  }

  changed(changed: Changed): void {
    this.#changes.request(changed.callId, changed);
  }

  close(): void {
    this.#changes.close();
  }

  async #greet(connection: Connection): Promise<void> {
    const { actor } = connection;
    try {
      const calls = await this.#platform.store.transaction(actor.tenantId, async (tx) =>
        actor.kind === 'agent'
          ? tx.calls.openOfAgent(actor.agentId)
          : [await tx.calls.openOfConversation(actor.conversationId)],
      );
      for (const call of calls) if (call !== null) this.#show(call, connection);
    } catch (error) {
      this.#platform.log.warn({ error, where: 'call' }, 'Open calls could not be read.');
    }
  }

  async #read({ tenantId, callId }: Changed): Promise<void> {
    const call = await this.#platform.store.transaction(tenantId, (tx) => tx.calls.get(callId));
    if (call === null) return;
    const before = this.#shown.get(callId) ?? new Set<Connection>();
    const now = new Set<Connection>(before);
    for (const { agentId, state } of call.parties)
      if (agentId !== null && (state !== 'left' || call.state === 'ended'))
        for (const connection of this.#people.of(`agent ${agentId}`)) now.add(connection);
    if (call.conversationId !== null)
      for (const connection of this.#people.of(`conversation ${call.conversationId}`)) now.add(connection);
    for (const connection of now) this.#show(call, connection);
    if (call.state === 'ended') this.#shown.delete(callId);
  }

  #show(call: CallRecord, connection: Connection): void {
    if (connection.actor.tenantId !== call.tenantId) return;
    const who = onlookerOf(connection.actor);
    connection.send({ t: 'call.state', call: viewOf(call, who) } satisfies Down);
    const shown = this.#shown.get(call.id) ?? new Set();
    const stays = connection.open && (who.kind === 'customer' || partyOf(call, who) !== null);
    if (stays) this.#shown.set(call.id, shown.add(connection));
    else if (shown.delete(connection) && shown.size === 0) this.#shown.delete(call.id);
  }
}
