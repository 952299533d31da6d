import { performance } from 'node:perf_hooks';
import { type Platform, readDesk } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Coalescer } from '../edge/coalescer.ts';
import type { Connection } from './connection.ts';
import { DeskCopy, type RowHint } from './desk-copy.ts';
import { Groups } from './groups.ts';
import { Paced } from './paced.ts';
import type { Timing } from './timing.ts';

interface Agent {
  readonly tenantId: string;
  readonly agentId: string;
}

interface Held {
  readonly agent: Agent;
  copy: DeskCopy;
  /** Monotonic milliseconds. */
  readAt: number;
}

/** Told while a desk is being read; with more the desk is read once more. */
const MOST_MISSED = 2_000;

const keyOf = ({ tenantId, agentId }: Agent): string => `${tenantId}/${agentId}`;

/**
 * Sends whole desks [DESK1]. What changes offers, contacts or presence has the desk read, one read at a time for each agent and always one that
 * began after the last change. Messages and marks change rows only: they move the copy that was read last.
 */
export class Desks {
  readonly #platform: Platform;
  readonly #timing: Timing;
  readonly #connections = new Groups<string, Connection>();
  readonly #changes: Coalescer<Agent>;
  readonly #messages: Paced<Agent>;
  readonly #held = new Map<string, Held>();
  readonly #onDesk = new Map<string, Held>();
  /** Desks being read, with what is told meanwhile: of conversations too that may only now come onto the desk. */
  readonly #reading = new Map<string, RowHint[]>();
  /** Desks of which only a lost hint could be missing, and the rest before each. */
  readonly #stale = new Map<string, { readonly agent: Agent; readonly rest: number }>();
  /** The one of them whose turn it is. */
  #refreshing: string | null = null;
  #resting: NodeJS.Timeout | undefined;

  constructor(platform: Platform, timing: Timing) {
    this.#platform = platform;
    this.#timing = timing;
    const onError = (error: unknown) => platform.log.warn({ error, where: 'desk' }, 'A desk could not be read.');
    this.#changes = new Coalescer((agent) => this.#read(agent), 0, onError);
    this.#messages = new Paced((agent) => this.#sendCopy(agent), timing.deskMessages);
  }

  welcome(agent: Agent, connection: Connection): void {
    this.#connections.add(keyOf(agent), connection);
    this.changed(agent);
  }

  /** True if it was the agent's last socket here. */
  gone(agent: Agent, connection: Connection): boolean {
    const last = this.#connections.delete(keyOf(agent), connection);
    if (last) this.#forget(keyOf(agent));
    return last;
  }

  changed(agent: Agent): void {
    const key = keyOf(agent);
    if (this.#connections.has(key)) this.#changes.request(key, agent);
  }

  /** For hints that may be lost on their way. */
  lookAgain(): void {
    for (const [key, { agent }] of this.#held) this.#refresh(key, agent, 0);
  }

  /** Entries or marks of some conversation. */
  told(hint: RowHint): void {
    if (this.#reading.size > 0)
      for (const missed of this.#reading.values()) if (missed.length <= MOST_MISSED) missed.push(hint);
    const held = this.#onDesk.get(hint.conversationId);
    if (!held || this.#reading.has(keyOf(held.agent))) return;
    const moved = held.copy.move(hint);
    if (moved === 'moved') this.#messages.request(keyOf(held.agent), held.agent);
    else if (moved === 'lost') this.changed(held.agent);
  }

  close(): void {
    this.#stale.clear();
    clearTimeout(this.#resting);
    this.#changes.close();
    this.#messages.close();
  }

  /** One after another: all desks were read when the agents came, and would be due again together. */
  #refresh(key: string, agent: Agent, rest: number): void {
    if (this.#refreshing === key) return;
    this.#stale.set(key, { agent, rest: Math.min(rest, this.#stale.get(key)?.rest ?? rest) });
    if (this.#refreshing === null) this.#refreshNext();
  }

  #refreshNext(): void {
    clearTimeout(this.#resting);
    const [next] = this.#stale;
    this.#refreshing = next?.[0] ?? null;
    if (next === undefined) return;
    const [key, { agent, rest }] = next;
    this.#stale.delete(key);
    const read = () => this.#changes.request(key, agent);
    if (rest === 0) read();
    else this.#resting = setTimeout(read, rest);
  }

  async #read(agent: Agent): Promise<void> {
    const key = keyOf(agent);
    try {
      if (this.#connections.has(key)) await this.#readOf(key, agent);
    } finally {
      if (this.#refreshing === key) this.#refreshNext();
    }
  }

  async #readOf(key: string, agent: Agent): Promise<void> {
    const missed: RowHint[] = [];
    this.#reading.set(key, missed);
    try {
      const copy = new DeskCopy(await readDesk(this.#platform, agent.tenantId, agent.agentId));
      if (!this.#connections.has(key)) return;
      const lost = missed.filter((hint) => copy.move(hint) === 'lost').length > 0;
      this.#hold(key, { agent, copy, readAt: performance.now() });
      if (lost || missed.length > MOST_MISSED) this.changed(agent);
    } catch (error) {
      // What was told meanwhile is on no copy.
      this.#forget(key);
      throw error;
    } finally {
      this.#reading.delete(key);
    }
    this.#send(key);
  }

  /** A hint may have been lost: so a copy is not moved on for ever. */
  #sendCopy(agent: Agent): void {
    const key = keyOf(agent);
    const held = this.#held.get(key);
    if (!held || this.#reading.has(key)) return;
    if (performance.now() - held.readAt > this.#timing.deskTrust) this.#refresh(key, agent, this.#timing.deskRest);
    this.#send(key);
  }

  #send(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    const desk = held.copy.at(this.#platform.clock.now().toISOString());
    const text = JSON.stringify({ t: 'desk', desk } satisfies Down);
    for (const connection of this.#connections.of(key)) connection.sendText(text);
  }

  #hold(key: string, held: Held): void {
    this.#forget(key);
    this.#held.set(key, held);
    for (const id of held.copy.conversationIds) this.#onDesk.set(id, held);
  }

  #forget(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    for (const id of held.copy.conversationIds) if (this.#onDesk.get(id) === held) this.#onDesk.delete(id);
  }
}
