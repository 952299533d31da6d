import type { Author, CobrowseConsent, CobrowseSettings } from '@alongside/protocol';

export type CobrowseState = 'waiting' | 'joined' | 'ended';

/** Why a session is over. */
export type CobrowseEnd =
  | 'ended_by_customer'
  | 'ended_by_agent'
  | 'declined'
  | 'nobody_came'
  | 'page_lost'
  | 'contact_ended';

export type CobrowseConsents = Omit<CobrowseConsent, 't'>;

/** One co-browse session. Its id is what the published wire calls the correlation id; it is no secret and opens nothing. */
export interface CobrowseSession {
  readonly id: string;
  readonly state: CobrowseState;
  /** Who redeemed the code; null: nobody yet. */
  readonly agentId: string | null;
  /** Of the contact it was started from; null: of none. */
  readonly conversationId: string | null;
  readonly endReason: CobrowseEnd | null;
}

/** A session with who is in it, as the conversation's log names them. */
export interface AttendedCobrowse extends CobrowseSession {
  /** Made by its agent. */
  readonly offered: boolean;
  readonly hasPage: boolean;
  readonly startedAt: string;
  /** Since it was created. */
  readonly seconds: number;
  /** '' where nobody is there. */
  readonly agentName: string;
  readonly customer: Author;
}

export interface NewCobrowseSession {
  readonly id: string;
  /** Digest of the secret that only the creator's browser holds. */
  readonly creatorDigest: Uint8Array;
  readonly address: string;
  /** null: no page's. */
  readonly origin: string | null;
  readonly conversationId: string | null;
  readonly customerId: string | null;
  /** How long it waits. */
  readonly seconds: number;
}

/** Sessions and their short codes, by digests alone. Times are the database's. */
export interface Cobrowse {
  create(session: NewCobrowseSession): Promise<void>;
  /** False: a live session has this code. One that is over, or whose code ran out, gives it up. */
  addCode(code: {
    readonly digest: Uint8Array;
    readonly sessionId: string;
    readonly letters: boolean;
    readonly seconds: number;
  }): Promise<boolean>;
  removeCodes(sessionId: string): Promise<void>;
  settings(): Promise<CobrowseSettings>;
  saveSettings(settings: CobrowseSettings): Promise<void>;
  /** A session that its agent offers to a conversation's customer; it has no code. */
  offer(offer: {
    readonly id: string;
    readonly creatorDigest: Uint8Array;
    readonly conversationId: string;
    readonly customerId: string;
    readonly agentId: string;
    readonly seconds: number;
  }): Promise<void>;
  /** The agent's offer that this conversation's customer has not answered. */
  openOffer(conversationId: string, agentId: string): Promise<{ id: string; secondsLeft: number } | null>;
  /** ONE conditional UPDATE: a session that this conversation's customer began and no agent joined is this agent's. null: there is none. */
  joinOpen(conversationId: string, agentId: string, seconds: number): Promise<string | null>;
  /** ONE conditional UPDATE: an offer is accepted once, in its own conversation. */
  acceptOffer(acceptance: {
    readonly id: string;
    readonly conversationId: string;
    readonly tokenDigest: Uint8Array;
    readonly seconds: number;
  }): Promise<boolean>;
  /** A session of no conversation belongs to this one from now on. False: it belongs to one already. */
  attach(id: string, conversationId: string): Promise<boolean>;
  /** Live sessions with an agent; of one agent, or of all where it is null. */
  live(agentId: string | null): Promise<AttendedCobrowse[]>;
  attended(id: string): Promise<AttendedCobrowse | null>;
  /** Keeps the consents as they are now; what they were before. Locked until the transaction's end. null: no live session. */
  keepConsents(id: string, now: CobrowseConsents): Promise<CobrowseConsents | null>;
  /**
   * ONE conditional UPDATE: this process holds the session for some time, if nobody does, it does already, or `insteadOf` did.
   * @returns who holds it now; null: no live session
   */
  holdRelay(id: string, relay: string, seconds: number, insteadOf: string | null): Promise<string | null>;
  /** Who holds a live session now. */
  relay(id: string): Promise<string | null>;
  /** Lets it go, if this process holds it. */
  releaseRelay(id: string, relay: string): Promise<void>;
  /** Live codes of digits. */
  liveDigits(): Promise<number>;
  /**
   * ONE conditional UPDATE: the customer's side, once, by the creator's secret; without one within `freshSeconds` of creation and from the
   * same address and origin. null: no such code, used, expired, or somebody else's; nothing tells which.
   */
  redeemForPage(redemption: {
    readonly digest: Uint8Array;
    readonly creatorDigest: Uint8Array | null;
    readonly address: string;
    readonly origin: string | null;
    readonly freshSeconds: number;
    readonly tokenDigest: Uint8Array;
  }): Promise<string | null>;
  /** ONE conditional UPDATE: the agent's side, once. The id; null as above. */
  redeemForAgent(digest: Uint8Array, agentId: string, seconds: number): Promise<string | null>;
  /** Of a page that holds this token; null: no live session's. */
  byPageToken(digest: Uint8Array): Promise<CobrowseSession | null>;
  /** As long as it lives; locked until the transaction's end. */
  waiting(id: string, seconds: number): Promise<boolean>;
  session(id: string): Promise<CobrowseSession | null>;
  /** Puts the end of a live session off. False: there is none. */
  prolong(id: string, seconds: number): Promise<boolean>;
  /** Ends it once, and its codes and token with it. null: it had ended, or never was. */
  end(id: string, reason: CobrowseEnd): Promise<CobrowseSession | null>;
  /** Ends every live session of a conversation; their ids. */
  endOf(conversationId: string, reason: CobrowseEnd): Promise<readonly string[]>;
  /** Ends it if its time is over. null: it is not, or it had ended. */
  endDue(id: string): Promise<CobrowseSession | null>;
  /** How often something happened within the window; locked for this key until the transaction's end. */
  happened(
    key: string,
    windowSeconds: number,
  ): Promise<{ readonly count: number; readonly firstEndsInSeconds: number }>;
  /** The same count without the lock: for what may be a moment late. */
  counted(key: string, windowSeconds: number): Promise<{ readonly count: number; readonly firstEndsInSeconds: number }>;
  /** Counts once more; after `happened` in the same transaction. */
  note(key: string): Promise<void>;
}

export interface CobrowseSweeps {
  /** Sessions whose time is over. */
  dueCobrowse(limit: number): Promise<readonly { tenantId: string; sessionId: string }[]>;
  /** Removes rows that nobody needs; how many. */
  expireCobrowse(): Promise<number>;
}
