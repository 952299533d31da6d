import { type AgentActor, type CallRecord, onlookerOf, type Platform, partyOf, viewOf } from '@alongside/domain';
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
  /** Customers who are here and not yet shown a call that they may be in, by tenant. */
  readonly #arrived = new Groups<string, Connection>();
  readonly #arrivals: Coalescer<string>;
  readonly #agents: Coalescer<{ readonly connection: Connection; readonly actor: AgentActor }>;

  constructor(platform: Platform) {
    this.#platform = platform;
    const onError = (error: unknown) => platform.log.warn({ error, where: 'call' }, 'A call could not be read.');
    this.#changes = new Coalescer((changed) => this.#read(changed), 0, onError);
    this.#arrivals = new Coalescer((tenantId) => this.#greetArrived(tenantId), 0, onError);
    this.#agents = new Coalescer((agent) => this.#greetAgent(agent), 0, onError);
  }

  welcome(connection: Connection): void {
    this.#people.add(personOf(connection), connection);
    const { actor } = connection;
    if (actor.kind === 'agent') this.#agents.request(connection.id, { connection, actor });
    else {
      this.#arrived.add(actor.tenantId, connection);
      this.#arrivals.request(actor.tenantId, actor.tenantId);
    }
  }

  gone(connection: Connection): void {
    this.#people.delete(personOf(connection), connection);
    this.#arrived.delete(connection.actor.tenantId, connection);
    for (const [callId, shown] of this.#shown)
      if (shown.delete(connection) && shown.size === 0) this.#shown.delete(callId);
  }

  changed(changed: Changed): void {
    this.#changes.request(changed.callId, changed);
  }

  close(): void {
    this.#changes.close();
    this.#arrivals.close();
    this.#agents.close();
  }

  async #greetAgent({ connection, actor }: { connection: Connection; actor: AgentActor }): Promise<void> {
    if (!connection.open) return;
    const { tenantId, agentId } = actor;
    const calls = await this.#platform.store.transaction(tenantId, (tx) => tx.calls.openOfAgent(agentId));
    for (const call of calls) this.#show(call, connection);
  }

  /** Thousands may come back in one moment: one question for all who came while the last was under way. */
  async #greetArrived(tenantId: string): Promise<void> {
    const arrived = [...this.#arrived.of(tenantId)];
    const byConversation = new Groups<string, Connection>();
    for (const connection of arrived)
      if (connection.actor.kind === 'customer') byConversation.add(connection.actor.conversationId, connection);
    const calls = await this.#platform.store.transaction(tenantId, (tx) =>
      tx.calls.openOfConversations([...byConversation.keys()]),
    );
    // Not before: those for whom it could not be read are asked for again.
    for (const connection of arrived) this.#arrived.delete(tenantId, connection);
    for (const call of calls)
      if (call.conversationId !== null)
        for (const connection of byConversation.of(call.conversationId)) this.#show(call, connection);
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
