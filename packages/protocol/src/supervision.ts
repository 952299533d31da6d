import { type Static, Type } from 'typebox';
import { awayReasonSchema, roleSchema } from './agent.ts';
import { contactStateSchema, helpTypeSchema } from './contact.ts';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

const Count = Type.Integer({ minimum: 0 });
const Mean = (of: string) => Nullable(Type.Integer({ minimum: 0, description: `mean ${of}, seconds; null: none yet` }));

/** What was counted of one queue, one agent or one day. Kept as events arrive; never counted from history [SUP1]. */
export const figuresSchema = Type.Object(
  {
    requested: Count,
    answered: Count,
    answeredInTime: Type.Integer({ minimum: 0, description: "within the queue's service level" }),
    abandoned: Type.Integer({ minimum: 0, description: 'the customer left before an agent came' }),
    timedOut: Type.Integer({ minimum: 0, description: 'waited longer than allowed, or ended by the system' }),
    requeued: Type.Integer({ minimum: 0, description: 'waited again: transfers and lost agents' }),
    ended: Type.Integer({ minimum: 0, description: 'after an agent had come' }),
    meanWaitSeconds: Mean('wait of the answered'),
    meanHandleSeconds: Mean('length of the ended'),
    longestWaitSeconds: Type.Integer({ minimum: 0, description: 'of the answered' }),
    serviceLevel: Nullable(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        description: 'per cent answered in time, of answered, abandoned and timed out; null: none yet',
      }),
    ),
    surveys: Count,
    meanScore: Nullable(Type.Number({ minimum: 1, maximum: 5, description: 'of the surveys, one decimal' })),
  },
  { title: 'Figures', additionalProperties: false },
);
export type Figures = Static<typeof figuresSchema>;

/** One queue on the board. */
export const boardQueueSchema = Type.Object(
  {
    id: Id('the queue'),
    name: Type.String(),
    open: Type.Boolean({ description: 'within its business hours' }),
    waiting: Count,
    oldestRequestedAt: Nullable(Timestamp),
    active: Count,
    goal: Type.Object({ seconds: Count, percent: Count }, { additionalProperties: false }),
    today: figuresSchema,
  },
  { title: 'BoardQueue', additionalProperties: false },
);
export type BoardQueue = Static<typeof boardQueueSchema>;

/** One agent on the board, with what they hold. */
export const boardAgentSchema = Type.Object(
  {
    id: Id('the agent'),
    name: Type.String(),
    role: roleSchema,
    state: OneOf(['available', 'away', 'offline'], 'now'),
    awayReason: Nullable(awayReasonSchema),
    since: Timestamp,
    openContacts: Count,
    capacity: Count,
    contacts: Type.Array(
      Type.Object(
        {
          contactId: Id('the contact'),
          conversationId: Id('its conversation'),
          customerName: Type.String(),
          queueName: Type.String(),
          helpType: helpTypeSchema,
          state: contactStateSchema,
          since: Type.String({ format: 'date-time', description: 'offered or started then' }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
  },
  { title: 'BoardAgent', additionalProperties: false },
);
export type BoardAgent = Static<typeof boardAgentSchema>;

/** Everything a supervisor sees at a glance, whole each time. */
export const boardSchema = Type.Object(
  {
    at: Timestamp,
    day: Type.String({ format: 'date', description: "today in the tenant's time zone" }),
    queues: Type.Array(boardQueueSchema),
    agents: Type.Array(boardAgentSchema, { description: 'enabled ones, by name' }),
  },
  { title: 'Board', additionalProperties: false },
);
export type Board = Static<typeof boardSchema>;

/** One line of a report. */
export const reportRowSchema = Type.Object(
  {
    day: Nullable(Type.String({ format: 'date' })),
    queue: Nullable(Type.Object({ id: Id('the queue'), name: Type.String() }, { additionalProperties: false })),
    agent: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false })),
    figures: figuresSchema,
  },
  { title: 'ReportRow', additionalProperties: false },
);
export type ReportRow = Static<typeof reportRowSchema>;

/** A report: lines by day, queue or agent, and their sum. */
export const reportSchema = Type.Object(
  {
    from: Type.String({ format: 'date', description: 'the first day' }),
    to: Type.String({ format: 'date', description: 'the last day, included' }),
    today: Type.String({ format: 'date', description: "today in the tenant's time zone" }),
    rows: Type.Array(reportRowSchema),
    total: figuresSchema,
  },
  { title: 'Report', additionalProperties: false },
);
export type Report = Static<typeof reportSchema>;

/** What a customer said afterwards. */
export const surveySchema = Type.Object(
  {
    contactId: Id('the contact'),
    conversationId: Id('its conversation'),
    queueName: Type.String(),
    agent: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false })),
    customerName: Type.String(),
    score: Type.Integer({ minimum: 1, maximum: 5, description: '5 is best' }),
    comment: Type.String({ maxLength: 2000 }),
    at: Timestamp,
  },
  { title: 'Survey', additionalProperties: false },
);
export type Survey = Static<typeof surveySchema>;
