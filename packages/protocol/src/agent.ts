import { type Static, Type } from 'typebox';
import { callKindSchema } from './call.ts';
import { conversationSummarySchema, helpTypeSchema } from './contact.ts';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

/** What a person of the company may do: each role includes those before it. */
export const roleSchema = OneOf(['agent', 'supervisor', 'administrator'], 'role');
export type Role = Static<typeof roleSchema>;

/** What an agent chooses. */
export const presenceChoiceSchema = OneOf(['available', 'away'], 'what the agent chose');
export type PresenceChoice = Static<typeof presenceChoiceSchema>;

/** Why an agent is away. */
export const awayReasonSchema = OneOf(
  ['chosen', 'missed_offer', 'connection_lost', 'signed_out', 'set_by_supervisor'],
  'why away',
);
export type AwayReason = Static<typeof awayReasonSchema>;

/** The signed-in person. */
export const agentSchema = Type.Object(
  {
    id: Id('the agent'),
    name: Type.String(),
    email: Type.String(),
    role: roleSchema,
    locale: Type.String(),
    tenant: Type.Object(
      { id: Id('the tenant'), domain: Type.String(), name: Type.String() },
      { additionalProperties: false },
    ),
  },
  { title: 'Agent', additionalProperties: false },
);
export type Agent = Static<typeof agentSchema>;

/** A colleague in a list to transfer to. */
export const colleagueSchema = Type.Object(
  {
    id: Id('the agent'),
    name: Type.String(),
    role: roleSchema,
    state: OneOf(['available', 'away', 'offline'], 'now'),
    openContacts: Type.Integer({ minimum: 0 }),
    capacity: Type.Integer({ minimum: 0 }),
  },
  { title: 'Colleague', additionalProperties: false },
);
export type Colleague = Static<typeof colleagueSchema>;

/** A contact that rings at this agent. `epoch` fences: an accept with an older one is refused [CON3]. */
export const offerSchema = Type.Object(
  {
    contactId: Id('the contact'),
    conversationId: Id('its conversation'),
    epoch: Type.Integer({ minimum: 1 }),
    customer: Type.Object({ name: Type.String(), customerId: Type.String() }, { additionalProperties: false }),
    queueName: Type.String(),
    helpType: helpTypeSchema,
    requestedAt: Timestamp,
    offeredAt: Timestamp,
    deadline: Timestamp,
    transferredFrom: Nullable(Type.String({ description: 'name of the colleague who hands it over' })),
    transferNote: Nullable(Type.String()),
    callId: Type.Optional(Id('the call that it is, which may be joined while it rings; absent: no call')),
    callKind: Type.Optional(callKindSchema),
  },
  { title: 'Offer', additionalProperties: false },
);
export type Offer = Static<typeof offerSchema>;

/** One line of a queue as agents see it, oldest first. */
export const waitingContactSchema = Type.Object(
  {
    contactId: Id('the contact'),
    customerName: Type.String(),
    helpType: helpTypeSchema,
    requestedAt: Timestamp,
    offered: Type.Boolean({ description: 'rings at somebody now' }),
  },
  { title: 'WaitingContact', additionalProperties: false },
);

/** A queue as agents see it: its length and its head. */
export const queueViewSchema = Type.Object(
  {
    id: Id('the queue'),
    name: Type.String(),
    waiting: Type.Integer({ minimum: 0 }),
    oldestRequestedAt: Nullable(Timestamp),
    head: Type.Array(waitingContactSchema, { maxItems: 20 }),
  },
  { title: 'QueueView', additionalProperties: false },
);
export type QueueView = Static<typeof queueViewSchema>;

/** Everything on an agent's desk, whole, each time: two tabs agree and a reload loses nothing [DESK1]. */
export const deskSchema = Type.Object(
  {
    presence: Type.Object(
      {
        state: presenceChoiceSchema,
        awayReason: Nullable(awayReasonSchema),
        capacity: Type.Integer({ minimum: 0 }),
        openContacts: Type.Integer({ minimum: 0 }),
        since: Timestamp,
        afterContactUntil: Nullable(
          Type.String({
            format: 'date-time',
            description: 'nothing rings before: the time after a contact that its queue gives; null: none runs',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    offers: Type.Array(offerSchema),
    conversations: Type.Array(conversationSummarySchema, {
      description: 'active contacts of this agent, and those ended but not yet wrapped up',
    }),
    serverTime: Timestamp,
  },
  { title: 'Desk', additionalProperties: false },
);
export type Desk = Static<typeof deskSchema>;

/** A reply prepared in advance. `{name}` and `{agent}` stand for the customer's and the agent's name. */
export const cannedReplySchema = Type.Object(
  {
    id: Id('the reply'),
    shortcut: Type.String({ minLength: 1, maxLength: 32, pattern: '^[\\p{L}\\p{N}_-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 80 }),
    text: Type.String({ minLength: 1, maxLength: 2000 }),
  },
  { title: 'CannedReply', additionalProperties: false },
);
export type CannedReply = Static<typeof cannedReplySchema>;
