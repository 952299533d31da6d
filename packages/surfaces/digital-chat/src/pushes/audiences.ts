import type { Hint, StoredEntry } from '@alongside/domain';
import { NO_VISITOR } from '../http/visitor-in.ts';
import type { DigitalChatPorts } from '../ports.ts';
import type { Agents } from '../reading/agents.ts';
import { CLOSE } from '../socket/line.ts';
import type { Customer } from '../socket/message-tokens.ts';
import type { Session } from '../socket/session.ts';
import { Audience, type AudienceKeeper } from './audience.ts';
import type { Follow } from './follow.ts';
import { Groups } from './groups.ts';
import { Places } from './places.ts';

/** Each customer's threads are looked over this often: a hint may have been lost. */
const TRUST_MILLISECONDS = 60_000;
const TICK_MILLISECONDS = 1_000;
const MOST_IN_A_TICK = 50;
/** Hints of strangers' conversations that are remembered while threads are being read. */
const MOST_HINTED = 20_000;

/** One listener on the bus for all sockets of this process; brings what it tells to those whom it concerns. */
export class Audiences {
  readonly #ports: DigitalChatPorts;
  readonly #agents: Agents;
  readonly #places: Places;
  readonly #byCustomer = new Map<string, Audience>();
  /** More than one where several customers take part. */
  readonly #byConversation = new Groups<Follow>();
  readonly #bySession = new Groups<Session>();
  readonly #byVisitor = new Groups<Session>();
  /** Newest seq by conversation, while somebody's threads are being read. */
  readonly #hinted = new Map<string, number>();
  readonly #looked = new Map<Audience, number>();
  readonly #keeper: AudienceKeeper;
  readonly #unsubscribe: () => void;
  readonly #ticking: NodeJS.Timeout;
  #reading = 0;

  constructor(ports: DigitalChatPorts, agents: Agents) {
    this.#ports = ports;
    this.#agents = agents;
    this.#places = new Places(ports);
    this.#keeper = this.#keep();
    this.#unsubscribe = ports.subscribe((hint) => this.#told(hint));
    this.#ticking = setInterval(() => this.#tick(), TICK_MILLISECONDS);
    this.#ticking.unref();
  }

  join(session: Session, customer: Customer): Audience {
    const { tenantId, channelId, customerId, sessionId } = customer.actor;
    const key = keyOf(tenantId, channelId, customerId);
    let audience = this.#byCustomer.get(key);
    const fresh = audience === undefined;
    audience ??= new Audience(this.#ports, this.#agents, session.channel, customer, this.#keeper);
    this.#byCustomer.set(key, audience);
    if (sessionId !== null) this.#bySession.add(sessionId, session);
    const { visitorId } = session.visitor;
    if (visitorId !== NO_VISITOR) this.#byVisitor.add(visitorKey(tenantId, visitorId), session);
    audience.join(session);
    if (fresh) this.#look(audience);
    else audience.rename(customer.person);
    return audience;
  }

  left(session: Session): void {
    if (session.customer === null) return;
    const { tenantId, sessionId } = session.customer.actor;
    if (sessionId !== null) this.#bySession.delete(sessionId, session);
    this.#byVisitor.delete(visitorKey(tenantId, session.visitor.visitorId), session);
  }

  close(): void {
    clearInterval(this.#ticking);
    this.#unsubscribe();
    this.#places.close();
  }

  #keep(): AudienceKeeper {
    return {
      hintedUpTo: (conversationId) => this.#hinted.get(conversationId) ?? 0,
      reading: async (work) => {
        this.#reading += 1;
        try {
          return await work();
        } finally {
          this.#reading -= 1;
          if (this.#reading === 0) this.#hinted.clear();
        }
      },
      followed: (audience, follow) => {
        this.#byConversation.add(follow.thread.id, follow);
        if (follow.toldAll) this.#places.update(audience.tenantId, follow);
      },
      unfollowed: (follow) => {
        this.#byConversation.delete(follow.thread.id, follow);
        this.#places.forget(follow);
      },
      waitingChanged: (audience, follow) => this.#places.update(audience.tenantId, follow),
      empty: (audience) => {
        const { tenantId, channelId, customerId } = audience.customer.actor;
        this.#byCustomer.delete(keyOf(tenantId, channelId, customerId));
        this.#looked.delete(audience);
      },
    };
  }

  #told(hint: Hint): void {
    switch (hint.kind) {
      case 'entries': {
        for (const follow of this.#byConversation.of(hint.conversationId)) follow.told(hint.entries);
        if (this.#reading > 0) this.#note(hint.conversationId, hint.entries);
        return;
      }
      case 'thread': {
        const audience = this.#byCustomer.get(keyOf(hint.tenantId, hint.channelId, hint.customerId));
        audience?.ensure(hint.conversationId);
        // Whoever else takes part in it.
        for (const follow of this.#byConversation.of(hint.conversationId))
          if (follow.audience !== audience) follow.lookAgain();
        return;
      }
      case 'typing':
        if (hint.from === 'agent')
          for (const follow of this.#byConversation.of(hint.conversationId)) follow.typing(hint.on, hint.name);
        return;
      case 'queue':
        this.#places.changed(hint.tenantId, hint.queueId);
        return;
      case 'visitor':
        for (const session of this.#byVisitor.of(visitorKey(hint.tenantId, hint.visitorId)))
          session.invite(hint.invitation);
        return;
      case 'session-ended':
        for (const session of this.#bySession.of(hint.sessionId)) session.close(CLOSE.sessionEnded, 'session ended');
        return;
    }
  }

  /** Without entries it tells only that there may be some, however far the log was read. */
  #note(conversationId: string, entries: readonly StoredEntry[]): void {
    const upTo = Math.max(this.#hinted.get(conversationId) ?? 0, entries.at(-1)?.seq ?? Number.POSITIVE_INFINITY);
    if (this.#hinted.size < MOST_HINTED) this.#hinted.set(conversationId, upTo);
  }

  #tick(): void {
    const due = performance.now() - TRUST_MILLISECONDS;
    let looks = 0;
    for (const [audience, at] of this.#looked) {
      if (at > due || looks >= MOST_IN_A_TICK) continue;
      looks += 1;
      this.#look(audience);
    }
  }

  #look(audience: Audience): void {
    this.#looked.set(audience, performance.now());
    // What fails is tried again soon, not with the next round.
    audience.look().catch((error: unknown) => {
      this.#ports.log.warn({ error, where: 'chat audience' }, 'The threads of a customer could not be read.');
      if (this.#looked.has(audience)) this.#looked.set(audience, performance.now() - TRUST_MILLISECONDS + 2_000);
    });
  }
}

const keyOf = (tenantId: string, channelId: string, customerId: string): string =>
  `${tenantId} ${channelId} ${customerId}`;

const visitorKey = (tenantId: string, visitorId: string): string => `${tenantId} ${visitorId.toLowerCase()}`;
