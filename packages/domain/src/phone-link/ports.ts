import type {
  CallDirection,
  CallEnder,
  CallEndReason,
  MissedReason,
  PhoneLinkSettings,
  PhoneLinkTokenKind,
  PhoneLinkTokenView,
} from '@alongside/protocol';
import type { StoredSubscription } from '../push/ports.ts';

/** The agent that a number of the company's stands for. */
export interface NumberedAgent {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

/** An agent as the published wire lists them. */
export interface ListedAgent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** null: none is set, so no call token can name them. */
  readonly number: string | null;
  readonly role: 'agent' | 'supervisor' | 'administrator';
  readonly createdAt: string;
  /** The first of the queues that ring at them, in their order. */
  readonly queue: { readonly id: string; readonly name: string } | null;
  readonly state: 'available' | 'busy' | 'away' | 'offline';
}

/** A call as the published wire lists it. */
export interface ListedCall {
  readonly id: string;
  readonly callCode: string;
  readonly tempId: string | null;
  readonly direction: CallDirection;
  /** E.164. */
  readonly customerNumber: string | null;
  readonly companyNumber: string | null;
  readonly agentId: string | null;
  readonly agentNumber: string | null;
  readonly lastAgentId: string | null;
  readonly lastAgentNumber: string | null;
  readonly queueId: string | null;
  readonly contactId: string | null;
  /** The company's own number of the customer. */
  readonly customerId: string | null;
  readonly requestedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly waitSeconds: number;
  readonly holdSeconds: number;
  readonly talkSeconds: number;
  readonly endedBy: CallEnder | null;
  readonly endReason: CallEndReason | null;
  readonly missedReason: MissedReason | null;
  readonly sipStatus: number | null;
  /** Ids; the one with all voices first. */
  readonly recordings: readonly string[];
}

/** All are joined by "and". Times are ISO 8601. */
export interface ListedCallFilter {
  /** Requested at or after. */
  readonly from?: string;
  /** Requested at or before. */
  readonly to?: string;
  /** The customer's, in E.164, or without its country as people write it at home. */
  readonly number?: string;
  /** Of the agent who has or had it last. */
  readonly agentNumber?: string;
  readonly tempId?: string;
  readonly callCode?: string;
  /** true: somebody answered; false: it ended and nobody had. */
  readonly answered?: boolean;
}

/** A call that rings at an agent. */
export interface RingingNow {
  /** Of the contact. */
  readonly id: string;
  readonly customer: string;
  readonly queue: string | null;
  readonly secondsLeft: number;
}

/** Whether a request may pass. Seconds until it is worth asking again. */
export type RequestVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'too_many' | 'paused'; readonly waitSeconds: number };

/** How many requests one API token may make [PHONE4]. */
export const REQUEST_LIMITS = { perSecond: 15, perHour: 54_000, refusedInARow: 20, pauseSeconds: 900 } as const;

/** The phone link inside a transaction. */
export interface PhoneLinks {
  settings(): Promise<PhoneLinkSettings>;
  saveSettings(settings: PhoneLinkSettings): Promise<void>;
  tokens(): Promise<Readonly<Record<PhoneLinkTokenKind, PhoneLinkTokenView | null>>>;
  /** The token of now stays good for so many hours; 0: it is dead. */
  saveToken(
    token: { readonly kind: 'api'; readonly digest: Uint8Array } | { readonly kind: 'voice'; readonly sealed: string },
    overlapHours: number,
  ): Promise<{ previousUntil: string | null }>;
  /** With the one before it. false: there was none. */
  removeToken(kind: PhoneLinkTokenKind): Promise<boolean>;
  /** Whether it is good now. Its use is noted once a minute. */
  knowsApiToken(digest: Uint8Array): Promise<boolean>;
  /** Sealed, newest first; none: nothing can be signed. */
  voiceTokens(): Promise<string[]>;
  /** Counts a request of this API token, by the database's clock. `ahead`: seconds by which the clock is ahead; 0 but in tests of long times. */
  countRequest(digest: Uint8Array, ahead: number): Promise<RequestVerdict>;

  /** null: nobody, several, or disabled. */
  agentByNumber(number: string): Promise<NumberedAgent | null>;
  numberOf(agentId: string): Promise<string | null>;
  /** By name; from page 1. */
  agents(page: number, count: number): Promise<{ agents: ListedAgent[]; total: number }>;
  /** Newest first; from page 1. */
  calls(filter: ListedCallFilter, page: number, count: number): Promise<{ calls: ListedCall[]; total: number }>;
  /** A recording of a call; null: none of this tenant's. */
  recording(recordingId: string): Promise<{ key: string; contentType: string; callId: string } | null>;
  /** An endpoint belongs to one agent: who saves it takes it over. Of one agent the five latest stay. */
  savePush(agentId: string, subscription: StoredSubscription): Promise<void>;
  /** Repeating it is harmless. */
  removePush(agentId: string, id: string): Promise<void>;
  pushes(agentId: string): Promise<StoredSubscription[]>;
  /** Agents who have any. */
  pushAgents(): Promise<string[]>;
  /** What rings at this agent and nobody has taken yet: each is given out once. */
  takeRinging(agentId: string): Promise<RingingNow[]>;
  /** Ends all sessions that were opened by call tokens, now (yields their ids) or after so many hours at the latest. */
  endSessions(afterHours: number): Promise<string[]>;
}
