import { type Static, Type } from 'typebox';
import { channelModeSchema, channelSettingsSchema, fieldDefinitionSchema, fieldValueSchema } from '../channel.ts';
import { LIMITS } from '../limits.ts';
import { ClientId, Id, Nullable, OneOf, Seq, Timestamp } from '../primitives.ts';
import { startedSchema } from './customer-routes.ts';
import { route } from './route.ts';

const closed = { additionalProperties: false } as const;
const customer = ['not_authenticated', 'not_allowed', 'session_expired'] as const;
const ThreadId = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[A-Za-z0-9_.-]+$',
  description: "the app's own id of the thread; the same in capitals",
});
const ofThread = Type.Object({ threadId: ThreadId });
const ChannelId = channelSettingsSchema.properties.id;
const Tenant = Type.String({ minLength: 1, maxLength: 63, description: "the tenant's domain word" });
const Fields = Type.Array(fieldValueSchema, { maxItems: 50 });

/** What an app must know of a channel before anyone is known. */
export const channelConfigSchema = Type.Object(
  {
    channelId: ChannelId,
    name: Type.String(),
    mode: channelModeSchema,
    online: Type.Boolean({ description: 'whether a live chat would be taken now' }),
    files: channelSettingsSchema.properties.files,
    preContactForm: channelSettingsSchema.properties.preContactForm,
    contactFields: Type.Array(fieldDefinitionSchema),
    customerFields: Type.Array(fieldDefinitionSchema),
    transcript: Type.Boolean(),
    proactive: Type.Boolean(),
    welcomeText: Nullable(Type.String()),
  },
  { title: 'ChannelConfig', additionalProperties: false },
);
export type ChannelConfig = Static<typeof channelConfigSchema>;

/** Who wants to talk on a channel. With `vouched` the company says who it is; else the app does, where the channel lets it. */
export const openChannelSchema = Type.Object(
  {
    tenant: Tenant,
    channelId: ChannelId,
    deviceHash: Type.String({ minLength: 1, maxLength: 256 }),
    visitorId: Type.Optional(Id('the device as page views name it: its trail then stands beside the chat [VIS3]')),
    customerId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "the app's id, or with `vouched` the company's number",
      }),
    ),
    customerName: Type.Optional(Type.String({ maxLength: 200 })),
    vouched: Type.Optional(
      Type.Object(
        {
          transactionHash: Type.String({ minLength: 1, maxLength: 256 }),
          startId: Type.String({
            minLength: 8,
            maxLength: 64,
            description: 'a repeat within 60 s is harmless [HASH4]',
          }),
        },
        closed,
      ),
    ),
  },
  { title: 'OpenChannel' },
);
export type OpenChannel = Static<typeof openChannelSchema>;

export const channelOpenedSchema = Type.Object(
  {
    token: Type.String({ description: 'for the addresses below /v1/threads; shown once' }),
    expiresAt: Timestamp,
    customer: Type.Object({ id: Id('the customer'), customerId: Type.String(), name: Type.String() }, closed),
    fields: Type.Array(fieldValueSchema, { description: 'what is known of the customer' }),
  },
  { title: 'ChannelOpened', additionalProperties: false },
);
export type ChannelOpened = Static<typeof channelOpenedSchema>;

/** A thread as its customer sees it. */
export const threadSchema = Type.Object(
  {
    threadId: Type.String({ description: 'as the app wrote it first' }),
    conversationId: Id('its log'),
    name: Type.String(),
    archived: Type.Boolean(),
    canAddMessages: Type.Boolean({ description: 'false: archived, or live and ended' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    lastSeq: Seq,
    unseen: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: "the company's messages that were not seen; 100 is many",
    }),
    contact: Type.Object(
      {
        id: Id('the latest contact'),
        number: Type.Integer({ minimum: 1 }),
        status: OneOf(['new', 'open', 'resolved', 'closed'], 'where it stands'),
        agent: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, closed)),
        fields: Type.Array(fieldValueSchema),
      },
      closed,
    ),
  },
  { title: 'Thread', additionalProperties: false },
);
export type ThreadView = Static<typeof threadSchema>;

export const sendOnThreadSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200, description: 'of a thread that this message makes' })),
    clientId: ClientId,
    text: Type.String({ minLength: 1, maxLength: LIMITS.textCharacters, pattern: '\\S' }),
    postback: Type.Optional(Type.String({ maxLength: 1000 })),
    contactFields: Type.Optional(Fields),
    customerFields: Type.Optional(Fields),
  },
  { title: 'SendOnThread' },
);
export type SendOnThread = Static<typeof sendOnThreadSchema>;

/** Channels and threads for apps that speak the native wire. */
export const threadRoutes = {
  getChannelConfig: route({
    operationId: 'getChannelConfig',
    method: 'GET',
    path: '/v1/channel-config',
    tag: 'Threads',
    summary: "A channel's public face: its mode, its forms and what it takes.",
    access: 'anyone',
    query: Type.Object({ tenant: Tenant, channelId: ChannelId }),
    response: { status: 200, body: channelConfigSchema },
    errors: ['not_found'],
  }),
  openChannel: route({
    operationId: 'openChannel',
    method: 'POST',
    path: '/v1/channel-sessions',
    tag: 'Threads',
    summary:
      'Begins a session of a customer on a channel: vouched for by the company, or by the word of the app where the channel takes it.',
    access: 'anyone',
    body: openChannelSchema,
    response: { status: 201, body: channelOpenedSchema },
    errors: ['not_found', 'authorization_refused', 'start_refused'],
  }),
  listThreads: route({
    operationId: 'listThreads',
    method: 'GET',
    path: '/v1/threads',
    tag: 'Threads',
    summary: "The customer's threads on the channel, newest activity first.",
    access: 'channel',
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '30 by default' })),
      cursor: Type.Optional(Type.String({ maxLength: 64 })),
    }),
    response: {
      status: 200,
      body: Type.Object({ threads: Type.Array(threadSchema), nextCursor: Nullable(Type.String()) }, closed),
    },
    errors: customer,
  }),
  getThread: route({
    operationId: 'getThread',
    method: 'GET',
    path: '/v1/threads/{threadId}',
    tag: 'Threads',
    summary: 'One thread.',
    access: 'channel',
    params: ofThread,
    response: { status: 200, body: threadSchema },
    errors: [...customer, 'not_found'],
  }),
  updateThread: route({
    operationId: 'updateThread',
    method: 'PATCH',
    path: '/v1/threads/{threadId}',
    tag: 'Threads',
    summary: 'Renames a thread.',
    access: 'channel',
    params: ofThread,
    body: Type.Object({ name: Type.String({ maxLength: 200 }) }),
    response: { status: 200, body: threadSchema },
    errors: [...customer, 'not_found'],
  }),
  sendOnThread: route({
    operationId: 'sendOnThread',
    method: 'POST',
    path: '/v1/threads/{threadId}/messages',
    tag: 'Threads',
    summary: 'Writes a message; makes the thread, or its next contact, where there is none. Repeating it is harmless.',
    access: 'channel',
    params: ofThread,
    body: sendOnThreadSchema,
    response: {
      status: 200,
      body: Type.Object(
        {
          conversationId: Id('the log'),
          seq: Seq,
          fresh: Type.Boolean({ description: 'whether it opened a contact' }),
        },
        closed,
      ),
    },
    errors: [
      ...customer,
      'invalid_request',
      'conversation_ended',
      'idempotency_conflict',
      'already_in_help',
      'outside_hours',
    ],
  }),
  openThread: route({
    operationId: 'openThread',
    method: 'POST',
    path: '/v1/threads/{threadId}/sessions',
    tag: 'Threads',
    summary:
      "A session for one thread's log, as startOnlineHelp yields one: for its entries, its files and the socket.",
    access: 'channel',
    params: ofThread,
    response: { status: 201, body: startedSchema },
    errors: [...customer, 'not_found'],
  }),
  archiveThread: route({
    operationId: 'archiveThread',
    method: 'POST',
    path: '/v1/threads/{threadId}/archive',
    tag: 'Threads',
    summary: 'Archives a thread for good; its contact ends.',
    access: 'channel',
    params: ofThread,
    response: { status: 200, body: threadSchema },
    errors: [...customer, 'not_found'],
  }),
  endThread: route({
    operationId: 'endThread',
    method: 'POST',
    path: '/v1/threads/{threadId}/end',
    tag: 'Threads',
    summary: 'Ends a live chat.',
    access: 'channel',
    params: ofThread,
    response: { status: 200, body: threadSchema },
    errors: [...customer, 'not_found'],
  }),
  setThreadFields: route({
    operationId: 'setThreadFields',
    method: 'PATCH',
    path: '/v1/threads/{threadId}/fields',
    tag: 'Threads',
    summary: "Says something of the thread's latest contact; of two values the newer counts.",
    access: 'channel',
    params: ofThread,
    body: Type.Object({ fields: Fields }),
    response: { status: 200, body: threadSchema },
    errors: [...customer, 'not_found', 'invalid_request'],
  }),
  setOwnFields: route({
    operationId: 'setOwnFields',
    method: 'PATCH',
    path: '/v1/channel-sessions/fields',
    tag: 'Threads',
    summary: 'Says something of the customer; of two values the newer counts.',
    access: 'channel',
    body: Type.Object({ fields: Fields }),
    response: { status: 204, body: null },
    errors: [...customer, 'invalid_request'],
  }),
  requestTranscript: route({
    operationId: 'requestTranscript',
    method: 'POST',
    path: '/v1/threads/{threadId}/transcript',
    tag: 'Threads',
    summary: 'Asks the company to send the conversation to e-mail addresses.',
    access: 'channel',
    params: ofThread,
    body: Type.Object({ addresses: Type.Array(Type.String({ maxLength: 254 }), { minItems: 1, maxItems: 10 }) }),
    response: { status: 204, body: null },
    errors: [...customer, 'not_found', 'invalid_request'],
  }),
} as const;
