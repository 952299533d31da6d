import { Type } from 'typebox';
import { cobrowsePlaybackSchema, cobrowseRecordingSchema } from '../cobrowse-recording.ts';
import { cobrowsePolicySchema, cobrowseSettingsSchema } from '../cobrowse-settings.ts';
import { Id, Nullable, OneOf, Timestamp } from '../primitives.ts';
import { route } from './route.ts';

const closed = { additionalProperties: false } as const;
const cid = Type.String({ description: 'the session; no secret, opens nothing by itself' });
const sessionToken = Type.String({ description: 'for the hello of the page at /cobrowse/socket' });
const conversation = Type.Object({ conversationId: Id('the conversation') });
const ofConversation = Type.Object({ conversationId: Id('the conversation'), cid: Id('the session') });
const recording = Type.Object({ id: Id('the recording') });
const administration = ['not_authenticated', 'not_allowed'] as const;

/** A live session, as its agent sees it. */
export const cobrowseSessionSchema = Type.Object(
  {
    cid,
    conversationId: Nullable(Id('where it belongs to one')),
    state: OneOf(['offered', 'waiting', 'joined'], 'offered: the customer has not answered yet'),
    agentId: Nullable(Id('who redeemed the code or made the offer')),
    agentName: Type.String(),
    startedAt: Timestamp,
  },
  { title: 'CobrowseSession', ...closed },
);

export const cobrowseRoutes = {
  startCobrowse: route({
    operationId: 'startCobrowse',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/cobrowse',
    tag: 'Co-browse',
    summary: "Creates a co-browse session for the customer's page, with a code to read out.",
    access: 'customer',
    params: conversation,
    response: {
      status: 201,
      body: Type.Object(
        {
          cid,
          sessionToken,
          shortCode: Type.String({ description: 'digits, or eight letters after too many wrong codes' }),
          expiresInSeconds: Type.Integer({ minimum: 1, description: 'of the code' }),
          policy: cobrowsePolicySchema,
        },
        closed,
      ),
    },
    errors: ['not_authenticated', 'session_expired', 'not_found', 'rate_limited'],
  }),
  offerCobrowse: route({
    operationId: 'offerCobrowse',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/cobrowse/offer',
    tag: 'Co-browse',
    summary:
      'Offers co-browse to the customer of a conversation of one’s own: the log says so, and the customer answers. Nobody needs a code. One that the customer has begun is joined instead. Repeating it gives the open offer.',
    access: 'agent',
    params: conversation,
    response: {
      status: 201,
      body: Type.Object(
        { cid, expiresInSeconds: Type.Integer({ minimum: 1, description: 'until the customer must have answered' }) },
        closed,
      ),
    },
    errors: ['not_authenticated', 'not_found', 'not_owner', 'conversation_ended'],
  }),
  acceptCobrowse: route({
    operationId: 'acceptCobrowse',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/cobrowse/{cid}/accept',
    tag: 'Co-browse',
    summary: "Takes an agent's offer. Nothing is shown yet: the page asks the customer before anything leaves it.",
    access: 'customer',
    params: ofConversation,
    response: { status: 200, body: Type.Object({ cid, sessionToken, policy: cobrowsePolicySchema }, closed) },
    errors: ['not_authenticated', 'session_expired', 'not_found'],
  }),
  declineCobrowse: route({
    operationId: 'declineCobrowse',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/cobrowse/{cid}/decline',
    tag: 'Co-browse',
    summary: "Declines an agent's offer. Repeating it is harmless.",
    access: 'customer',
    params: ofConversation,
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'session_expired', 'not_found'],
  }),
  joinCobrowse: route({
    operationId: 'joinCobrowse',
    method: 'POST',
    path: '/v1/cobrowse/join',
    tag: 'Co-browse',
    summary: "Takes the agent's side of a short code, once. Whatever is wrong with a code, the refusal is the same.",
    access: 'agent',
    body: Type.Object({
      shortCode: Type.String({ maxLength: 64, description: 'as it was typed' }),
      conversationId: Type.Optional(
        Id('a conversation of one’s own that a session of none belongs to from now on: its log tells of it'),
      ),
    }),
    response: { status: 200, body: Type.Object({ cid }, closed) },
    errors: ['not_authenticated', 'not_allowed', 'short_code_refused', 'rate_limited'],
  }),
  listCobrowse: route({
    operationId: 'listCobrowse',
    method: 'GET',
    path: '/v1/cobrowse',
    tag: 'Co-browse',
    summary: "One's own live sessions, a supervisor's everyone's; and where the viewer's frame is served.",
    access: 'agent',
    response: {
      status: 200,
      body: Type.Object(
        {
          sessions: Type.Array(cobrowseSessionSchema),
          frameUrl: Nullable(
            Type.String({ description: "the viewer's frame, on another origin than the console; null: none is set" }),
          ),
        },
        closed,
      ),
    },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  getCobrowseSettings: route({
    operationId: 'getCobrowseSettings',
    method: 'GET',
    path: '/v1/cobrowse/settings',
    tag: 'Co-browse',
    summary: 'What pages hide from agents, and what is recorded.',
    access: 'administrator',
    response: { status: 200, body: cobrowseSettingsSchema },
    errors: administration,
  }),
  saveCobrowseSettings: route({
    operationId: 'saveCobrowseSettings',
    method: 'PUT',
    path: '/v1/cobrowse/settings',
    tag: 'Co-browse',
    summary: 'Sets it; pages that are seen now hide by the new rules at once.',
    access: 'administrator',
    versioned: true,
    body: cobrowseSettingsSchema,
    response: { status: 200, body: cobrowseSettingsSchema },
    errors: [...administration, 'invalid_request', 'changed_meanwhile'],
  }),
  listCobrowseRecordings: route({
    operationId: 'listCobrowseRecordings',
    method: 'GET',
    path: '/v1/cobrowse-recordings',
    tag: 'Co-browse',
    summary:
      "Recordings of a conversation, or the tenant's newest where none is named; newest first. An agent gets one's own, a supervisor all.",
    access: 'agent',
    query: Type.Object({
      conversationId: Type.Optional(Id('the conversation')),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    }),
    response: { status: 200, body: Type.Object({ recordings: Type.Array(cobrowseRecordingSchema) }, closed) },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  getCobrowseRecording: route({
    operationId: 'getCobrowseRecording',
    method: 'GET',
    path: '/v1/cobrowse-recordings/{id}',
    tag: 'Co-browse',
    summary: 'What a player needs, with signed addresses. The audit log says who looked.',
    access: 'agent',
    params: recording,
    response: { status: 200, body: cobrowsePlaybackSchema },
    errors: ['not_authenticated', 'not_allowed', 'not_found'],
  }),
  deleteCobrowseRecording: route({
    operationId: 'deleteCobrowseRecording',
    method: 'DELETE',
    path: '/v1/cobrowse-recordings/{id}',
    tag: 'Co-browse',
    summary: 'Deletes a recording before its time. The audit log keeps that it was there.',
    access: 'administrator',
    params: recording,
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
} as const;
