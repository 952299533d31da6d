import type {
  AwayReason,
  Colleague,
  Contact,
  ConversationSummary,
  EndReason,
  HelpType,
  Offer,
  PresenceChoice,
  QueueView,
  Ring,
} from '@alongside/protocol';
import type { Slot } from '../routing/ports.ts';

/** What a transition yields: the contact as it now is, and whose slot it freed or took. */
export interface ContactChange {
  readonly contactId: string;
  readonly conversationId: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly queueName: string;
  readonly helpType: HelpType;
  /** How much of an agent's capacity it takes; fixed when it was made. */
  readonly weight: number;
  /** Its queue asks the customer how it went, and there was something to ask about. */
  readonly asksSurvey: boolean;
  /** The agent who had it offered or active before, if any. */
  readonly previousAgentId: string | null;
  readonly ownerId: string | null;
  readonly offerEpoch: number;
  readonly waitedSeconds: number;
  /** Its open call; null: none. */
  readonly callId: string | null;
}

/**
 * Contacts inside a transaction. Each transition is ONE conditional UPDATE: null means that the state was no longer the one required,
 * and nothing changed. Lock order in every command: contact, then agent's slot, then conversation.
 */
export interface Contacts {
  /** Refuses `already_in_help` by unique indexes over open contacts: a customer's outside of channels, a conversation's, a customer's live chats on a channel. Place = the database's now. */
  create(contact: {
    id: string;
    conversationId: string;
    customerId: string;
    queueId: string;
    helpType: HelpType;
    /** Rings here first, if this is somebody of the tenant. */
    targetAgentId?: string | null;
    /** Absent: help outside of channels. */
    channelId?: string;
    /** Left while nobody was there. */
    offline?: boolean;
    /** The company began it: nobody waited. */
    outbound?: boolean;
  }): Promise<ContactChange>;
  /** waiting → offered, epoch + 1, deadline by the database's clock. */
  offer(contactId: string, agentId: string, seconds: number): Promise<ContactChange | null>;
  /** offered to this agent with this epoch and before its deadline → active. Also makes the agent the conversation's owner. */
  accept(contactId: string, agentId: string, epoch: number): Promise<ContactChange | null>;
  /** waiting → active, taken by hand. Also makes the agent the conversation's owner. */
  pick(contactId: string, agentId: string): Promise<ContactChange | null>;
  /** offered with this epoch → waiting at its original place; `mutedSeconds`: not offered to the same agent again for so long. */
  withdrawOffer(contactId: string, epoch: number, mutedSeconds: number): Promise<ContactChange | null>;
  /** active and owned by this agent → waiting at its original place, in a queue, perhaps aimed at a colleague. Clears the conversation's owner. */
  requeue(
    contactId: string,
    ownerId: string,
    to: { queueId?: string; targetAgentId?: string | null; fromAgentName?: string; note?: string },
  ): Promise<ContactChange | null>;
  /** waiting or offered → ended. Closes the conversation. */
  cancel(contactId: string, reason: EndReason): Promise<ContactChange | null>;
  /** waiting, not ringing, and for longer than its queue lets it → ended. Closes the conversation. */
  endWaiting(contactId: string, reason: EndReason): Promise<ContactChange | null>;
  /** waiting in this queue → waiting in that one at its original place, once in a wait. */
  overflow(contactId: string, fromQueueId: string, toQueueId: string): Promise<ContactChange | null>;
  /** active and owned by this agent → ended, wrap-up pending. Closes the conversation. */
  endByOwner(contactId: string, ownerId: string, reason: EndReason): Promise<ContactChange | null>;
  /** any state but ended → ended. Closes the conversation. */
  endAnyhow(contactId: string, reason: EndReason): Promise<ContactChange | null>;
  /** Stores the wrap-up of an ended contact whose last owner this is; null: not theirs or not ended. Clears it from the desk. */
  wrapUp(contactId: string, ownerId: string, text: string): Promise<ContactChange | null>;

  get(contactId: string): Promise<Contact | null>;
  /** Keyset pages, newest first. `ownerId` absent: everybody's. */
  listEnded(
    filter: { customerId?: string; ownerId?: string },
    page: { cursor?: string; limit: number },
  ): Promise<{ contacts: Contact[]; nextCursor: string | null }>;
  summary(conversationId: string): Promise<ConversationSummary | null>;
  /** Of help outside of channels. */
  openContactOf(customerId: string): Promise<Contact | null>;
}

/** Queues inside a transaction. */
export interface Queues {
  views(): Promise<QueueView[]>;
  /** Every waiting or offered contact in order. Answered from the index alone. */
  line(queueId: string): Promise<LinePlace[]>;
  /** One contact's place in its line; null: it does not wait. */
  placeOf(contactId: string): Promise<(LinePlace & { position: number; waitingAhead: number }) | null>;
  /** The queues in which any of these wait. */
  queuesOf(contactIds: readonly string[]): Promise<string[]>;
  /** Every queue with what estimates rest on. */
  lengths(): Promise<QueueLength[]>;
  /** Queue of new contacts. */
  defaultQueueId(): Promise<string>;
  get(queueId: string): Promise<{ id: string; name: string } | null>;
}

/** One who waits, as standings need it. */
export interface LinePlace {
  readonly contactId: string;
  readonly conversationId: string;
  /** Offered to somebody now. */
  readonly ringing: boolean;
  /** When it began to wait in this queue; epoch milliseconds of the database. */
  readonly waitingSince: number;
}

export interface QueueLength {
  readonly id: string;
  readonly rings: readonly Ring[];
  /** Running averages of a contact's length, and of how long it rang before it was accepted, seconds; null while there was none. Folded within seconds. */
  readonly averageHandleSeconds: number | null;
  readonly averageRingSeconds: number | null;
  readonly offerSeconds: number;
  /** Seconds of waiting after which a call-back is offered; null: never. */
  readonly callBackAfterSeconds?: number | null;
  readonly waiting: number;
  /** The database's now, epoch milliseconds. */
  readonly now: number;
}

/** Agents' desks inside a transaction: presence and slots. */
export interface Desks {
  /**
   * Takes a slot of the contact's weight and kind; false: there is no room. `ready`: also false unless the agent is there for a new contact
   * now. A CHECK constraint stands behind it [CON4]. Without a slot: one chat of weight 1.
   */
  takeSlot(agentId: string, slot?: Slot, only?: 'anybody' | 'ready'): Promise<boolean>;
  /** Gives it back. `endedInQueueId`: the contact ended, and the after-contact time of its queue begins. */
  freeSlot(agentId: string, slot?: Slot, endedInQueueId?: string): Promise<void>;
  /**
   * The wrap-up is done: new contacts may ring again. False: there was no after-contact time, or another wrap-up is left; `anyway`, that does
   * not count.
   */
  endAfterContact(agentId: string, anyway?: boolean): Promise<boolean>;
  setPresence(agentId: string, state: PresenceChoice, reason: AwayReason | null): Promise<void>;
  /** Offered and active contacts of an agent. */
  held(agentId: string): Promise<{ contactId: string; state: 'offered' | 'active'; epoch: number }[]>;
  presence(agentId: string): Promise<{
    state: PresenceChoice;
    awayReason: AwayReason | null;
    capacity: number;
    openContacts: number;
    since: string;
    /** null: none runs. */
    afterContactUntil: string | null;
    alive: boolean;
  } | null>;
  offers(agentId: string): Promise<Offer[]>;
  /** Active ones, and ended ones that still want their wrap-up. Oldest start first. */
  conversations(agentId: string): Promise<ConversationSummary[]>;
  colleagues(): Promise<Colleague[]>;
}

export interface DueWait {
  readonly tenantId: string;
  readonly contactId: string;
  readonly queueId: string;
  readonly what: 'max_wait' | 'overflow';
  readonly target: string | null;
}

/** What the sweeps look for, across all tenants, by the database's clock. Outside any tenant's transaction. */
export interface Sweeps {
  /** Offers past their deadline. */
  expiredOffers(limit: number): Promise<{ tenantId: string; contactId: string; agentId: string; epoch: number }[]>;
  /** Agents without a sign of life for the grace time who still hold something or are available. */
  lostAgents(limit: number): Promise<{ tenantId: string; agentId: string }[]>;
  /** Queues with somebody waiting. */
  busyQueues(): Promise<{ tenantId: string; queueId: string }[]>;
  /** Waiting contacts that are to end (`max_wait`) or to move to `target` (`overflow`) now. */
  dueWaits(limit: number): Promise<DueWait[]>;
  /** Ends after-contact times that are over; yields whose. */
  endAfterContact(limit: number): Promise<{ tenantId: string; agentId: string }[]>;
  /** Signs of life of the agents connected to this process. */
  touchAgents(agents: readonly { tenantId: string; agentId: string }[], seconds: number): Promise<void>;
  /** Adds what happened to the figures that boards and reports read; at most so many events. Returns how many there were [SUP1]. */
  foldFigures(limit: number): Promise<number>;
  /** Removes expired tickets, sessions, replayed signatures and used hashes. Returns how many rows went. */
  expire(): Promise<number>;
}
