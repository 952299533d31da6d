import { type Static, Type } from 'typebox';
import {
  callDirectionSchema,
  callEnderSchema,
  callEndReasonSchema,
  callKindSchema,
  missedReasonSchema,
} from './call.ts';
import { fieldValueSchema } from './channel.ts';
import { LIMITS } from './limits.ts';
import { ClientId, Id, Nullable, OneOf, Seq, Timestamp } from './primitives.ts';
import { richContentSchema } from './rich.ts';

/** A stored file as both sides see it; its bytes are at GET /v1/files/{id}. */
export const fileSchema = Type.Object(
  {
    id: Id('the file'),
    name: Type.String({ minLength: 1, maxLength: 255 }),
    mediaType: Type.String({ description: 'sniffed by the server, never the claim of the sender' }),
    bytes: Type.Integer({ minimum: 0 }),
    width: Type.Optional(Type.Integer({ minimum: 1, description: 'pixels, for pictures' })),
    height: Type.Optional(Type.Integer({ minimum: 1, description: 'pixels, for pictures' })),
  },
  { title: 'File', additionalProperties: false },
);
export type File = Static<typeof fileSchema>;

const Text = Type.String({
  minLength: 1,
  maxLength: LIMITS.textCharacters,
  pattern: '\\S',
  description: 'plain text; never interpreted as markup',
});

const Postback = Type.String({ maxLength: 1000, description: 'of the button that was pressed; not shown' });
const Parameters = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), {
  maxProperties: 20,
  description: 'of the app that wrote it; kept and shown to it unchanged',
});

/** What a person may append to a log. */
export const sendBodySchemas = {
  text: Type.Object(
    { kind: Type.Literal('text'), text: Text, postback: Type.Optional(Postback) },
    { additionalProperties: false },
  ),
  /** Agents only. */
  rich: Type.Object(
    { kind: Type.Literal('rich'), content: richContentSchema, fallbackText: Text },
    { additionalProperties: false },
  ),
  file: Type.Object(
    { kind: Type.Literal('file'), fileId: Id('uploaded before'), caption: Type.Optional(Text) },
    { additionalProperties: false },
  ),
  /** For colleagues: agents only; customers see `withheld` in its place [LOG5]. */
  note: Type.Object({ kind: Type.Literal('note'), text: Text }, { additionalProperties: false }),
};
export const sendBodySchema = Type.Union(
  [sendBodySchemas.text, sendBodySchemas.rich, sendBodySchemas.file, sendBodySchemas.note],
  {
    title: 'SendBody',
    discriminator: { propertyName: 'kind' },
  },
);
export type SendBody = Static<typeof sendBodySchema>;

const endReasons = [
  'ended_by_customer',
  'ended_by_agent',
  'cancelled_by_customer',
  'customer_gone',
  'ended_by_system',
] as const;
/** Why a contact ended. */
export const endReasonSchema = OneOf(endReasons, 'why the contact ended');
export type EndReason = Static<typeof endReasonSchema>;

const requeueReasons = ['agent_lost', 'transferred', 'agent_signed_out'] as const;
const cobrowseId = Id('the co-browse session');
const cobrowseEndReasons = [
  'ended_by_customer',
  'ended_by_agent',
  'declined',
  'nobody_came',
  'page_lost',
  'contact_ended',
] as const;
const agentRef = Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false });
const participantRef = Type.Object({ id: Id('the customer'), name: Type.String() }, { additionalProperties: false });

/** Everything that can stand in a log. */
export const entryBodySchema = Type.Union(
  [
    Type.Object(
      {
        kind: Type.Literal('text'),
        text: Type.String(),
        postback: Type.Optional(Postback),
        parameters: Type.Optional(Parameters),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('rich'),
        content: richContentSchema,
        fallbackText: Type.String({ description: 'for whoever cannot show the content' }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('file'),
        file: fileSchema,
        more: Type.Optional(Type.Array(fileSchema, { maxItems: 9, description: 'sent in the same message' })),
        caption: Type.Optional(Type.String()),
        parameters: Type.Optional(Parameters),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('fields.changed'),
        of: OneOf(['contact', 'customer'], 'what was told of'),
        fields: Type.Array(fieldValueSchema),
      },
      { additionalProperties: false },
    ),
    Type.Object({ kind: Type.Literal('thread.renamed'), name: Type.String() }, { additionalProperties: false }),
    Type.Object({ kind: Type.Literal('thread.archived') }, { additionalProperties: false }),
    Type.Object({ kind: Type.Literal('note'), text: Type.String() }, { additionalProperties: false }),
    Type.Object(
      { kind: Type.Literal('withheld') },
      { additionalProperties: false, description: 'an entry that is not for this reader; keeps the log gap-free' },
    ),
    Type.Object({ kind: Type.Literal('read'), upTo: Seq }, { additionalProperties: false }),
    Type.Object(
      {
        kind: Type.Literal('contact.requested'),
        contactId: Id('the contact'),
        queueName: Type.String(),
        helpType: Type.String(),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('contact.started'),
        contactId: Id('the contact'),
        agent: agentRef,
        waitedSeconds: Type.Integer({ minimum: 0 }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('contact.requeued'),
        contactId: Id('the contact'),
        reason: OneOf(requeueReasons, 'why it waits again'),
        queueName: Type.String(),
        to: Type.Optional(agentRef),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('queue.overflowed'),
        contactId: Id('the contact'),
        fromQueueName: Type.String(),
        queueName: Type.String(),
        waitedSeconds: Type.Integer({ minimum: 0, description: 'in all, from its place on' }),
      },
      { additionalProperties: false, description: 'agents only: it waited too long there and goes on waiting here' },
    ),
    Type.Object(
      {
        kind: Type.Literal('contact.ended'),
        contactId: Id('the contact'),
        reason: endReasonSchema,
        message: Type.Optional(
          Type.String({ description: 'what the company has to say about it; shown to the customer' }),
        ),
        survey: Type.Optional(Type.Boolean({ description: 'true: the customer is asked how it went' })),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('contact.handed_over'),
        contactId: Id('the contact'),
        from: agentRef,
        to: agentRef,
        by: Type.Optional(agentRef),
      },
      { additionalProperties: false, description: 'from one agent to another without waiting between' },
    ),
    Type.Object(
      { kind: Type.Literal('agent.joined'), agent: agentRef },
      { additionalProperties: false, description: 'a further person of the company takes part' },
    ),
    Type.Object({ kind: Type.Literal('agent.left'), agent: agentRef }, { additionalProperties: false }),
    Type.Object(
      { kind: Type.Literal('participant.joined'), contactId: Id('the contact'), participant: participantRef },
      { additionalProperties: false, description: 'a further customer takes part, by invitation' },
    ),
    Type.Object(
      { kind: Type.Literal('participant.left'), contactId: Id('the contact'), participant: participantRef },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('call_back.requested'),
        contactId: Id('the contact'),
        phone: Type.String(),
        note: Type.String(),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('survey.answered'),
        contactId: Id('the contact'),
        score: Type.Integer({ minimum: 1, maximum: 5 }),
        comment: Type.String(),
      },
      { additionalProperties: false, description: 'agents only' },
    ),
    Type.Object(
      {
        kind: Type.Literal('call.started'),
        callId: Id('the call'),
        call: callKindSchema,
        direction: callDirectionSchema,
        agent: agentRef,
      },
      { additionalProperties: false, description: 'somebody answered' },
    ),
    Type.Object(
      { kind: Type.Literal('call.changed'), callId: Id('the call'), call: callKindSchema },
      { additionalProperties: false, description: 'from voice to video or back' },
    ),
    Type.Object(
      {
        kind: Type.Literal('call.recording'),
        callId: Id('the call'),
        what: OneOf(['asked', 'refused', 'started', 'paused', 'resumed', 'stopped'], 'what became of it'),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('call.ended'),
        callId: Id('the call'),
        call: callKindSchema,
        by: callEnderSchema,
        reason: callEndReasonSchema,
        talkSeconds: Type.Integer({ minimum: 0 }),
        missed: Type.Optional(missedReasonSchema),
        retry: Type.Optional(Type.Boolean({ description: 'true: it broke, either side may start it again' })),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { kind: Type.Literal('cobrowse.offered'), cid: cobrowseId, agent: agentRef },
      { additionalProperties: false, description: 'an agent offers co-browse; the customer accepts or declines' },
    ),
    Type.Object(
      { kind: Type.Literal('cobrowse.started'), cid: cobrowseId },
      { additionalProperties: false, description: "the customer's page takes part; nothing of it is shown yet" },
    ),
    Type.Object(
      { kind: Type.Literal('cobrowse.joined'), cid: cobrowseId, agent: agentRef },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('cobrowse.consent'),
        cid: cobrowseId,
        what: OneOf(['view', 'control', 'recording'], 'what the customer was asked for'),
        answer: OneOf(['given', 'refused', 'revoked'], 'revoked: given before, and taken or given back'),
        agentName: Type.String({ description: 'who asked' }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        kind: Type.Literal('cobrowse.ended'),
        cid: cobrowseId,
        reason: OneOf(cobrowseEndReasons, 'why it is over'),
        seconds: Type.Integer({ minimum: 0, description: 'since it started' }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { kind: Type.Literal('wrap_up'), contactId: Id('the contact'), text: Type.String() },
      { additionalProperties: false, description: 'agents only' },
    ),
  ],
  { title: 'EntryBody', discriminator: { propertyName: 'kind' } },
);
export type EntryBody = Static<typeof entryBodySchema>;

/** Who an entry comes from. A customer never sees an agent's e-mail address, only the name to show. */
export const authorSchema = Type.Object(
  {
    kind: OneOf(['customer', 'agent', 'system'], 'who'),
    id: Nullable(Id('the person')),
    name: Type.String({ description: 'to show; empty for the system' }),
  },
  { title: 'Author', additionalProperties: false },
);
export type Author = Static<typeof authorSchema>;

/** One entry of a conversation's log. */
export const entrySchema = Type.Object(
  { seq: Seq, at: Timestamp, from: authorSchema, clientId: Nullable(ClientId), body: entryBodySchema },
  { title: 'Entry', additionalProperties: false },
);
export type Entry = Static<typeof entrySchema>;
