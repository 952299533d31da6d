import { type Static, Type } from 'typebox';
import { awayReasonSchema, presenceChoiceSchema } from './agent.ts';
import {
  callDirectionSchema,
  callEnderSchema,
  callEndReasonSchema,
  callKindSchema,
  missedReasonSchema,
} from './call.ts';
import { helpTypeSchema } from './contact.ts';
import { endReasonSchema } from './entry.ts';
import { ClientId, Id, Nullable, OneOf, Seq, Timestamp } from './primitives.ts';

const closed = { additionalProperties: false } as const;

/** What a webhook can be told of: the closed list [HOOK1]. `webhook.test` is sent only when somebody asks for it. */
export const WEBHOOK_EVENTS = [
  'contact.requested',
  'contact.offered',
  'contact.started',
  'contact.requeued',
  'contact.handed_over',
  'contact.ended',
  'message.created',
  'agent.presence_changed',
  'survey.answered',
  'transcript.requested',
  'invitation.requested',
  'push.requested',
  'call.requested',
  'call.answered',
  'call.ended',
] as const;
export const webhookEventTypeSchema = OneOf(WEBHOOK_EVENTS, 'what is told');
export type WebhookEventType = Static<typeof webhookEventTypeSchema>;

/** How long a webhook's old secret signs beside the new one. Hours. */
export const WEBHOOK_OVERLAP_HOURS = { default: 24, most: 168 } as const;

const person = Type.Object({ id: Id('the agent'), name: Type.String() }, closed);
const contactFacts = {
  contactId: Id('the contact'),
  conversationId: Id('its conversation'),
  customer: Type.Object(
    { id: Id('the customer'), customerId: Type.String({ description: "the company's own number" }) },
    closed,
  ),
  queue: Type.Object({ id: Id('the queue'), name: Type.String() }, closed),
  helpType: helpTypeSchema,
};
const inLog = { seq: Type.Integer({ minimum: 1, description: 'place of the entry in the log' }) };

const callFacts = Type.Object(
  {
    callId: Id('the call'),
    callCode: Type.String(),
    tempId: Nullable(Type.String({ description: "the company's own id of it" })),
    kind: callKindSchema,
    direction: callDirectionSchema,
    contactId: Nullable(Id('its contact')),
    conversationId: Nullable(Id('its conversation')),
    customerNumber: Nullable(Type.String({ description: 'E.164' })),
    companyNumber: Nullable(Type.String({ description: 'E.164' })),
    agent: Nullable(
      Type.Object(
        { id: Id('the agent'), name: Type.String(), number: Nullable(Type.String({ description: 'agent_id' })) },
        closed,
      ),
    ),
    requestedAt: Timestamp,
    answeredAt: Nullable(Timestamp),
    endedAt: Nullable(Timestamp),
    endedBy: Nullable(callEnderSchema),
    endReason: Nullable(callEndReasonSchema),
    missedReason: Nullable(missedReasonSchema),
  },
  closed,
);

/** The `data` of each event. */
export const webhookDataSchemas = {
  'contact.requested': Type.Object({ ...contactFacts, ...inLog }, closed),
  'contact.offered': Type.Object(
    { ...contactFacts, agent: person, epoch: Type.Integer({ minimum: 1 }), deadline: Timestamp },
    closed,
  ),
  'contact.started': Type.Object(
    { ...contactFacts, ...inLog, agent: person, waitedSeconds: Type.Integer({ minimum: 0 }) },
    closed,
  ),
  'contact.requeued': Type.Object({ ...contactFacts, ...inLog, reason: Type.String(), to: Nullable(person) }, closed),
  'contact.handed_over': Type.Object({ ...contactFacts, ...inLog, from: person, to: person }, closed),
  'contact.ended': Type.Object({ ...contactFacts, ...inLog, reason: endReasonSchema }, closed),
  'message.created': Type.Object(
    {
      contactId: Id('the contact'),
      conversationId: Id('its conversation'),
      seq: Seq,
      from: Type.Object(
        { kind: OneOf(['customer', 'agent', 'system'], 'who'), id: Nullable(Id('the person')) },
        closed,
      ),
      clientId: Nullable(ClientId),
      kind: OneOf(['text', 'file', 'rich'], 'what was sent'),
      file: Nullable(
        Type.Object({ id: Id('the file'), mediaType: Type.String(), bytes: Type.Integer({ minimum: 0 }) }, closed),
      ),
      text: Type.Optional(
        Type.String({
          description:
            "the message, a file's caption, or what stands in place of a rich message; only for a webhook with includeText",
        }),
      ),
    },
    closed,
  ),
  'agent.presence_changed': Type.Object(
    {
      agent: person,
      state: presenceChoiceSchema,
      reason: Nullable(awayReasonSchema),
      since: Timestamp,
    },
    closed,
  ),
  'survey.answered': Type.Object(
    {
      contactId: Id('the contact'),
      conversationId: Id('its conversation'),
      score: Type.Integer({ minimum: 1, maximum: 5 }),
      text: Type.Optional(Type.String({ description: "the customer's words; only for a webhook with includeText" })),
    },
    closed,
  ),
  'transcript.requested': Type.Object(
    {
      ...contactFacts,
      addresses: Type.Array(Type.String({ maxLength: 254 }), { description: 'where the customer wants it sent' }),
    },
    closed,
  ),
  'invitation.requested': Type.Object(
    {
      ...contactFacts,
      addresses: Type.Array(Type.String({ maxLength: 254 }), { description: 'whom the customer invites' }),
      code: Type.String({ description: 'brings whoever has it into the chat' }),
    },
    closed,
  ),
  'call.requested': callFacts,
  'call.answered': callFacts,
  'call.ended': callFacts,
  'push.requested': Type.Object(
    {
      ...contactFacts,
      seq: Seq,
      unread: Type.Integer({ minimum: 1, maximum: 100, description: '100 is many' }),
      targets: Type.Array(
        Type.Object(
          {
            visitorId: Id('the device'),
            channelId: Nullable(Type.String()),
            pushToken: Type.String({ description: "the device's, as its app told it" }),
            platform: Nullable(Type.String({ description: 'ios, android … as the device calls itself' })),
          },
          closed,
        ),
        { minItems: 1 },
      ),
    },
    closed,
  ),
} as const satisfies Record<WebhookEventType, ReturnType<typeof Type.Object>>;

/** The body of one request to a receiver. */
export type WebhookEvent = {
  [T in WebhookEventType]: {
    readonly type: T;
    readonly timestamp: string;
    readonly data: Static<(typeof webhookDataSchemas)[T]>;
  };
}[WebhookEventType];

const Url = Type.String({
  minLength: 9,
  maxLength: 2000,
  pattern: '^https?://',
  description: 'https; http only where allowed',
});

/** What an administrator sets of a webhook. */
export const webhookSettingsSchema = Type.Object(
  {
    url: Url,
    description: Type.String({ maxLength: 400 }),
    events: Type.Array(webhookEventTypeSchema, { minItems: 1, maxItems: WEBHOOK_EVENTS.length, uniqueItems: true }),
    includeText: Type.Boolean({ description: 'whether the words of messages and surveys are sent along' }),
    enabled: Type.Boolean(),
  },
  { title: 'WebhookSettings', ...closed },
);
export type WebhookSettings = Static<typeof webhookSettingsSchema>;

/** How requests are signed and written; chosen when it is made. */
export const webhookStyleSchema = OneOf(
  ['standard', 'hub'],
  "standard: after Standard Webhooks; hub: X-Hub-Signature and the phone link's envelope",
);
export type WebhookStyle = Static<typeof webhookStyleSchema>;

/** A webhook as administrators see it. Its secret is shown when it is made or rotated, and never again. */
export const webhookSchema = Type.Object(
  {
    id: Id('the webhook'),
    ...webhookSettingsSchema.properties,
    style: webhookStyleSchema,
    disabledReason: Nullable(OneOf(['by_administrator', 'receiver_gone'], 'receiver_gone: the receiver answered 410')),
    createdAt: Timestamp,
    previousSecretUntil: Nullable(Timestamp),
    waiting: Type.Integer({
      minimum: 0,
      maximum: 1000,
      description: 'events not yet delivered; 1000 means that many or more',
    }),
    dead: Type.Integer({ minimum: 0, maximum: 1000, description: 'events given up; 1000 means that many or more' }),
    heldUntil: Nullable(
      Type.String({ format: 'date-time', description: 'the receiver asked for a pause (429 or Retry-After)' }),
    ),
    lastDeliveredAt: Nullable(Timestamp),
    lastFailedAt: Nullable(Timestamp),
  },
  { title: 'Webhook', ...closed },
);
export type Webhook = Static<typeof webhookSchema>;

/** Why an attempt did not succeed. */
export const deliveryErrorSchema = OneOf(
  ['address_not_allowed', 'not_resolved', 'not_reached', 'timeout', 'tls', 'redirect', 'status'],
  'status: the receiver answered, but not with 2xx',
);
export type DeliveryError = Static<typeof deliveryErrorSchema>;

export const deliveryStateSchema = OneOf(
  ['waiting', 'delivered', 'dead'],
  'waiting: due, in a retry, or behind an earlier one of its conversation; dead: given up, can be replayed',
);
export type DeliveryState = Static<typeof deliveryStateSchema>;

/** One event on its way to one receiver. */
export const webhookDeliverySchema = Type.Object(
  {
    id: Id('the delivery'),
    messageId: Type.String({ description: 'the webhook-id header: the same at each attempt' }),
    event: OneOf(WEBHOOK_EVENTS, 'its type'),
    conversationId: Nullable(Id('its conversation')),
    state: deliveryStateSchema,
    attempts: Type.Integer({ minimum: 0 }),
    createdAt: Timestamp,
    lastAttemptAt: Nullable(Timestamp),
    nextAttemptAt: Nullable(Timestamp),
    lastStatus: Nullable(Type.Integer({ description: 'HTTP status' })),
    lastError: Nullable(deliveryErrorSchema),
    lastMilliseconds: Nullable(Type.Integer({ minimum: 0 })),
  },
  { title: 'WebhookDelivery', ...closed },
);
export type WebhookDelivery = Static<typeof webhookDeliverySchema>;

/** What a receiver said to a test event. */
export const webhookTestSchema = Type.Object(
  {
    delivered: Type.Boolean(),
    status: Nullable(Type.Integer({ description: 'HTTP status; null: no answer' })),
    error: Nullable(deliveryErrorSchema),
    milliseconds: Type.Integer({ minimum: 0 }),
    answer: Type.String({ description: "the beginning of the receiver's answer, at most 2,000 characters" }),
  },
  { title: 'WebhookTest', ...closed },
);
export type WebhookTest = Static<typeof webhookTestSchema>;
