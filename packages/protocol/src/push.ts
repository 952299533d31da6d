import { type Static, Type } from 'typebox';
import { Nullable } from './primitives.ts';

const closed = { additionalProperties: false } as const;

/** What administration decides about web push. */
export const pushSettingsSchema = Type.Object(
  {
    includeText: Type.Boolean({
      description: "whether the agent's name and the message's words are sent along, encrypted for the browser",
    }),
    contact: Nullable(
      Type.String({
        maxLength: 300,
        pattern: '^(mailto:[^\\s@]+@[^\\s@]+|https://\\S+)$',
        description: 'whom a push service may write to, mailto: or https:; null: our own public address',
      }),
    ),
  },
  { title: 'PushSettings', ...closed },
);
export type PushSettings = Static<typeof pushSettingsSchema>;

/** A browser's subscription, as `PushSubscription.toJSON()` yields it without its expiry. */
export const webPushSubscriptionSchema = Type.Object(
  {
    endpoint: Type.String({ minLength: 9, maxLength: 2000, pattern: '^https?://' }),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$', description: "the browser's key, base64url" }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}={0,2}$', description: '16 bytes, base64url' }),
      },
      closed,
    ),
  },
  { title: 'WebPushSubscription', ...closed },
);
export type WebPushSubscription = Static<typeof webPushSubscriptionSchema>;

/** What a service worker finds in a push of ours. Later versions add to it. */
export interface PushPayload {
  readonly alongside: 1;
  /** The company's name. */
  readonly title: string;
  readonly conversationId: string;
  /** The app's own id of the thread; null outside of channels. */
  readonly threadId: string | null;
  /** Newest message of the company. */
  readonly seq: number;
  /** Its messages that were not read; 100 is many. */
  readonly unread: number;
  /** Only where the tenant wants words in pushes. */
  readonly from?: string;
  readonly text?: string;
}

/** What the phone's service worker finds in a push: a call rings at its agent. */
export interface PhonePushPayload {
  readonly alongside: 1;
  readonly call: 'ringing';
  /** Of what rings: a later push of the same replaces the notification. */
  readonly id: string;
  /** The company's name. */
  readonly title: string;
  readonly queue: string | null;
  /** The customer's name; only where the tenant wants words in pushes. */
  readonly from?: string;
}
