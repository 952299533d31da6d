import { type Static, Type } from 'typebox';
import { entrySchema, fileSchema, sendBodySchema } from '../entry.ts';
import { LIMITS } from '../limits.ts';
import { ClientId, Id, Seq, Timestamp } from '../primitives.ts';
import { route } from './route.ts';

const conversationParams = Type.Object({ conversationId: Id('the conversation') });

/** A page of a log, ascending. */
export const entryPageSchema = Type.Object(
  {
    entries: Type.Array(entrySchema),
    lastSeq: Seq,
    hasMore: Type.Boolean({ description: 'more lies beyond this page in the direction asked for' }),
  },
  { title: 'EntryPage', additionalProperties: false },
);
export type EntryPage = Static<typeof entryPageSchema>;

/** A stored entry's place: the answer to a send. */
export const acceptedSchema = Type.Object(
  { seq: Seq, at: Timestamp, clientId: ClientId },
  { title: 'Accepted', additionalProperties: false },
);
export type Accepted = Static<typeof acceptedSchema>;

export const ticketSchema = Type.Object(
  { ticket: Type.String(), expiresInSeconds: Type.Integer() },
  { title: 'SocketTicket', additionalProperties: false },
);
export type SocketTicket = Static<typeof ticketSchema>;

export const conversationRoutes = {
  createSocketTicket: route({
    operationId: 'createSocketTicket',
    method: 'POST',
    path: '/v1/socket-tickets',
    tag: 'Socket',
    summary: 'A one-time ticket (30 s) for the hello frame of /v1/socket.',
    access: 'person',
    response: { status: 201, body: ticketSchema },
    errors: ['not_authenticated', 'session_expired'],
  }),
  listEntries: route({
    operationId: 'listEntries',
    method: 'GET',
    path: '/v1/conversations/{conversationId}/entries',
    tag: 'Conversation',
    summary: 'A page of the log: after a seq (catching up) or before one (scrolling back); the last page by default.',
    access: 'person',
    params: conversationParams,
    query: Type.Object({
      after: Type.Optional(Seq),
      before: Type.Optional(Seq),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.pageEntries })),
    }),
    response: { status: 200, body: entryPageSchema },
    errors: ['not_authenticated', 'not_found'],
  }),
  appendEntry: route({
    operationId: 'appendEntry',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/entries',
    tag: 'Conversation',
    summary: 'Sends a message, a file or a note. Idempotent by clientId.',
    access: 'person',
    params: conversationParams,
    body: Type.Object({ clientId: ClientId, body: sendBodySchema }),
    response: { status: 201, body: acceptedSchema },
    errors: [
      'not_authenticated',
      'not_found',
      'not_allowed',
      'not_owner',
      'conversation_ended',
      'idempotency_conflict',
      'store_unavailable',
    ],
  }),
  markRead: route({
    operationId: 'markRead',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/read',
    tag: 'Conversation',
    summary: 'Everything up to here was seen by me.',
    access: 'person',
    params: conversationParams,
    body: Type.Object({ upTo: Seq }),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'not_found', 'not_owner', 'cursor_ahead'],
  }),
  signalTyping: route({
    operationId: 'signalTyping',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/typing',
    tag: 'Conversation',
    summary: 'I am writing, or stopped.',
    access: 'person',
    params: conversationParams,
    body: Type.Object({ on: Type.Boolean() }),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'not_found', 'not_owner'],
  }),
  signalDelivered: route({
    operationId: 'signalDelivered',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/delivered',
    tag: 'Conversation',
    summary: 'Everything up to here has reached my device.',
    access: 'person',
    params: conversationParams,
    body: Type.Object({ upTo: Seq }),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'not_found', 'not_owner'],
  }),
  uploadFile: route({
    operationId: 'uploadFile',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/files',
    tag: 'Files',
    summary: 'Stores a file; send its id in a message to show it. The body is the file itself.',
    access: 'person',
    params: conversationParams,
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }),
    rawBody: true,
    response: { status: 201, body: fileSchema },
    errors: [
      'not_authenticated',
      'not_found',
      'not_owner',
      'conversation_ended',
      'file_too_large',
      'file_quota_exceeded',
      'file_type_refused',
    ],
  }),
  downloadFile: route({
    operationId: 'downloadFile',
    method: 'GET',
    path: '/v1/files/{fileId}',
    tag: 'Files',
    summary: 'The bytes of a file of a conversation that you may read.',
    access: 'person',
    params: Type.Object({ fileId: Id('the file') }),
    response: {
      status: 200,
      body: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
      mediaType: 'application/octet-stream',
    },
    errors: ['not_authenticated', 'not_found', 'file_quarantined'],
  }),
  getTranscript: route({
    operationId: 'getTranscript',
    method: 'GET',
    path: '/v1/conversations/{conversationId}/transcript',
    tag: 'Conversation',
    summary: 'The conversation as plain text, with times in UTC, as this reader may see it.',
    access: 'person',
    params: conversationParams,
    response: { status: 200, body: Type.Unsafe<string>({ type: 'string' }), mediaType: 'text/plain' },
    errors: ['not_authenticated', 'not_found'],
  }),
} as const;
