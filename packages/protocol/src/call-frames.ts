import { type Static, Type } from 'typebox';
import { callViewSchema } from './call.ts';
import { Id, Nullable, OneOf } from './primitives.ts';

const requestId = Type.String({ minLength: 1, maxLength: 32 });
const callId = Id('the call');
const Sdp = Type.String({ minLength: 1, maxLength: 60_000, description: 'session description, RFC 8866' });
const Mid = Type.String({ minLength: 1, maxLength: 16 });

/** Which of my two connections: I offer on `publish`, only the server offers on `subscribe`. */
const side = OneOf(['publish', 'subscribe'], 'which connection');

const candidate = Type.Object(
  {
    candidate: Type.String({ maxLength: 1_000, description: 'as browsers write it; empty: the end of candidates' }),
    sdpMid: Nullable(Type.String({ maxLength: 16 })),
    sdpMLineIndex: Nullable(Type.Integer({ minimum: 0, maximum: 63 })),
  },
  { additionalProperties: false },
);

/**
 * This socket carries my side of the call from now on; another socket of mine that did is told by `call.moved`. Answered by a reply, then
 * `call.joined` and the server's `call.offer` [CALL3].
 */
export const callJoinSchema = Type.Object(
  {
    t: Type.Literal('call.join'),
    id: requestId,
    callId,
    partyId: Type.Optional(Id('the party whose two connections I still hold, after my socket was lost: they go on')),
  },
  { title: 'CallJoin' },
);
/** My offer on the publish side. After its reply comes `call.published` with the answer. Again: I publish more or less, or my network changed. */
export const callPublishSchema = Type.Object(
  {
    t: Type.Literal('call.publish'),
    id: requestId,
    callId,
    sdp: Sdp,
    screens: Type.Array(Mid, { maxItems: 4, description: 'mids of lines that are a screen, not a camera' }),
  },
  { title: 'CallPublish' },
);
/** My answer to the server's offer of that number; an older one is ignored. A signal: no reply. */
export const callAnswerSchema = Type.Object(
  { t: Type.Literal('call.answer'), callId, negotiation: Type.Integer({ minimum: 1 }), sdp: Sdp },
  { title: 'CallAnswer' },
);
/** A signal: no reply. */
export const callCandidateSchema = Type.Object(
  { t: Type.Literal('call.candidate'), callId, side, candidate },
  { title: 'CallCandidate' },
);
/** My network changed: the server offers anew on the subscribe side; I publish again with `iceRestart` myself. */
export const callRestartSchema = Type.Object(
  { t: Type.Literal('call.restart'), id: requestId, callId },
  { title: 'CallRestart' },
);
/** What is so with my microphone, camera and screen; the others see it in `call.state`. A signal: no reply. */
export const callFactsSchema = Type.Object(
  {
    t: Type.Literal('call.facts'),
    callId,
    muted: Type.Boolean(),
    camera: Type.Boolean(),
    screen: Type.Boolean(),
  },
  { title: 'CallFacts' },
);

export const callUpSchemas = {
  'call.join': callJoinSchema,
  'call.publish': callPublishSchema,
  'call.answer': callAnswerSchema,
  'call.candidate': callCandidateSchema,
  'call.restart': callRestartSchema,
  'call.facts': callFactsSchema,
} as const;
export type CallUp =
  | Static<typeof callJoinSchema>
  | Static<typeof callPublishSchema>
  | Static<typeof callAnswerSchema>
  | Static<typeof callCandidateSchema>
  | Static<typeof callRestartSchema>
  | Static<typeof callFactsSchema>;

/**
 * The whole picture of a call for me: when I connect, for each open call of mine, and after every change [CALL2]. To every socket of a
 * person who is in it, whom it rings at, or who may answer it.
 */
export const callStateFrameSchema = Type.Object(
  { t: Type.Literal('call.state'), call: callViewSchema },
  { title: 'CallStateFrame' },
);
const iceServer = Type.Object(
  {
    urls: Type.Array(Type.String()),
    username: Type.Optional(Type.String()),
    credential: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
/** To the socket that joined: how to reach the engine. `audio` g711: send PCMU (payload type 0) only, a telephone is in the call. */
export const callJoinedSchema = Type.Object(
  {
    t: Type.Literal('call.joined'),
    callId,
    partyId: Id('my party'),
    audio: OneOf(['opus', 'g711'], 'codec of all audio in this call'),
    iceServers: Type.Array(iceServer),
  },
  { title: 'CallJoined' },
);
/** The answer to `call.publish`. */
export const callPublishedSchema = Type.Object(
  { t: Type.Literal('call.published'), callId, sdp: Sdp },
  { title: 'CallPublished' },
);
/** The server's offer on the subscribe side: answer with the same number. `streams` says which line carries whose what. */
export const callOfferSchema = Type.Object(
  {
    t: Type.Literal('call.offer'),
    callId,
    negotiation: Type.Integer({ minimum: 1 }),
    sdp: Sdp,
    streams: Type.Array(
      Type.Object(
        { mid: Mid, partyId: Id('whose'), kind: OneOf(['audio', 'video', 'screen'], 'what') },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'CallOffer' },
);
export const callDownCandidateSchema = Type.Object(
  { t: Type.Literal('call.candidate'), callId, side, candidate },
  { title: 'CallDownCandidate' },
);
/** Of my own sending as the server receives it, every few seconds. */
export const callQualitySchema = Type.Object(
  {
    t: Type.Literal('call.quality'),
    callId,
    loss: Type.Number({ minimum: 0, maximum: 1 }),
    jitterMilliseconds: Type.Number({ minimum: 0 }),
    roundTripMilliseconds: Nullable(Type.Number({ minimum: 0 })),
    mos: Nullable(Type.Number({ minimum: 1, maximum: 4.5 })),
  },
  { title: 'CallQuality' },
);
/** Another socket of mine carries the call now: let go of microphone and camera. */
export const callMovedSchema = Type.Object({ t: Type.Literal('call.moved'), callId }, { title: 'CallMoved' });

export const callDownSchemas = {
  'call.state': callStateFrameSchema,
  'call.joined': callJoinedSchema,
  'call.published': callPublishedSchema,
  'call.offer': callOfferSchema,
  'call.candidate': callDownCandidateSchema,
  'call.quality': callQualitySchema,
  'call.moved': callMovedSchema,
} as const;
export type CallDown =
  | Static<typeof callStateFrameSchema>
  | Static<typeof callJoinedSchema>
  | Static<typeof callPublishedSchema>
  | Static<typeof callOfferSchema>
  | Static<typeof callDownCandidateSchema>
  | Static<typeof callQualitySchema>
  | Static<typeof callMovedSchema>;
