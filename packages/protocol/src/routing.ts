import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Seconds = (maximum: number, description: string) => Type.Integer({ minimum: 0, maximum, description });
const DAY = 86_400;

/** Something that agents know and queues ask for: a language, a product. */
export const skillSchema = Type.Object(
  { id: Id('the skill'), name: Name, description: Type.String({ maxLength: 400 }) },
  { title: 'Skill', additionalProperties: false },
);
export type Skill = Static<typeof skillSchema>;

/** 1 = has heard of it … 5 = teaches it. */
const Level = Type.Integer({ minimum: 1, maximum: 5 });

export const skillLevelSchema = Type.Object(
  { skillId: Id('the skill'), level: Level },
  { title: 'SkillLevel', additionalProperties: false },
);
export type SkillLevel = Static<typeof skillLevelSchema>;

/**
 * Who may be rung once a contact has waited `afterSeconds`: agents with every one of `requirements` at its level or above. The first ring
 * begins at 0; each later ring replaces the one before it, so a later ring usually asks for less [ROUTE3].
 */
export const ringSchema = Type.Object(
  {
    afterSeconds: Seconds(DAY, 'since the contact began to wait in this queue'),
    requirements: Type.Array(skillLevelSchema, { maxItems: 20 }),
  },
  { title: 'Ring', additionalProperties: false },
);
export type Ring = Static<typeof ringSchema>;

/** What happens with a contact that has waited `afterSeconds`, once. */
export const overflowSchema = Type.Object(
  {
    afterSeconds: Seconds(DAY, 'since the contact began to wait in this queue'),
    queueId: Id('the queue that it moves to, keeping its place'),
  },
  { title: 'Overflow', additionalProperties: false },
);

/** A queue as administrators set it. */
export const queueSettingsSchema = Type.Object(
  {
    id: Id('the queue'),
    name: Name,
    isDefault: Type.Boolean({ description: 'new contacts that name no queue wait here; exactly one queue' }),
    priority: Type.Integer({ minimum: 0, maximum: 9, description: 'of new contacts; higher is served first' }),
    rings: Type.Array(ringSchema, { minItems: 1, maxItems: 10, description: 'by afterSeconds, the first at 0' }),
    offerSeconds: Nullable(Type.Integer({ minimum: 5, maximum: 300, description: "null: the tenant's" })),
    hoursId: Nullable(Id('business hours; null: always open')),
    maxWaitSeconds: Nullable(
      Type.Integer({ minimum: 10, maximum: DAY, description: 'after that the contact ends; null: never' }),
    ),
    maxWaitMessage: Type.String({
      maxLength: 1000,
      description: 'shown to the customer then; empty: the default sentence',
    }),
    overflow: Nullable(overflowSchema),
    callBackAfterSeconds: Nullable(
      Seconds(DAY, 'a waiting customer may ask to be called back after so long; null: never'),
    ),
    afterContactSeconds: Seconds(
      3600,
      'an agent gets no new contact for so long after one ends, unless the wrap-up is done sooner',
    ),
    preferLastAgentHours: Type.Integer({
      minimum: 0,
      maximum: 720,
      description: 'a new contact rings first at the agent whom this customer had within so many hours; 0: at nobody',
    }),
    serviceLevel: Type.Object(
      {
        seconds: Seconds(DAY, 'answered within'),
        goal: Type.Integer({ minimum: 1, maximum: 100, description: 'per cent' }),
      },
      { additionalProperties: false },
    ),
    externalRouter: Nullable(
      Type.Object(
        {
          webhookId: Id('the webhook that is asked'),
          deadlineMilliseconds: Type.Integer({
            minimum: 100,
            maximum: 10_000,
            description: 'our own router decides after that',
          }),
        },
        { additionalProperties: false },
      ),
    ),
    survey: Type.Boolean({ description: 'ask the customer how it went, after the end' }),
  },
  { title: 'QueueSettings', additionalProperties: false },
);
export type QueueSettings = Static<typeof queueSettingsSchema>;

/** `HH:MM`, 24 hours; `24:00` is the end of the day. */
const TimeOfDay = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
const CalendarDate = Type.String({ format: 'date', description: 'YYYY-MM-DD in the time zone of the hours' });

/** One opening span of a week day; `from` is before `to`. */
export const openSpanSchema = Type.Object(
  { day: Type.Integer({ minimum: 1, maximum: 7, description: '1 = Monday' }), from: TimeOfDay, to: TimeOfDay },
  { title: 'OpenSpan', additionalProperties: false },
);

/** A day that differs from its week day: shut, or open at other times. */
export const holidaySchema = Type.Object(
  {
    date: CalendarDate,
    name: Name,
    open: Type.Array(Type.Object({ from: TimeOfDay, to: TimeOfDay }, { additionalProperties: false }), {
      maxItems: 4,
      description: 'empty: shut all day',
    }),
  },
  { title: 'Holiday', additionalProperties: false },
);

/** When a queue takes contacts. */
export const businessHoursSchema = Type.Object(
  {
    id: Id('the hours'),
    name: Name,
    timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, as Europe/Istanbul' }),
    week: Type.Array(openSpanSchema, { maxItems: 28 }),
    holidays: Type.Array(holidaySchema, { maxItems: 400 }),
    closedMessage: Type.String({ maxLength: 1000, description: 'shown to customers outside these hours' }),
  },
  { title: 'BusinessHours', additionalProperties: false },
);
export type BusinessHours = Static<typeof businessHoursSchema>;

/** How much of an agent's capacity one contact of each kind takes [ROUTE5]. */
export const contactWeightsSchema = Type.Object(
  {
    CHAT: Type.Integer({ minimum: 1, maximum: 100 }),
    VOICE_CALL: Type.Integer({ minimum: 1, maximum: 100 }),
    VIDEO_CALL: Type.Integer({ minimum: 1, maximum: 100 }),
  },
  { title: 'ContactWeights', additionalProperties: false },
);
export type ContactWeights = Static<typeof contactWeightsSchema>;

/** At most so many of one kind at once, within the capacity; absent: only the capacity counts. */
export const kindLimitsSchema = Type.Object(
  {
    CHAT: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
    VOICE_CALL: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
    VIDEO_CALL: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
  },
  { title: 'KindLimits', additionalProperties: false },
);
export type KindLimits = Static<typeof kindLimitsSchema>;

/** Why an agent did or did not get a contact at one decision. */
export const verdictSchema = OneOf(
  [
    'chosen',
    'longer_since_free',
    'fewer_contacts',
    'higher_skill',
    'not_available',
    'at_capacity',
    'kind_limit',
    'skill_missing',
    'muted',
    'after_contact_work',
    'out_of_office',
    'not_preferred',
  ],
  'why chosen, or why not: the ones like longer_since_free name what the chosen agent had over this one',
);
export type Verdict = Static<typeof verdictSchema>;

/** One routing decision as it was stored; the same input replayed gives the same outcome [ROUTE8]. */
export const routingDecisionSchema = Type.Object(
  {
    id: Id('the decision'),
    at: Timestamp,
    contactId: Id('the contact'),
    queueId: Id('the queue'),
    outcome: OneOf(
      ['offered', 'nobody', 'overflowed', 'timed_out', 'forwarded', 'picked', 'assigned'],
      'what was decided',
    ),
    agentId: Nullable(Id('who got it')),
    agentName: Nullable(Type.String()),
    ring: Nullable(Type.Integer({ minimum: 0, description: 'which ring of the queue was open' })),
    waitedSeconds: Type.Integer({ minimum: 0 }),
    decidedBy: OneOf(['router', 'external_router', 'agent', 'supervisor'], 'who decided'),
    reason: Type.String({ description: 'one sentence for people, in English' }),
    considered: Type.Array(
      Type.Object(
        { agentId: Id('the agent'), name: Type.String(), verdict: verdictSchema },
        { additionalProperties: false },
      ),
      { maxItems: 50, description: 'the chosen one first, then the nearest' },
    ),
    consideredCount: Type.Integer({ minimum: 0, description: 'of how many agents the list is the head' }),
  },
  { title: 'RoutingDecision', additionalProperties: false },
);
export type RoutingDecision = Static<typeof routingDecisionSchema>;

/** A person of the company as administrators set them. */
export const agentSettingsSchema = Type.Object(
  {
    id: Id('the agent'),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    role: OneOf(['agent', 'supervisor', 'administrator'], 'role'),
    staffNumber: Nullable(
      Type.String({ minLength: 1, maxLength: 64, description: "the company's own number of this person" }),
    ),
    disabled: Type.Boolean(),
    capacity: Type.Integer({ minimum: 0, maximum: 1000, description: 'in weights of contacts' }),
    limits: kindLimitsSchema,
    skills: Type.Array(skillLevelSchema, { maxItems: 100 }),
    outOfOffice: Nullable(
      Type.Object(
        { message: Type.String({ maxLength: 1000 }), forwardTo: Type.Array(Id('a colleague'), { maxItems: 10 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'AgentSettings', additionalProperties: false },
);
export type AgentSettings = Static<typeof agentSettingsSchema>;

/** A customer who asked to be called back instead of waiting on. */
export const callBackSchema = Type.Object(
  {
    id: Id('the request'),
    contactId: Id('the contact that it came from'),
    conversationId: Id('its conversation'),
    queueId: Id('the queue'),
    customer: Type.Object(
      { id: Id('the customer'), name: Type.String(), customerId: Type.String() },
      { additionalProperties: false },
    ),
    phone: Type.String({ minLength: 3, maxLength: 40 }),
    note: Type.String({ maxLength: 1000 }),
    requestedAt: Timestamp,
    state: OneOf(['open', 'taken', 'done'], 'how far it is'),
    agentId: Nullable(Id('who took it')),
  },
  { title: 'CallBack', additionalProperties: false },
);
export type CallBack = Static<typeof callBackSchema>;
