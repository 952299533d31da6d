import { Type } from 'typebox';
import { Id, Nullable } from '../primitives.ts';
import {
  invitationSchema,
  newVisitorEventSchema,
  VISITOR_EVENTS,
  visitorConsentSchema,
  visitorDeviceSchema,
  visitorEventSchema,
  visitorJourneySchema,
  visitorSchema,
  visitorSettingsSchema,
  visitorVariableSchema,
} from '../visitor.ts';
import { route } from './route.ts';

const asAgent = ['not_authenticated', 'not_allowed'] as const;
const visitor = Type.Object({ visitorId: Id("the visitor's device") });
const Cursor = Type.Optional(Type.String({ maxLength: 200 }));
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }));

/** A visitor with the newest part of their trail. */
export const visitorTrailSchema = Type.Object(
  { visitor: visitorSchema, events: Type.Array(visitorEventSchema), nextCursor: Nullable(Type.String()) },
  { title: 'VisitorTrail', additionalProperties: false },
);

/** What a page or an app tells of its visitor. The visitor's id is a claim: nothing of a customer is ever answered. */
export const visitorReportSchema = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    visitorId: Id('made by the app and kept on the device'),
    events: Type.Optional(Type.Array(newVisitorEventSchema, { maxItems: VISITOR_EVENTS })),
    consent: Type.Optional(visitorConsentSchema),
    device: Type.Optional(visitorDeviceSchema),
    journey: Type.Optional(visitorJourneySchema),
    variables: Type.Optional(Type.Array(visitorVariableSchema, { maxItems: 50 })),
    pushToken: Type.Optional(
      Nullable(Type.String({ maxLength: 4096, description: 'where to send pushes; null: nowhere any more' })),
    ),
    wait: Type.Optional(
      Type.Boolean({ description: 'answer after COMMIT, with what became of it and an invitation that waits' }),
    ),
  },
  { title: 'VisitorReport' },
);

/** Who is on the site, what they look at, and inviting them. */
export const visitorRoutes = {
  reportVisitor: route({
    operationId: 'reportVisitor',
    method: 'POST',
    path: '/v1/visitor-events',
    tag: 'Visitors',
    summary:
      'Page views and other events of a visitor, in one batch. Answered at once, and stored within a quarter of a second; with `wait` after COMMIT. Takes the same JSON as text/plain too, as navigator.sendBeacon sends it.',
    access: 'anyone',
    beacon: true,
    body: visitorReportSchema,
    response: {
      status: 200,
      body: Type.Object(
        {
          kept: Nullable(
            Type.Boolean({
              description: 'false: the visitor must not be followed; null: not known yet, nobody waited',
            }),
          ),
          invitation: Nullable(invitationSchema),
        },
        { additionalProperties: false },
      ),
    },
    errors: ['not_found', 'rate_limited'],
  }),
  listVisitors: route({
    operationId: 'listVisitors',
    method: 'GET',
    path: '/v1/visitors',
    tag: 'Visitors',
    summary: 'Who has a page open, the latest page first. Sockets are told of changes after `watch_visitors`.',
    access: 'agent',
    query: Type.Object({ cursor: Cursor, limit: Limit }),
    response: {
      status: 200,
      body: Type.Object(
        { visitors: Type.Array(visitorSchema), nextCursor: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
    },
    errors: asAgent,
  }),
  getVisitor: route({
    operationId: 'getVisitor',
    method: 'GET',
    path: '/v1/visitors/{visitorId}',
    tag: 'Visitors',
    summary: 'One visitor, with their trail, newest first.',
    access: 'agent',
    params: visitor,
    query: Type.Object({ cursor: Cursor, limit: Limit }),
    response: { status: 200, body: visitorTrailSchema },
    errors: [...asAgent, 'not_found'],
  }),
  getConversationTrail: route({
    operationId: 'getConversationTrail',
    method: 'GET',
    path: '/v1/conversations/{conversationId}/trail',
    tag: 'Visitors',
    summary:
      'What stands beside a chat: the device on which its customer was seen last, with its trail; null: none is known.',
    access: 'agent',
    params: Type.Object({ conversationId: Id('the conversation') }),
    query: Type.Object({ limit: Limit }),
    response: {
      status: 200,
      body: Type.Object({ trail: Nullable(visitorTrailSchema) }, { additionalProperties: false }),
    },
    errors: [...asAgent, 'not_found'],
  }),
  inviteVisitor: route({
    operationId: 'inviteVisitor',
    method: 'POST',
    path: '/v1/visitors/{visitorId}/invitation',
    tag: 'Visitors',
    summary: 'Invites whoever has a page open to a chat; a later invitation replaces one that was not shown yet.',
    access: 'agent',
    params: visitor,
    body: Type.Object(
      { text: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
      { additionalProperties: false },
    ),
    response: { status: 201, body: invitationSchema },
    errors: [...asAgent, 'not_found', 'visitor_gone'],
  }),
  eraseVisitor: route({
    operationId: 'eraseVisitor',
    method: 'DELETE',
    path: '/v1/visitors/{visitorId}',
    tag: 'Visitors',
    summary: 'Removes everything that is known of one device. Conversations stay.',
    access: 'administrator',
    params: visitor,
    response: { status: 204, body: null },
    errors: [...asAgent, 'not_found'],
  }),
  getVisitorSettings: route({
    operationId: 'getVisitorSettings',
    method: 'GET',
    path: '/v1/visitor-settings',
    tag: 'Visitors',
    summary: 'Whose pages are kept, and for how long.',
    access: 'administrator',
    response: { status: 200, body: visitorSettingsSchema },
    errors: asAgent,
  }),
  saveVisitorSettings: route({
    operationId: 'saveVisitorSettings',
    method: 'PUT',
    path: '/v1/visitor-settings',
    tag: 'Visitors',
    summary: 'Decides whose pages are kept, and for how long.',
    access: 'administrator',
    versioned: true,
    body: visitorSettingsSchema,
    response: { status: 200, body: visitorSettingsSchema },
    errors: [...asAgent, 'changed_meanwhile'],
  }),
} as const;
