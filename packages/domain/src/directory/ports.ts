import type { AccessKey, Agent, CannedReply, Customer, Role, TenantSettings } from '@alongside/protocol';

/** A company. */
export interface Tenant {
  readonly id: string;
  readonly domain: string;
  readonly brandId: number;
  readonly settings: TenantSettings;
}

/** Tenants are found before any tenant is set; nothing secret is in them. */
export interface Tenants {
  byDomain(domain: string): Promise<Tenant | null>;
  byId(id: string): Promise<Tenant | null>;
  /** By the number that published wires name it by. */
  byBrandId(brandId: number): Promise<Tenant | null>;
  /** The only tenant, or null if there are none or several. */
  only(): Promise<Tenant | null>;
  all(): Promise<Tenant[]>;
  /** With its first queue. Refuses `already_exists`. */
  create(tenant: {
    id: string;
    domain: string;
    brandId?: number;
    settings: TenantSettings;
    queueName: string;
  }): Promise<Tenant>;
}

export interface TransactionHashRow {
  readonly customerId: string;
  readonly deviceHash: string;
}

/** Grants, sessions, keys and people inside a transaction. */
export interface Directory {
  settings(): Promise<TenantSettings>;
  updateSettings(change: Partial<TenantSettings>): Promise<TenantSettings>;

  saveTransactionHash(digest: Uint8Array, row: TransactionHashRow, lifetimeSeconds: number): Promise<void>;
  /** The same, unless it is there already: then nothing changes. */
  keepTransactionHash(digest: Uint8Array, row: TransactionHashRow, lifetimeSeconds: number): Promise<void>;
  /** Consumes by ONE conditional UPDATE over digest, customer, device, unused and unexpired; records the start that used it. false: refused. */
  consumeTransactionHash(
    digest: Uint8Array,
    row: TransactionHashRow,
    startId: string,
    conversationId: string,
  ): Promise<boolean>;
  /** The conversation that this very start (same hash, customer, device, start id) made within `withinSeconds`; null otherwise. */
  repeatedStart(
    digest: Uint8Array,
    row: TransactionHashRow,
    startId: string,
    withinSeconds: number,
  ): Promise<string | null>;

  /** Finds or creates by the company's own number, or among those who are known by a telephone number alone; keeps the newest name and details. */
  upsertCustomer(customer: {
    id: string;
    customerId: string;
    /** The number is that of a telephone, which proves nobody: never the company's customer of the same number. */
    telephone?: boolean;
    name: string;
    phone: string | null;
    email: string | null;
    idNumber: string | null;
    isLoggedIn: boolean;
  }): Promise<Customer>;
  customer(id: string): Promise<Customer | null>;
  /** By the company's own number. */
  customerByNumber(customerId: string): Promise<Customer | null>;
  createConversation(conversation: {
    id: string;
    customerId: string;
    contactId: string;
    locale: string | null;
  }): Promise<void>;

  createCustomerSession(session: {
    id: string;
    digest: Uint8Array;
    customerId: string;
    conversationId: string;
    contactId: string;
    deviceHash: string;
    seconds: number;
  }): Promise<{ expiresAt: string }>;
  customerSession(
    digest: Uint8Array,
  ): Promise<{ id: string; customerId: string; conversationId: string; contactId: string; name: string } | null>;

  agentByEmail(email: string): Promise<{ id: string; passwordHash: string; disabled: boolean } | null>;
  /** The account behind an address at which somebody tries to sign in, this try counted: `tries` since the last that succeeded, or a new password. */
  countSignIn(email: string): Promise<{ id: string; passwordHash: string; disabled: boolean; tries: number } | null>;
  agent(id: string): Promise<Agent | null>;
  /** With their desk. Refuses `already_exists`. */
  createAgent(agent: {
    id: string;
    name: string;
    email: string;
    passwordHash: string;
    role: Role;
    locale: string;
    capacity: number;
    ipphone?: string;
  }): Promise<Agent>;
  createAgentSession(session: {
    id: string;
    digest: Uint8Array;
    agentId: string;
    seconds: number;
    /** Opened by a call token: it has an agent's rights, whatever the person's role is. */
    phone?: boolean;
  }): Promise<{ expiresAt: string }>;
  /** null: unknown, expired, ended, or the agent is disabled. */
  agentSession(digest: Uint8Array): Promise<{ id: string; agentId: string; role: Role; name: string } | null>;
  endAgentSession(sessionId: string): Promise<void>;
  /** Counts a failed sign-in; returns how many there were within the window. */
  noteFailedSignIn(key: string, windowSeconds: number): Promise<number>;
  /** Of the window, and the tries of the account with this address. */
  clearFailedSignIns(key: string): Promise<void>;

  createTicket(
    digest: Uint8Array,
    actor: { kind: 'customer' | 'agent'; sessionId: string },
    seconds: number,
  ): Promise<void>;
  /** Consumes by one conditional DELETE. */
  consumeTicket(digest: Uint8Array): Promise<{ kind: 'customer' | 'agent'; sessionId: string } | null>;
  /** A live session by id: what a consumed ticket points at. */
  customerSessionById(
    sessionId: string,
  ): Promise<{ id: string; customerId: string; conversationId: string; contactId: string; name: string } | null>;
  agentSessionById(sessionId: string): Promise<{ id: string; agentId: string; role: Role; name: string } | null>;
  /** Those of these sessions that are live, customers' and agents', in one look. */
  liveSessions(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;

  createAccessKey(key: { accessKeyId: string; sealedSecret: string; name?: string }): Promise<void>;
  /** Every secret that is good now, the newest first; none: unknown or revoked. Notes the use. */
  accessKeySecrets(accessKeyId: string): Promise<string[]>;
  /** The secret of now stays good for so many hours. null: unknown or revoked. */
  rotateAccessKey(
    accessKeyId: string,
    sealedSecret: string,
    overlapHours: number,
  ): Promise<{ previousSecretUntil: string | null } | null>;
  accessKeys(): Promise<AccessKey[]>;
  revokeAccessKey(accessKeyId: string): Promise<boolean>;
  /** False: this signature was seen before within its window. */
  rememberSignature(digest: Uint8Array, seconds: number): Promise<boolean>;

  cannedReplies(): Promise<CannedReply[]>;
  saveCannedReply(reply: CannedReply): Promise<CannedReply>;
  deleteCannedReply(id: string): Promise<boolean>;
}

/** A customer's session that is good now. */
export interface CustomerSession {
  readonly id: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly name: string;
}

/** A session of a person of the company that is good now. */
export interface AgentSession {
  readonly id: string;
  readonly agentId: string;
  readonly role: Role;
  readonly name: string;
}

/**
 * Who somebody is, asked with every request and every hello: so it costs a share of one round trip, and no transaction. A session that is
 * unknown, expired or ended, or whose agent is disabled, is null. Each rejects with Refused('store_unavailable') within 2 s.
 */
export interface Sessions {
  customer(tenantId: string, digest: Uint8Array): Promise<CustomerSession | null>;
  /** Also a sign of life: leaves the agent at least `graceSeconds` less 5 s until they count as lost [CON6]. */
  agent(tenantId: string, digest: Uint8Array, graceSeconds: number): Promise<AgentSession | null>;
  createTicket(
    tenantId: string,
    digest: Uint8Array,
    actor: { kind: 'customer' | 'agent'; sessionId: string },
    seconds: number,
  ): Promise<void>;
  /** Consumes the ticket, of any number of askers for one; null: unknown, used, expired, or its session is not good. */
  redeemTicket(
    tenantId: string,
    digest: Uint8Array,
  ): Promise<({ kind: 'customer' } & CustomerSession) | ({ kind: 'agent' } & AgentSession) | null>;
}

/** One row of the online-help report. Times in epoch milliseconds. */
export interface HelpReportRow {
  readonly onlineHelpId: string;
  readonly customerNo: string;
  readonly customerName: string;
  readonly agentId: string | null;
  /** The company's own number of that agent, where one is set. */
  readonly staffNumber: string | null;
  readonly agentName: string | null;
  readonly conversationId: string;
  readonly state:
    | 'requested'
    | 'cancelled_by_customer'
    | 'started'
    | 'ended_by_customer'
    | 'ended_by_agent'
    | 'customer_gone';
  readonly requestedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** At least one of customer and agent is given. */
export interface MessagingFilter {
  readonly from: number;
  readonly to: number;
  readonly customerNo?: string;
  readonly agentId?: string;
}

/** Messages of one side in one conversation. */
export interface MessagingRow {
  readonly conversationId: string;
  readonly contactId: string;
  readonly from: 'customer' | 'agent';
  readonly customerNo: string;
  readonly customerName: string;
  /** Who wrote, or for a customer's messages who had the contact last. */
  readonly agentId: string | null;
  readonly staffNumber: string | null;
  readonly agentName: string | null;
  /** Epoch milliseconds of the last message that is counted. */
  readonly at: number;
  readonly count: number;
}

/** Reads for surfaces' reports. */
export interface HelpReports {
  /** Requested by customers within [from, to] (epoch ms), newest first, then by id; at most `limit`. */
  list(
    filter: { from: number; to: number; customerNo?: string; agentId?: string },
    limit: number,
  ): Promise<HelpReportRow[]>;
  /** Whether this customer has an active contact now, with whom, and whether the company began it. null: unknown customer. */
  current(
    customerNo: string,
  ): Promise<{ inHelp: boolean; agentId: string | null; staffNumber: string | null; outbound: boolean } | null>;
  /** Who wrote how many messages to whom in which conversation, newest first by the last one of them within [from, to] (epoch ms). */
  messaging(filter: MessagingFilter, page: { offset: number; limit: number }): Promise<MessagingRow[]>;
  /** The newest conversation of these two with something in it within [from, to]. null: none. */
  lastConversation(filter: {
    from: number;
    to: number;
    customerNo: string;
    agentId: string;
  }): Promise<{ conversationId: string; contactId: string } | null>;
}

/** The one-time link that makes the first administrator. Outside any tenant. */
export interface Setup {
  needed(): Promise<boolean>;
  saveToken(digest: Uint8Array, seconds: number): Promise<void>;
  /** Conditional: only an unexpired, unused token, and only while there is no tenant. */
  consumeToken(digest: Uint8Array): Promise<boolean>;
}
