import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelPerson, Logger, StoredEntry, Thread } from '@alongside/domain';
import type { Decoder } from '../decoder.ts';
import type { DigitalChatPorts } from '../ports.ts';
import type { Agents } from '../reading/agents.ts';
import { type Push, pushFrame } from '../rendering/frames.ts';
import type { Customer } from '../socket/message-tokens.ts';
import type { Session } from '../socket/session.ts';
import { wireText } from '../socket/wire-text.ts';
import { Follow } from './follow.ts';

/** An echo waits for the answer to its message, and a message for what stood before it; but not for longer. */
const HOLD_MILLISECONDS = 1_500;
/** A thread that could not be read is read again after so long. */
const AGAIN_MILLISECONDS = 1_000;
/** By how much the database's clock may be behind ours. */
const CLOCKS_DIFFER_MILLISECONDS = 5_000;

/** What an audience tells those who keep the books. */
export interface AudienceKeeper {
  /** The newest seq that was hinted at while threads were being read; 0: nothing was. */
  hintedUpTo(conversationId: string): number;
  reading<T>(work: () => Promise<T>): Promise<T>;
  followed(audience: Audience, follow: Follow): void;
  unfollowed(follow: Follow): void;
  waitingChanged(audience: Audience, follow: Follow): void;
  empty(audience: Audience): void;
}

/** All sockets of one customer on one channel: they are told the same, each as far as it can decode it. */
export class Audience {
  readonly ports: DigitalChatPorts;
  readonly agents: Agents;
  readonly channel: Channel;
  readonly customer: Customer;
  person: ChannelPerson;
  readonly #keeper: AudienceKeeper;
  readonly #sessions = new Set<Session>();
  readonly #follows = new Map<string, Follow>();
  /** By the app's id in small letters. */
  readonly #byExternalId = new Map<string, Follow>();
  readonly #ensuring = new Set<string>();
  readonly #since: number;
  #ready: Promise<unknown> = Promise.resolve();
  #sentSomething = false;
  #holding = 0;
  #onReleased: (() => void)[] = [];
  /** What is told leaves in the order of its telling, large or small. */
  #outbox: Promise<void> = Promise.resolve();

  constructor(ports: DigitalChatPorts, agents: Agents, channel: Channel, customer: Customer, keeper: AudienceKeeper) {
    this.ports = ports;
    this.agents = agents;
    this.channel = channel;
    this.customer = customer;
    this.person = customer.person;
    this.#keeper = keeper;
    this.#since = ports.clock.now().getTime() - CLOCKS_DIFFER_MILLISECONDS;
  }

  get tenantId(): string {
    return this.customer.actor.tenantId;
  }

  get log(): Logger {
    return this.ports.log;
  }

  now(): Date {
    return this.ports.clock.now();
  }

  join(session: Session): void {
    this.#sessions.add(session);
    // It has not been told where it stands.
    for (const follow of this.#follows.values()) this.#keeper.waitingChanged(this, follow);
  }

  leave(session: Session): void {
    if (!this.#sessions.delete(session) || this.#sessions.size > 0) return;
    for (const follow of this.#follows.values()) this.#drop(follow);
    this.#follows.clear();
    this.#byExternalId.clear();
    this.#keeper.empty(this);
  }

  rename(person: ChannelPerson): void {
    this.person = person;
  }

  /** Reads which threads there are: those that are not followed yet are, and those that went on unheard are read again. */
  look(): Promise<void> {
    const first = this.#follows.size === 0 && !this.#sentSomething;
    const look = this.#keeper.reading(async () => {
      for (const thread of await this.ports.threads(this.customer.actor)) {
        const follow = this.#follows.get(thread.id);
        if (follow) follow.lookAgainFrom(thread);
        else this.#follow(thread, first && !this.#sentSomething ? thread.lastSeq : this.#cursorFor(thread, null));
      }
    });
    if (first) this.#ready = look.catch(() => {});
    return look;
  }

  openThread(externalId: string): Thread | null {
    const thread = this.#byExternalId.get(externalId.toLowerCase())?.thread;
    return thread && (thread.contact.status === 'new' || thread.contact.status === 'open') ? thread : null;
  }

  /** A thread that its client has just read. */
  follow(thread: Thread): void {
    if (!this.#follows.has(thread.id)) this.#follow(thread, thread.lastSeq);
  }

  /** A thread of which something was told: read until it could be. `seq`: the customer's own message in it, if that is known. */
  ensure(conversationId: string, seq: number | null = null): void {
    const follow = this.#follows.get(conversationId);
    if (follow) {
      if (seq === null) follow.lookAgain();
    } else if (!this.#ensuring.has(conversationId)) {
      this.#ensuring.add(conversationId);
      void this.#discoverAtLast(conversationId, seq).finally(() => this.#ensuring.delete(conversationId));
    }
  }

  /** While this goes on nothing is told: the answer to a message comes before its echo. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    // What stood there before must be known before something is added to it.
    await atMost(this.#ready, HOLD_MILLISECONDS);
    this.#sentSomething = true;
    this.#holding += 1;
    try {
      return await work();
    } finally {
      // The answer is on its way once what awaits this has run.
      setImmediate(() => this.#release());
    }
  }

  settled(): Promise<void> | undefined {
    if (this.#holding === 0) return undefined;
    return atMost(new Promise<void>((resolve) => this.#onReleased.push(resolve)), HOLD_MILLISECONDS);
  }

  /** The customer takes no part in it any more. */
  lost(follow: Follow): void {
    if (this.#follows.get(follow.thread.id) !== follow) return;
    this.#follows.delete(follow.thread.id);
    this.#byExternalId.delete(follow.thread.externalId.toLowerCase());
    this.#drop(follow);
  }

  threadById(conversationId: string): Promise<Thread | null> {
    return this.ports.threadById(this.customer.actor, conversationId);
  }

  history(conversationId: string, before: number | null, limit: number): Promise<readonly StoredEntry[]> {
    return this.ports.history(this.customer.actor, conversationId, before, limit);
  }

  waitingChanged(follow: Follow): void {
    this.#keeper.waitingChanged(this, follow);
  }

  /** Tells every socket, each as far as it can decode it. Resolves when it was handed over. */
  push(build: (decoder: Decoder) => Push): Promise<void> {
    this.#outbox = this.#outbox
      .then(() => this.#send(build))
      .catch((error: unknown) => {
        this.log.warn({ error, where: 'chat push' }, 'Something could not be told to a customer.');
      });
    return this.#outbox;
  }

  async #send(build: (decoder: Decoder) => Push): Promise<void> {
    const texts = new Map<Decoder, string>();
    for (const session of [...this.#sessions]) {
      if (!session.open) continue;
      const { decoder } = session;
      const text = texts.get(decoder) ?? (await this.#text(build(decoder)));
      texts.set(decoder, text);
      session.sendText(text);
    }
  }

  #text(push: Push): Promise<string> {
    return wireText(this.ports, this.tenantId, pushFrame(push, this.ports.random), push.eventType);
  }

  async #discoverAtLast(conversationId: string, seq: number | null): Promise<void> {
    while (this.#sessions.size > 0) {
      try {
        await this.#keeper.reading(() => this.#discover(conversationId, seq));
        return;
      } catch (error) {
        this.log.warn({ error, where: 'chat audience' }, 'A thread could not be read for its customer.');
        await delay(AGAIN_MILLISECONDS, undefined, { ref: false });
      }
    }
  }

  async #discover(conversationId: string, seq: number | null): Promise<void> {
    const thread = await this.threadById(conversationId);
    if (thread === null || this.#sessions.size === 0 || this.#follows.has(conversationId)) return;
    this.#follow(thread, this.#cursorFor(thread, seq));
  }

  /** A thread that is younger than this audience was never told of: it is told from its start. */
  #cursorFor(thread: Thread, seq: number | null): number {
    if (Date.parse(thread.createdAt) >= this.#since) return 0;
    return seq === null ? thread.lastSeq : Math.min(thread.lastSeq, seq - 1);
  }

  #follow(thread: Thread, cursor: number): void {
    if (this.#sessions.size === 0) return;
    const follow = new Follow(this, thread, cursor);
    this.#follows.set(thread.id, follow);
    this.#byExternalId.set(thread.externalId.toLowerCase(), follow);
    this.#keeper.followed(this, follow);
    if (this.#keeper.hintedUpTo(thread.id) > thread.lastSeq) follow.lookAgain();
  }

  #drop(follow: Follow): void {
    follow.stop();
    this.#keeper.unfollowed(follow);
  }

  #release(): void {
    this.#holding -= 1;
    if (this.#holding > 0) return;
    for (const go of this.#onReleased.splice(0)) go();
  }
}

/** Resolves with the promise, or without it after so long. */
function atMost(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
