import { type Static, Type } from 'typebox';
import { attachedDataSchema } from '../company.ts';
import { contactStateSchema, helpTypeSchema, queueStandingSchema } from '../contact.ts';
import { endReasonSchema } from '../entry.ts';
import { Id, Nullable, Seq, Timestamp } from '../primitives.ts';
import { route } from './route.ts';

/** What the widget must know before anyone is signed in. */
export const widgetConfigSchema = Type.Object(
  {
    tenant: Type.String({ description: "the tenant's domain word" }),
    name: Type.String(),
    colour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
    logoUrl: Nullable(Type.String()),
    defaultLocale: Type.String(),
    origins: Type.Array(Type.String(), { description: 'pages that may embed the widget' }),
    files: Type.Object(
      { maxBytes: Type.Integer(), mediaTypes: Type.Array(Type.String()) },
      { additionalProperties: false },
    ),
    helpTypes: Type.Optional(
      Type.Array(helpTypeSchema, { description: 'kinds of help that can be had here; missing: a chat alone' }),
    ),
  },
  { title: 'WidgetConfig', additionalProperties: false },
);
export type WidgetConfig = Static<typeof widgetConfigSchema>;

/** The start of an online help: vouched for by a transaction hash [HASH1]. */
export const startOnlineHelpSchema = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    customerId: Type.String({ minLength: 1, maxLength: 128 }),
    customerName: Type.String({ minLength: 1, maxLength: 200 }),
    deviceHash: Type.String({ minLength: 1, maxLength: 256 }),
    transactionHash: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: "the company's grant; this or a registration" }),
    ),
    registration: Type.Optional(
      Type.Object(
        {
          deviceId: Type.String({ minLength: 1, maxLength: 256 }),
          dlgToken: Type.String({ minLength: 1, maxLength: 4096 }),
        },
        {
          additionalProperties: false,
          description:
            'a customer who is registered with the company: its own backend is asked whether the token is good',
        },
      ),
    ),
    attachedData: Type.Optional(attachedDataSchema),
    visitorId: Type.Optional(Id('the device as page views name it: its trail then stands beside the chat [VIS3]')),
    startId: Type.String({
      minLength: 8,
      maxLength: 64,
      description:
        "the client's id of this start; a repeat within 60 s from the same device gets the same session [HASH4]",
    }),
    helpType: helpTypeSchema,
    idNumber: Type.Optional(Type.String({ maxLength: 64 })),
    customerPhone: Type.Optional(Type.String({ maxLength: 64 })),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    isLoggedIn: Type.Boolean(),
    locale: Type.Optional(Type.String({ maxLength: 35 })),
    queueId: Type.Optional(Id('the queue to wait in; the default one if absent')),
    preferredAgentId: Type.Optional(Id('the agent at whom it rings first; one who is not there changes nothing')),
  },
  { title: 'StartOnlineHelp' },
);
export type StartOnlineHelp = Static<typeof startOnlineHelpSchema>;

/** A customer's session. The token is shown once and is good for this one conversation. */
export const startedSchema = Type.Object(
  {
    token: Type.String(),
    expiresAt: Timestamp,
    conversationId: Id('the conversation'),
    contactId: Id('the contact'),
    customer: Type.Object({ id: Id('the customer'), name: Type.String() }, { additionalProperties: false }),
  },
  { title: 'Started', additionalProperties: false },
);
export type Started = Static<typeof startedSchema>;

/** Where a customer's help stands: what a client asks after a reload. */
export const onlineHelpStatusSchema = Type.Object(
  {
    conversationId: Id('the conversation'),
    contactId: Id('the contact'),
    state: contactStateSchema,
    endReason: Nullable(endReasonSchema),
    lastSeq: Seq,
    standing: Nullable(queueStandingSchema),
    marks: Type.Object(
      { agentDeliveredUpTo: Seq, agentReadUpTo: Seq, customerReadUpTo: Seq },
      { additionalProperties: false },
    ),
  },
  { title: 'OnlineHelpStatus', additionalProperties: false },
);
export type OnlineHelpStatus = Static<typeof onlineHelpStatusSchema>;

export const customerRoutes = {
  getWidgetConfig: route({
    operationId: 'getWidgetConfig',
    method: 'GET',
    path: '/v1/widget-config',
    tag: 'Customer',
    summary: "A tenant's public face: name, colour, logo, limits.",
    access: 'anyone',
    query: Type.Object({ tenant: Type.String({ minLength: 1, maxLength: 63 }) }),
    response: { status: 200, body: widgetConfigSchema },
    errors: ['not_found'],
  }),
  startOnlineHelp: route({
    operationId: 'startOnlineHelp',
    method: 'POST',
    path: '/v1/online-help/start',
    tag: 'Customer',
    summary: 'Starts an online help with a transaction hash and puts the customer in the queue.',
    access: 'anyone',
    body: startOnlineHelpSchema,
    response: { status: 201, body: startedSchema },
    errors: [
      'start_refused',
      'already_in_help',
      'help_type_not_supported',
      'company_not_set',
      'company_unavailable',
      'outside_hours',
      'unknown_reference',
      'rate_limited',
    ],
  }),
  getOnlineHelp: route({
    operationId: 'getOnlineHelp',
    method: 'GET',
    path: '/v1/online-help',
    tag: 'Customer',
    summary: 'Where my help stands now; for a client that was reloaded.',
    access: 'customer',
    response: { status: 200, body: onlineHelpStatusSchema },
    errors: ['not_authenticated', 'session_expired'],
  }),
  cancelOnlineHelp: route({
    operationId: 'cancelOnlineHelp',
    method: 'POST',
    path: '/v1/online-help/cancel',
    tag: 'Customer',
    summary: 'I no longer want to wait. Refused with contact_started if an agent was first; repeating it is harmless.',
    access: 'customer',
    response: { status: 200, body: onlineHelpStatusSchema },
    errors: ['not_authenticated', 'contact_started'],
  }),
  endOnlineHelp: route({
    operationId: 'endOnlineHelp',
    method: 'POST',
    path: '/v1/online-help/end',
    tag: 'Customer',
    summary: 'I am done: ends the chat (or the wait). Repeating it is harmless.',
    access: 'customer',
    response: { status: 200, body: onlineHelpStatusSchema },
    errors: ['not_authenticated'],
  }),
} as const;
