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
} from '@alongside/protocol';

/** What a transition yields: the contact as it now is, and whose slot it freed or took. */
export interface ContactChange {
  readonly contactId: string;
  readonly conversationId: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly queueName: string;
  readonly helpType: HelpType;
  /** The agent who had it offered or active before, if any. */
  readonly previousAgentId: string | null;
  readonly ownerId: string | null;
  readonly offerEpoch: number;
  readonly waitedSeconds: number;
}

/** A waiting contact that the router looks at. */
export interface Candidate {
  readonly contactId: string;
  readonly conversationId: string;
  /** Set by a transfer: ring here first. */
  readonly targetAgentId: string | null;
}

/**
 * Contacts inside a transaction. Each transition is ONE conditional UPDATE: null means that the state was no longer the one required,
 * and nothing changed. Lock order in every command: contact, then agent's slot, then conversation.
 */
export interface Contacts {
  /** Refuses `already_in_help` by a unique index over the customer's open contacts. Place = the database's now. */
  create(contact: {
    id: string;
    conversationId: string;
    customerId: string;
    queueId: string;
    helpType: HelpType;
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
  openContactOf(customerId: string): Promise<Contact | null>;
}

/** Queues and routing inside a transaction. */
export interface Queues {
  /** True for the one decider: a transaction-scoped advisory lock. */
  tryDecide(queueId: string): Promise<boolean>;
  /** Oldest places first within a priority. */
  waiting(queueId: string, limit: number): Promise<Candidate[]>;
  /** The agent who should get this contact: available, alive, with a free slot, not muted for it; longest idle first. */
  bestAgent(queueId: string, contactId: string, onlyAgentId: string | null): Promise<string | null>;
  /** Forget the aim of a transfer whose colleague cannot take it. */
  clearTarget(contactId: string): Promise<void>;
  offerSeconds(): Promise<number>;
  views(): Promise<QueueView[]>;
  /** Every waiting or offered contact in order, with what an estimate needs. Index-only on the queue. */
  standings(queueId: string): Promise<{ order: { contactId: string; conversationId: string }[]; facts: QueueFacts }>;
  /** Queue of new contacts. */
  defaultQueueId(): Promise<string>;
  get(queueId: string): Promise<{ id: string; name: string } | null>;
  /** Keeps the running averages that estimates rest on; called when a contact starts or ends. */
  noteStart(queueId: string): Promise<void>;
  noteEnd(queueId: string, contactId: string): Promise<void>;
}

/** What a wait estimate is made from. */
export interface QueueFacts {
  /** Agents who are available and alive. */
  readonly availableAgents: number;
  /** Slots of those agents, taken and free. */
  readonly slots: number;
  /** Running average of a contact's length, seconds; null while none has ended. */
  readonly averageHandleSeconds: number | null;
}

/** Agents' desks inside a transaction: presence and slots. */
export interface Desks {
  /** Takes one slot; false: at capacity. A CHECK constraint stands behind it [CON4]. */
  takeSlot(agentId: string): Promise<boolean>;
  freeSlot(agentId: string): Promise<void>;
  setPresence(agentId: string, state: PresenceChoice, reason: AwayReason | null): Promise<void>;
  /** Offered and active contacts of an agent. */
  held(agentId: string): Promise<{ contactId: string; state: 'offered' | 'active'; epoch: number }[]>;
  presence(agentId: string): Promise<{
    state: PresenceChoice;
    awayReason: AwayReason | null;
    capacity: number;
    openContacts: number;
    since: string;
    alive: boolean;
  } | null>;
  offers(agentId: string): Promise<Offer[]>;
  /** Active ones, and ended ones that still want their wrap-up. Oldest start first. */
  conversations(agentId: string): Promise<ConversationSummary[]>;
  colleagues(): Promise<Colleague[]>;
}

/** What the sweeps look for, across all tenants, by the database's clock. Outside any tenant's transaction. */
export interface Sweeps {
  /** Offers past their deadline. */
  expiredOffers(limit: number): Promise<{ tenantId: string; contactId: string; agentId: string; epoch: number }[]>;
  /** Agents without a sign of life for the grace time who still hold something or are available. */
  lostAgents(limit: number): Promise<{ tenantId: string; agentId: string }[]>;
  /** Queues with somebody waiting. */
  busyQueues(): Promise<{ tenantId: string; queueId: string }[]>;
  /** Signs of life of the agents connected to this process. */
  touchAgents(agents: readonly { tenantId: string; agentId: string }[], seconds: number): Promise<void>;
  /** Adds what happened to the figures that boards and reports read; at most so many events. Returns how many there were [SUP1]. */
  foldFigures(limit: number): Promise<number>;
  /** Removes expired tickets, sessions, replayed signatures and used hashes. Returns how many rows went. */
  expire(): Promise<number>;
}
