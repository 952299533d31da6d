import { type Static, Type } from 'typebox';
import { attachedDataSchema } from './company.ts';
import { fieldValueSchema } from './channel.ts';
import { endReasonSchema } from './entry.ts';
import { Id, Nullable, OneOf, Seq, Timestamp } from './primitives.ts';

/** What the customer asked for. Voice and video are refused until calls exist. */
export const helpTypeSchema = OneOf(['CHAT', 'VIDEO_CALL', 'VOICE_CALL'], 'kind of help');
export type HelpType = Static<typeof helpTypeSchema>;

/** waiting: in a queue, nobody's · offered: rings at one agent, keeps its place · active: has one owner · ended. */
export const contactStateSchema = OneOf(['waiting', 'offered', 'active', 'ended'], 'state of a contact');
export type ContactState = Static<typeof contactStateSchema>;

/** The customer as an agent sees them. */
export const customerSchema = Type.Object(
  {
    id: Id('the customer'),
    customerId: Type.String({ description: "the company's own number for this person" }),
    name: Type.String(),
    phone: Nullable(Type.String()),
    email: Nullable(Type.String()),
    idNumber: Nullable(Type.String()),
    isLoggedIn: Type.Boolean({
      description: "whether the app said that the customer was signed in; the app's word, not proven",
    }),
    firstSeenAt: Timestamp,
  },
  { title: 'Customer', additionalProperties: false },
);
export type Customer = Static<typeof customerSchema>;

/** A contact as agents see it. */
export const contactSchema = Type.Object(
  {
    id: Id('the contact'),
    conversationId: Id('its conversation'),
    queueId: Id('its queue'),
    queueName: Type.String(),
    helpType: helpTypeSchema,
    state: contactStateSchema,
    customer: Type.Object(
      { id: Id('the customer'), name: Type.String(), customerId: Type.String() },
      { additionalProperties: false },
    ),
    owner: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false })),
    requestedAt: Timestamp,
    startedAt: Nullable(Timestamp),
    endedAt: Nullable(Timestamp),
    endReason: Nullable(endReasonSchema),
    wrapUp: Nullable(Type.String()),
    attachedData: Type.Optional(attachedDataSchema),
    thread: Type.Optional(
      Type.Object(
        {
          channelId: Type.String(),
          channelName: Type.String(),
          name: Type.String({ description: 'of the thread; may be empty' }),
          offline: Type.Boolean({ description: 'true: left while nobody was there' }),
          contactFields: Type.Array(fieldValueSchema),
          customerFields: Type.Array(fieldValueSchema),
          participants: Type.Optional(
            Type.Array(Type.Object({ id: Id('the customer'), name: Type.String() }, { additionalProperties: false }), {
              description: 'further customers who take part in it now',
            }),
          ),
        },
        { additionalProperties: false, description: 'where it came in, if that was a channel' },
      ),
    ),
  },
  { title: 'Contact', additionalProperties: false },
);
export type Contact = Static<typeof contactSchema>;

/** A conversation in a list: enough to draw its row. */
export const conversationSummarySchema = Type.Object(
  {
    id: Id('the conversation'),
    contact: contactSchema,
    lastSeq: Seq,
    lastMessage: Nullable(
      Type.Object(
        {
          at: Timestamp,
          from: OneOf(['customer', 'agent', 'system'], 'who'),
          preview: Type.String({ description: 'at most 140 characters' }),
        },
        { additionalProperties: false },
      ),
    ),
    customerReadUpTo: Seq,
    customerDeliveredUpTo: Seq,
    agentReadUpTo: Seq,
    agentDeliveredUpTo: Seq,
    unread: Type.Integer({ minimum: 0, description: "customer's messages that no agent has read" }),
  },
  { title: 'ConversationSummary', additionalProperties: false },
);
export type ConversationSummary = Static<typeof conversationSummarySchema>;

/** Where a waiting customer stands. `wait` is null when nothing honest can be said (nobody is there to answer). */
export const queueStandingSchema = Type.Object(
  {
    position: Type.Integer({ minimum: 1, description: '1 = next' }),
    wait: Nullable(
      Type.Object(
        { lowSeconds: Type.Integer({ minimum: 0 }), highSeconds: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
    ),
    agentsAvailable: Type.Boolean(),
    callBack: Type.Optional(Type.Boolean({ description: 'true: the customer may ask to be called back [ROUTE7]' })),
  },
  { title: 'QueueStanding', additionalProperties: false },
);
export type QueueStanding = Static<typeof queueStandingSchema>;
