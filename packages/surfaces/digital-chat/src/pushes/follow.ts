import type { ChannelAgent, StoredEntry, Thread } from '@alongside/domain';
import type { QueueStanding } from '@alongside/protocol';
import { showMessages } from '../reading/show-messages.ts';
import type { Push } from '../rendering/frames.ts';
import { isMessage } from '../rendering/message.ts';
import {
  caseAssigned,
  caseCreated,
  caseQueued,
  caseStatusChanged,
  messageCreated,
  messageRead,
  messageSeen,
  type PushScene,
  positionInQueue,
  recipientsChanged,
  senderTyping,
} from '../rendering/pushes.ts';
import { renderQueue } from '../rendering/thread.ts';
import type { Audience } from './audience.ts';

/** Hints that wait while older entries are being read; more are dropped and read from the log. */
const MOST_WAITING = 256;
/** A client that has missed more than this learns it when it recovers the thread. */
const MOST_CAUGHT_UP = 500;
const READ_AT_ONCE = 100;
/** Messages that are told one by one when their reading is told. */
const MOST_READ = 25;
const RETRY_MILLISECONDS = 1_000;

/** Entries after which what is known of the thread is no longer true. */
const CHANGES_THREAD = /^(contact\.|fields\.|thread\.)/;

/**
 * One thread of somebody who is here: a cursor that only moves forward, so that each entry is told once however often it is hinted at, and in the
 * log's order. What is missing in between is read.
 */
export class Follow {
  readonly audience: Audience;
  thread: Thread;
  #cursor: number;
  /** Up to where it was told that agents, and that customers, have read. */
  readonly #seenUpTo: { agent: number; customer: number };
  #waiting: StoredEntry[] = [];
  /** Something is missing: read the log. */
  #gap = false;
  #stale = false;
  /** It waits, or waits no more, since its place was last asked for. */
  #moved = false;
  #working = false;
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(audience: Audience, thread: Thread, cursor: number) {
    this.audience = audience;
    this.thread = thread;
    this.#cursor = cursor;
    this.#seenUpTo = { agent: thread.agentReadUpTo, customer: thread.customerReadUpTo };
    if (cursor < thread.lastSeq) this.lookAgain();
  }

  get waits(): boolean {
    return this.thread.contact.status === 'new';
  }

  /** false: its place in a queue is told after what comes first. */
  get toldAll(): boolean {
    return !this.#gap && !this.#moved;
  }

  get scene(): PushScene {
    return { channel: this.audience.channel, thread: this.thread, person: this.audience.person };
  }

  told(entries: readonly StoredEntry[]): void {
    if (this.#stopped) return;
    // Without entries it tells only that there may be some.
    if (entries.length === 0 || this.#waiting.length + entries.length > MOST_WAITING) this.#gap = true;
    else this.#waiting.push(...entries);
    this.#start();
  }

  /** Something but the log has changed, or hints may have been lost. */
  lookAgain(): void {
    this.#gap = true;
    this.#start();
  }

  lookAgainFrom(fresh: Thread): void {
    if (fresh.lastSeq > this.#cursor) this.lookAgain();
  }

  /** Where the customer stands now. */
  standing(standing: QueueStanding): void {
    this.#push(positionInQueue(this.scene, standing, this.audience.now()));
  }

  typing(on: boolean, name: string): void {
    const { owner } = this.thread.contact;
    const who: ChannelAgent = owner ?? { id: '', number: 0, name, imageUrl: null };
    this.#push(senderTyping(this.scene, who, on, this.audience.now()));
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  #start(): void {
    if (this.#working || this.#stopped || this.#retry !== null) return;
    this.#working = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped && (this.#gap || this.#waiting.length > 0)) {
        await this.audience.settled();
        const entries = this.#waiting.sort((a, b) => a.seq - b.seq);
        this.#waiting = [];
        if (this.#gap) await this.#catchUp();
        await this.#show(entries);
      }
      if (this.#moved && !this.#stopped) {
        this.#moved = false;
        this.audience.waitingChanged(this);
      }
    } catch (error) {
      this.audience.log.warn({ error, where: 'chat follow' }, 'A thread could not be read for its customer.');
      this.#gap = true;
      this.#retryLater();
    } finally {
      this.#working = false;
    }
  }

  #retryLater(): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#start();
    }, RETRY_MILLISECONDS);
  }

  /** Tells what is next; a gap leaves the rest for the log. */
  async #show(entries: readonly StoredEntry[]): Promise<void> {
    for (const entry of entries) {
      if (entry.seq <= this.#cursor) continue;
      if (entry.seq > this.#cursor + 1) {
        this.#gap = true;
        return;
      }
      await this.#tell(entry);
      this.#cursor = entry.seq;
    }
  }

  async #catchUp(): Promise<void> {
    this.#gap = false;
    const fresh = await this.#readThread();
    if (fresh === null) return;
    const missed: StoredEntry[] = [];
    let below: number | null = null;
    while (missed.length < MOST_CAUGHT_UP && fresh.lastSeq > this.#cursor) {
      const page = await this.audience.history(this.thread.id, below, READ_AT_ONCE);
      missed.push(...page.filter(({ seq }) => seq > this.#cursor));
      const last = page.at(-1);
      if (!last || page.length < READ_AT_ONCE || last.seq <= this.#cursor) break;
      below = last.seq;
    }
    for (const entry of missed.sort((a, b) => a.seq - b.seq)) {
      await this.#tell(entry);
      this.#cursor = entry.seq;
    }
    // What is not for customers has seqs too.
    this.#cursor = Math.max(this.#cursor, fresh.lastSeq);
    this.#moved = true;
    // That somebody read is no part of the history: the marks say how far.
    for (const byAgent of [true, false]) {
      const upTo = markOf(fresh, byAgent);
      if (this.#seenUpTo[sideOf(byAgent)] < upTo)
        await this.#tellSeen(byAgent, upTo, [], this.audience.now().toISOString());
    }
  }

  /** null: it is not for this customer (any more), and nothing of it is told from here on. */
  async #readThread(): Promise<Thread | null> {
    const fresh = await this.audience.threadById(this.thread.id);
    if (fresh !== null) {
      this.thread = fresh;
      this.#stale = false;
    } else this.audience.lost(this);
    return fresh;
  }

  async #tell(entry: StoredEntry): Promise<void> {
    if (entry.body.kind === 'queue.overflowed') return this.#tellQueue(entry.at);
    if (entry.visibility !== 'all' || this.#stopped) return;
    const { body } = entry;
    if (CHANGES_THREAD.test(body.kind)) this.#stale = true;
    if (body.kind === 'participant.joined' || body.kind === 'participant.left') {
      if ((await this.#readThread()) !== null) this.#push(recipientsChanged(this.scene, entry.at));
      return;
    }
    if (isMessage(entry)) return this.#tellMessages([entry], [], messageCreated, entry.at);
    if (body.kind === 'read') return this.#tellRead(entry, body.upTo);
    if (body.kind.startsWith('contact.')) return this.#tellContact(entry);
  }

  /** It waits in another queue now. The entry is for agents; where somebody stands is for them too. */
  async #tellQueue(at: string): Promise<void> {
    const queueBefore = renderQueue(this.thread);
    if ((await this.#readThread()) === null) return;
    this.#moved = true;
    if (this.waits) this.#push(caseQueued(this.scene, queueBefore, at));
  }

  async #tellContact({ body, at }: StoredEntry): Promise<void> {
    const before = this.thread.contact;
    const queueBefore = renderQueue(this.thread);
    if ((await this.#readThread()) === null) return;
    const { contact } = this.thread;
    this.#moved = true;
    if (!('contactId' in body) || body.contactId !== contact.id) return;
    switch (body.kind) {
      case 'contact.requested':
        this.#push(caseCreated(this.scene, at));
        this.#push(caseQueued(this.scene, null, at));
        return;
      case 'contact.started':
      case 'contact.handed_over':
        this.#push(caseAssigned(this.scene, before.owner?.id === contact.owner?.id ? null : before.owner, at));
        return;
      case 'contact.requeued':
        this.#push(caseAssigned(this.scene, before.owner, at));
        this.#push(caseQueued(this.scene, queueBefore, at));
        return;
      case 'contact.ended':
        this.#push(caseStatusChanged(this.scene, at));
    }
  }

  async #tellRead(entry: StoredEntry, upTo: number): Promise<void> {
    const byAgent = entry.from.kind !== 'customer';
    const mark = byAgent ? { agentReadUpTo: upTo, unseenByAgents: 0 } : { customerReadUpTo: upTo, unseenByCustomer: 0 };
    if (markOf(this.thread, byAgent) < upTo) this.thread = { ...this.thread, ...mark };
    await this.#tellSeen(byAgent, upTo, [entry], entry.at);
  }

  /** What was told up to here already is told by its last message. A mark counts as told once it was: what fails on the way is told again. */
  async #tellSeen(byAgent: boolean, upTo: number, around: readonly StoredEntry[], at: string): Promise<void> {
    const side = sideOf(byAgent);
    const known = this.#seenUpTo[side] < upTo ? this.#seenUpTo[side] : null;
    const recent = await this.audience.history(this.thread.id, upTo + 1, MOST_READ * 2);
    const theirs = (from: StoredEntry['from']) => (from.kind === 'customer') === byAgent;
    const read = recent
      .filter((one) => isMessage(one) && theirs(one.from) && one.seq > (known ?? 0))
      .slice(0, MOST_READ);
    const told = known === null ? read.slice(0, 1) : read.reverse();
    await this.#tellMessages(told, around, byAgent ? messageRead : messageSeen, at);
    this.#seenUpTo[side] = Math.max(this.#seenUpTo[side], upTo);
  }

  async #tellMessages(
    entries: readonly StoredEntry[],
    around: readonly StoredEntry[],
    push: typeof messageCreated,
    at: string,
  ): Promise<void> {
    if (entries.length === 0) return;
    if (this.#stale && (await this.#readThread()) === null) return;
    if (push === messageCreated) for (const entry of entries) this.#count(entry);
    const { ports, agents, tenantId, person } = this.audience;
    const show = await showMessages(ports, agents, entries, {
      tenantId,
      thread: this.thread,
      person,
      entries: around,
    });
    const { scene } = this;
    for (const index of entries.keys()) await this.audience.push((decoder) => push(scene, show(decoder)[index]!, at));
  }

  /** What a message changes in the thread, without reading it again. */
  #count({ seq, at, from }: StoredEntry): void {
    if (seq <= this.thread.lastSeq) return;
    const { unseenByCustomer, unseenByAgents } = this.thread;
    const counts =
      from.kind === 'customer' ? { unseenByAgents: unseenByAgents + 1 } : { unseenByCustomer: unseenByCustomer + 1 };
    this.thread = { ...this.thread, lastSeq: seq, updatedAt: at, ...counts };
  }

  #push(push: Push): void {
    void this.audience.push(() => push);
  }
}

const markOf = ({ agentReadUpTo, customerReadUpTo }: Thread, byAgent: boolean): number =>
  byAgent ? agentReadUpTo : customerReadUpTo;

const sideOf = (byAgent: boolean): 'agent' | 'customer' => (byAgent ? 'agent' : 'customer');
