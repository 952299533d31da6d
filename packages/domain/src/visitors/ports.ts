import type {
  Invitation,
  NewVisitorEvent,
  Visitor,
  VisitorConsent,
  VisitorDevice,
  VisitorEvent,
  VisitorJourney,
  VisitorSettings,
  VisitorVariable,
} from '@alongside/protocol';

/** What an app says of the device it runs on; what is left out stays as it was. */
export interface VisitorFacts {
  readonly channelId?: string;
  readonly device?: VisitorDevice;
  readonly journey?: VisitorJourney;
  readonly variables?: readonly VisitorVariable[];
  /** Where to send pushes; null: nowhere any more. A chat needs it, so it is kept without consent too. */
  readonly pushToken?: string | null;
  readonly consent?: Exclude<VisitorConsent, 'unknown'>;
}

/** Whom a push for a customer can reach. */
export interface PushTarget {
  readonly visitorId: string;
  readonly channelId: string | null;
  readonly pushToken: string;
  /** ios, android, web … as the device calls itself, in lower case. */
  readonly platform: string | null;
}

/** Visitors inside a transaction. Ids of visitors are UUIDs made by apps; compared without regard to case. */
export interface Visitors {
  settings(): Promise<VisitorSettings>;
  saveSettings(settings: VisitorSettings): Promise<void>;
  /** Makes or changes. Without permission to follow, only channel, push token and the consent itself are kept. */
  remember(visitorId: string, facts: VisitorFacts): Promise<void>;
  /** From now on this device is this customer's. The last word counts. */
  identify(visitorId: string, customerId: string, channelId: string | null): Promise<void>;
  get(visitorId: string): Promise<Visitor | null>;
  /** Those with a page open, seen within the last half hour; the latest page first. Keyset. */
  onSite(page: { cursor?: string; limit: number }): Promise<{ visitors: Visitor[]; nextCursor: string | null }>;
  /** The customer's device that was seen last; null: none is known. */
  ofCustomer(customerId: string): Promise<Visitor | null>;
  pushTargets(customerId: string): Promise<PushTarget[]>;
  /** Newest first, keyset. */
  trail(
    visitorId: string,
    page: { cursor?: string; limit: number },
  ): Promise<{ events: VisitorEvent[]; nextCursor: string | null }>;
  /** Waits until it is shown, for half an hour. null: no such visitor, or none who is on the site. */
  invite(
    visitorId: string,
    invitation: Omit<Invitation, 'at'>,
  ): Promise<{ invitation: Invitation; channelId: string | null; customerId: string | null } | null>;
  /** Everything that is known of this device. false: nothing was. */
  erase(visitorId: string): Promise<boolean>;
}

/** What the writing of a visitor's events found out. */
export interface StoredVisitorEvents {
  /** false: the visitor must not be followed, and nothing was kept. */
  readonly kept: boolean;
  /** Waits to be shown. */
  readonly invitation: Invitation | null;
}

/**
 * Where events of visitors go: gathered in memory, written in one statement per tenant and batch, apart from the journal and its commits.
 * What is in memory at a kill is lost: a quarter of a second at most. Whoever must know asks to wait.
 */
export interface VisitorLog {
  /**
   * Resolves at once when there is room, null; or with `wait` after COMMIT with fsync. Rejects with Refused `rate_limited` when the buffer is full, and with
   * `store_unavailable` when whoever waits cannot be served.
   */
  append(
    tenantId: string,
    visitorId: string,
    events: readonly NewVisitorEvent[],
    options?: { readonly wait?: boolean },
  ): Promise<StoredVisitorEvents | null>;
  /** Everything appended before is written, or lost for a reason that was logged. */
  flush(): Promise<void>;
}

/** What time alone makes happen to visitors, across all tenants. */
export interface VisitorSweeps {
  /** Makes the months ahead, removes those that nobody keeps, and what single tenants do not keep. Returns how many rows or months went. */
  keepVisitorMonths(): Promise<number>;
}
