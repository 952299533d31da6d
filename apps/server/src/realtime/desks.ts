import { type Platform, readDesk } from '@alongside/domain';
import type { Desk, Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { Groups } from './groups.ts';
import type { Timing } from './timing.ts';

interface Agent {
  readonly tenantId: string;
  readonly agentId: string;
}

const keyOf = ({ tenantId, agentId }: Agent): string => `${tenantId}/${agentId}`;

/** Sends whole desks: one read at a time for each agent, and always one that began after the last change [DESK1]. */
export class Desks {
  readonly #connections = new Groups<string, Connection>();
  readonly #changes: Coalescer<Agent>;
  /** New messages also change a desk (what is unread), but need not be on it at once. */
  readonly #messages: Coalescer<Agent>;
  readonly #onDesk = new Map<string, Agent>();
  readonly #conversationsOf = new Map<string, string[]>();

  constructor(platform: Platform, timing: Timing) {
    const onError = (error: unknown) => platform.log.warn({ error, where: 'desk' }, 'A desk could not be read.');
    this.#changes = new Coalescer(
      (agent) => this.#push(agent, () => readDesk(platform, agent.tenantId, agent.agentId)),
      0,
      onError,
    );
    this.#messages = new Coalescer(async (agent) => this.changed(agent), timing.deskMessages, onError);
  }

  welcome(agent: Agent, connection: Connection): void {
    this.#connections.add(keyOf(agent), connection);
    this.changed(agent);
  }

  /** True if it was the agent's last socket here. */
  gone(agent: Agent, connection: Connection): boolean {
    const last = this.#connections.delete(keyOf(agent), connection);
    if (last) this.#remember(agent, []);
    return last;
  }

  changed(agent: Agent): void {
    const key = keyOf(agent);
    if (this.#connections.has(key)) this.#changes.request(key, agent);
  }

  messageIn(conversationId: string): void {
    const agent = this.#onDesk.get(conversationId);
    if (agent) this.#messages.request(keyOf(agent), agent);
  }

  close(): void {
    this.#changes.close();
    this.#messages.close();
  }

  async #push(agent: Agent, read: () => Promise<Desk>): Promise<void> {
    const key = keyOf(agent);
    if (!this.#connections.has(key)) return;
    const desk = await read();
    this.#remember(
      agent,
      desk.conversations.map(({ id }) => id),
    );
    const text = JSON.stringify({ t: 'desk', desk } satisfies Down);
    for (const connection of this.#connections.of(key)) connection.sendText(text);
  }

  #remember(agent: Agent, conversations: string[]): void {
    const key = keyOf(agent);
    for (const id of this.#conversationsOf.get(key) ?? []) {
      const holder = this.#onDesk.get(id);
      if (holder && keyOf(holder) === key) this.#onDesk.delete(id);
    }
    if (conversations.length === 0) this.#conversationsOf.delete(key);
    else this.#conversationsOf.set(key, conversations);
    for (const id of conversations) this.#onDesk.set(id, agent);
  }
}
