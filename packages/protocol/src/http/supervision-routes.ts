import { Type } from 'typebox';
import { presenceChoiceSchema } from '../agent.ts';
import { contactSchema } from '../contact.ts';
import { Id, Nullable, OneOf } from '../primitives.ts';
import { boardAgentSchema, boardSchema, reportSchema, surveySchema } from '../supervision.ts';
import { route } from './route.ts';

const contact = Type.Object({ contactId: Id('the contact') });
const supervision = ['not_authenticated', 'not_allowed'] as const;
const reportQuery = Type.Object({
  from: Type.Optional(
    Type.String({
      format: 'date',
      description: "YYYY-MM-DD in the tenant's time zone; left out: six days before the last",
    }),
  ),
  to: Type.Optional(
    Type.String({
      format: 'date',
      description: 'the last day, included; at most 400 days after the first; left out: today where the company is',
    }),
  ),
  by: OneOf(['day', 'queue', 'agent'], 'one line for each'),
  queueId: Type.Optional(Id('of one queue')),
  agentId: Type.Optional(Id('of one agent')),
});

/** Seeing and steering the work of all; every act is audited. */
export const supervisionRoutes = {
  getBoard: route({
    operationId: 'getBoard',
    method: 'GET',
    path: '/v1/board',
    tag: 'Supervision',
    summary: 'Queues and agents at a glance. Sockets get the same pushed after `watch_board`.',
    access: 'supervisor',
    response: { status: 200, body: boardSchema },
    errors: supervision,
  }),
  takeOverContact: route({
    operationId: 'takeOverContact',
    method: 'POST',
    path: '/v1/contacts/{contactId}/take-over',
    tag: 'Supervision',
    summary: 'Takes an active contact from the agent who has it; the customer sees who goes on.',
    access: 'supervisor',
    params: contact,
    body: Type.Object({ ownerId: Id('the agent who has it, as seen on the board') }, { additionalProperties: false }),
    response: { status: 200, body: contactSchema },
    errors: [...supervision, 'not_found', 'not_owner', 'contact_ended', 'at_capacity'],
  }),
  reassignContact: route({
    operationId: 'reassignContact',
    method: 'POST',
    path: '/v1/contacts/{contactId}/reassign',
    tag: 'Supervision',
    summary:
      'Sends a waiting, offered or active contact to a queue or rings it at an agent; it keeps its original place.',
    access: 'supervisor',
    params: contact,
    body: Type.Object(
      {
        to: Type.Union([
          Type.Object({ queueId: Id('the queue') }, { additionalProperties: false }),
          Type.Object({ agentId: Id('the agent') }, { additionalProperties: false }),
        ]),
        note: Type.Optional(Type.String({ maxLength: 2000, description: 'for whoever gets it; stored as a note' })),
      },
      { additionalProperties: false },
    ),
    response: { status: 200, body: contactSchema },
    errors: [...supervision, 'not_found', 'contact_ended', 'agent_not_available'],
  }),
  forceAgentState: route({
    operationId: 'forceAgentState',
    method: 'PUT',
    path: '/v1/agents/{agentId}/presence',
    tag: 'Supervision',
    summary: 'Sets an agent available or away. What they hold stays with them, offers go on.',
    access: 'supervisor',
    params: Type.Object({ agentId: Id('the agent') }),
    body: Type.Object({ state: presenceChoiceSchema }, { additionalProperties: false }),
    response: { status: 200, body: boardAgentSchema },
    errors: [...supervision, 'not_found', 'agent_not_available'],
  }),
  monitorContact: route({
    operationId: 'monitorContact',
    method: 'PUT',
    path: '/v1/contacts/{contactId}/attendance',
    tag: 'Supervision',
    summary:
      'Begins to watch a contact of somebody else (`monitor`: the customer sees nothing, the agent may be whispered to by notes), to join it (the customer sees the name, and messages may be sent), or leaves it.',
    access: 'supervisor',
    params: contact,
    body: Type.Object({ as: OneOf(['monitor', 'joined', 'none'], 'how') }, { additionalProperties: false }),
    response: { status: 200, body: contactSchema },
    errors: [...supervision, 'not_found', 'contact_ended'],
  }),
  getReport: route({
    operationId: 'getReport',
    method: 'GET',
    path: '/v1/report',
    tag: 'Supervision',
    summary: 'Figures by day, queue or agent.',
    access: 'supervisor',
    query: reportQuery,
    response: { status: 200, body: reportSchema },
    errors: supervision,
  }),
  getReportCsv: route({
    operationId: 'getReportCsv',
    method: 'GET',
    path: '/v1/report.csv',
    tag: 'Supervision',
    summary: 'The same as a spreadsheet; no cell of it can be a formula.',
    access: 'supervisor',
    query: reportQuery,
    response: { status: 200, body: Type.Unsafe<string>({ type: 'string' }), mediaType: 'text/csv' },
    errors: supervision,
  }),
  listSurveys: route({
    operationId: 'listSurveys',
    method: 'GET',
    path: '/v1/surveys',
    tag: 'Supervision',
    summary: 'What customers said afterwards, newest first.',
    access: 'supervisor',
    query: Type.Object({
      agentId: Type.Optional(Id('of one agent')),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    response: {
      status: 200,
      body: Type.Object(
        { surveys: Type.Array(surveySchema), nextCursor: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
    },
    errors: supervision,
  }),
  answerSurvey: route({
    operationId: 'answerSurvey',
    method: 'PUT',
    path: '/v1/online-help/survey',
    tag: 'Customer',
    summary: 'How it went; once, after the end, where the queue asks. The same answer again is harmless.',
    access: 'customer',
    body: Type.Object(
      { score: Type.Integer({ minimum: 1, maximum: 5 }), comment: Type.Optional(Type.String({ maxLength: 2000 })) },
      { additionalProperties: false },
    ),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'session_expired', 'survey_not_asked', 'already_exists'],
  }),
} as const;
