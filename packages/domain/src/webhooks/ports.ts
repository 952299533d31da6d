import type {
  DeliveryError,
  DeliveryState,
  Webhook,
  WebhookDelivery,
  WebhookEventType,
  WebhookSettings,
  WebhookStyle,
} from '@alongside/protocol';

/** Where to send, and what to sign with: the secret, and during an overlap the one before it too. */
export interface WebhookTarget {
  readonly url: string;
  readonly sealedSecrets: readonly string[];
  readonly style: WebhookStyle;
}

/** The first pending event of a lane, held by a claim for some time. */
export interface ClaimedDelivery extends WebhookTarget {
  readonly webhookId: string;
  readonly lane: string;
  readonly claim: string;
  readonly deliveryId: string;
  readonly eventId: string;
  readonly type: WebhookEventType;
  readonly occurredAt: string;
  /** How often it was tried before. */
  readonly attempts: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  readonly state: 'delivered' | 'dead' | 'pending';
  /** Seconds until the next attempt of a pending one. */
  readonly pauseSeconds: number;
  readonly status: number | null;
  readonly error: DeliveryError | null;
  readonly milliseconds: number;
}

/** Webhooks inside a transaction. `ahead`: seconds by which the clock is ahead of the database's; 0 but in tests of long times. */
export interface Webhooks {
  list(): Promise<Webhook[]>;
  get(id: string): Promise<Webhook | null>;
  create(webhook: WebhookSettings & { id: string; sealedSecret: string; style?: WebhookStyle }): Promise<Webhook>;
  update(id: string, change: Partial<WebhookSettings>): Promise<Webhook | null>;
  /** With what waits for it. */
  delete(id: string): Promise<boolean>;
  /** The secret of now goes on signing for so many hours. null: no such webhook. */
  rotate(
    id: string,
    sealedSecret: string,
    overlapHours: number,
  ): Promise<{ previousSecretUntil: string | null } | null>;
  target(id: string): Promise<WebhookTarget | null>;
  /** Tells those who want it of something about a contact that is no entry of a log, in its conversation's order. */
  noteContact(type: WebhookEventType, contactId: string, data: Readonly<Record<string, unknown>>): Promise<void>;

  /** Newest first. Refuses `invalid_request` for a cursor that is none. */
  deliveries(
    id: string,
    filter: { state?: DeliveryState; cursor?: string },
    limit: number,
  ): Promise<{ deliveries: WebhookDelivery[]; nextCursor: string | null }>;
  /** Back into its lane, at its old place. null: no such finished delivery. */
  replay(id: string, deliveryId: string): Promise<WebhookDelivery | null>;
  /** Every dead one; returns how many. */
  replayDead(id: string): Promise<number>;

  /** Takes up to `count` lanes that are due, for `seconds`. Never waits for another taker. */
  claim(id: string, claim: string, count: number, seconds: number, ahead: number): Promise<ClaimedDelivery[]>;
  /** False: the claim had run out, and nothing was changed. */
  settle(claimed: ClaimedDelivery, outcome: AttemptOutcome, ahead: number): Promise<boolean>;
  /** Nothing goes there for so many seconds. */
  hold(id: string, seconds: number, ahead: number): Promise<void>;
  /** The receiver is gone. false: it was switched off already. */
  switchOff(id: string): Promise<boolean>;
}

/** What the sender looks for across all tenants. Outside any tenant's transaction. */
export interface WebhookQueue {
  /** Puts new events into their lanes, and names the webhooks with something due. */
  due(ahead: number): Promise<{ tenantId: string; webhookId: string }[]>;
  /** Removes what was delivered a week ago or given up a month ago. */
  expire(): Promise<number>;
}
