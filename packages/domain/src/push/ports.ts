import type { PushSettings, WebPushSubscription } from '@alongside/protocol';

/** A browser of a customer. */
export interface StoredSubscription extends WebPushSubscription {
  readonly id: string;
}

/** A tenant's VAPID keys, base64url; the private one sealed. */
export interface SealedPushKeys {
  readonly publicKey: string;
  readonly sealedPrivateKey: string;
}

/** A conversation of which its customer may have to be told, held by a claim for some time. */
export interface ClaimedPush {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly claim: string;
  /** Newest message when it was claimed. */
  readonly seq: number;
  /** How often it was tried before. */
  readonly attempts: number;
  /** Targets that an earlier attempt did not reach; null: everybody. */
  readonly leftFor: readonly string[] | null;
}

/** What a customer has not read of the company's messages. */
export interface Unread {
  readonly customerId: string;
  readonly contactId: string;
  readonly threadId: string | null;
  /** A device of theirs has got the log up to here. */
  readonly deliveredUpTo: number;
  readonly seq: number;
  /** 100 is many. */
  readonly count: number;
  /** Who wrote the newest, and the words that stand for it. */
  readonly from: string;
  readonly text: string;
}

/** How an attempt ended: null, everything was done; else who is left, to be tried again after so many seconds. */
export type PushOutcome = { readonly leftFor: readonly string[]; readonly pauseSeconds: number } | null;

/** Web push inside a transaction. */
export interface Push {
  settings(): Promise<PushSettings>;
  saveSettings(settings: PushSettings): Promise<void>;
  keys(): Promise<SealedPushKeys | null>;
  /** Of several at once the first counts; yields what counts. */
  addKeys(keys: SealedPushKeys): Promise<SealedPushKeys>;
  /** An endpoint belongs to one customer: who subscribes it takes it over. Of one customer the ten latest stay. */
  subscribe(customerId: string, subscription: StoredSubscription): Promise<void>;
  /** Repeating it is harmless. */
  unsubscribe(customerId: string, id: string): Promise<void>;
  subscriptions(customerId: string): Promise<StoredSubscription[]>;
  /** The push service does not know it any more. A newer one under the same id stays. */
  drop(customerId: string, subscription: Pick<StoredSubscription, 'id' | 'endpoint'>): Promise<void>;
  /** null: everything was read, or the customer wrote after it. */
  unread(conversationId: string): Promise<Unread | null>;
  /** What came meanwhile is due anew. False: the claim had run out, and nothing was changed. */
  settle(claimed: ClaimedPush, outcome: PushOutcome, ahead: number): Promise<boolean>;
}

/** What the sender looks for across all tenants. Outside any tenant's transaction. */
export interface PushQueue {
  /** Takes up to `count` conversations that are due, for `seconds`. Never waits for another taker. */
  claim(claim: string, count: number, seconds: number, ahead: number): Promise<ClaimedPush[]>;
  /** Removes subscriptions that were not renewed for half a year. */
  expire(): Promise<number>;
}

/** One request to a push service. */
export interface WebPushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** VAPID (RFC 8292) and the encryption of messages (RFC 8291, aes128gcm). */
export interface WebPush {
  makeKeys(): { readonly publicKey: string; readonly privateKey: string };
  /** null: the subscription's keys are none. */
  encrypt(
    subscription: WebPushSubscription,
    message: {
      readonly payload: string;
      readonly keys: { readonly publicKey: string; readonly privateKey: string };
      /** mailto: or https: */
      readonly contact: string;
      readonly ttlSeconds: number;
      /** A later message with the same one replaces it at the push service; 32 letters of base64url at most. */
      readonly topic: string;
    },
  ): WebPushRequest | null;
}
