import { type Static, Type } from 'typebox';
import { type CallDown, callDownSchemas } from './call-frames.ts';
import { deskSchema, queueViewSchema } from './agent.ts';
import { queueStandingSchema } from './contact.ts';
import { entrySchema } from './entry.ts';
import { wireErrorSchema } from './errors.ts';
import { Id, OneOf, Seq, Timestamp } from './primitives.ts';
import { boardSchema } from './supervision.ts';

const side = OneOf(['customer', 'agent'], 'which side of the conversation');

/** Answer to hello. */
export const welcomeSchema = Type.Object(
  {
    t: Type.Literal('welcome'),
    protocol: Type.Integer(),
    connectionId: Type.String(),
    you: Type.Object({ kind: side, id: Id('you'), name: Type.String() }),
    serverTime: Timestamp,
    heartbeatSeconds: Type.Integer(),
  },
  { title: 'Welcome' },
);
export const downPingSchema = Type.Object({ t: Type.Literal('ping') }, { title: 'DownPing' });
export const pongSchema = Type.Object({ t: Type.Literal('pong') }, { title: 'Pong' });
/** The one answer to a request with an id: ok with its result, or an error [ERR1]. */
export const replySchema = Type.Union(
  [
    Type.Object({
      t: Type.Literal('reply'),
      id: Type.String(),
      ok: Type.Literal(true),
      result: Type.Object({ seq: Type.Optional(Seq), at: Type.Optional(Timestamp), lastSeq: Type.Optional(Seq) }),
    }),
    Type.Object({ t: Type.Literal('reply'), id: Type.String(), ok: Type.Literal(false), error: wireErrorSchema }),
  ],
  { title: 'Reply' },
);
/** Entries of one conversation in order, each exactly one after the last sent on this subscription [SUB2]. */
export const entriesSchema = Type.Object(
  {
    t: Type.Literal('entries'),
    conversationId: Id('the conversation'),
    entries: Type.Array(entrySchema, { minItems: 1 }),
    lastSeq: Type.Integer({
      description: 'end of the log when this was sent; more follows if the last entry is before it',
    }),
  },
  { title: 'Entries' },
);
export const downTypingSchema = Type.Object(
  {
    t: Type.Literal('typing'),
    conversationId: Id('the conversation'),
    from: side,
    name: Type.String(),
    on: Type.Boolean(),
    text: Type.Optional(Type.String({ description: 'what the customer has written so far; to agents only' })),
  },
  { title: 'DownTyping' },
);
export const downDeliveredSchema = Type.Object(
  { t: Type.Literal('delivered'), conversationId: Id('the conversation'), by: side, upTo: Seq },
  { title: 'DownDelivered' },
);
/** To a waiting customer, at once and after every change [QUE1]. */
export const standingSchema = Type.Object(
  { t: Type.Literal('standing'), conversationId: Id('the conversation'), standing: queueStandingSchema },
  { title: 'Standing' },
);
/** To an agent: the whole desk after every change [DESK1]. */
export const deskFrameSchema = Type.Object({ t: Type.Literal('desk'), desk: deskSchema }, { title: 'DeskFrame' });
/** To agents: the queues they serve, after every change, at most a few times a second. */
export const queuesFrameSchema = Type.Object(
  { t: Type.Literal('queues'), queues: Type.Array(queueViewSchema) },
  { title: 'QueuesFrame' },
);
/** To a supervisor who watches it: the whole board [SUP2]. */
export const boardFrameSchema = Type.Object({ t: Type.Literal('board'), board: boardSchema }, { title: 'BoardFrame' });
/** To an agent who watches visitors: these moved; whoever looks at one of them asks [VIS4]. */
export const visitorsFrameSchema = Type.Object(
  {
    t: Type.Literal('visitors'),
    visitorIds: Type.Array(Id('a visitor'), { maxItems: 200 }),
    more: Type.Boolean({ description: 'others moved too' }),
  },
  { title: 'VisitorsFrame' },
);
/** The subscription or the session cannot go on; sent with the conversation it concerns. */
export const resyncSchema = Type.Object(
  { t: Type.Literal('resync'), conversationId: Id('the conversation'), error: wireErrorSchema },
  { title: 'Resync' },
);
/** The last frame before the server closes, with the reason in words [WS8]. */
export const byeSchema = Type.Object({ t: Type.Literal('bye'), error: wireErrorSchema }, { title: 'Bye' });
/** A frame that could not be read and carried no usable id; the socket stays open [ERR2]. */
export const faultSchema = Type.Object({ t: Type.Literal('fault'), error: wireErrorSchema }, { title: 'Fault' });

/** Every frame a server may send, by its `t`. */
export const downSchemas = {
  welcome: welcomeSchema,
  ping: downPingSchema,
  pong: pongSchema,
  reply: replySchema,
  entries: entriesSchema,
  typing: downTypingSchema,
  delivered: downDeliveredSchema,
  standing: standingSchema,
  desk: deskFrameSchema,
  queues: queuesFrameSchema,
  board: boardFrameSchema,
  visitors: visitorsFrameSchema,
  resync: resyncSchema,
  bye: byeSchema,
  fault: faultSchema,
  ...callDownSchemas,
} as const;

export type Welcome = Static<typeof welcomeSchema>;
export type Reply = Static<typeof replySchema>;
export type Entries = Static<typeof entriesSchema>;
export type Down =
  | Welcome
  | Static<typeof downPingSchema>
  | Static<typeof pongSchema>
  | Reply
  | Entries
  | Static<typeof downTypingSchema>
  | Static<typeof downDeliveredSchema>
  | Static<typeof standingSchema>
  | Static<typeof deskFrameSchema>
  | Static<typeof queuesFrameSchema>
  | Static<typeof boardFrameSchema>
  | Static<typeof visitorsFrameSchema>
  | Static<typeof resyncSchema>
  | Static<typeof byeSchema>
  | Static<typeof faultSchema>
  | CallDown;
