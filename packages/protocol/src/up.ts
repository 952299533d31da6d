import { type Static, Type } from 'typebox';
import { type CallUp, callUpSchemas } from './call-frames.ts';
import { sendBodySchema } from './entry.ts';
import { ClientId, Id, Seq } from './primitives.ts';

const requestId = Type.String({
  minLength: 1,
  maxLength: 32,
  description: "the client's id of this request; the reply carries it",
});

/** First frame on every socket [WS2]. */
export const helloSchema = Type.Object(
  {
    t: Type.Literal('hello'),
    protocol: Type.Integer({ minimum: 1 }),
    ticket: Type.String({ minLength: 1, maxLength: 256 }),
    client: Type.Optional(Type.String({ maxLength: 80, description: 'name and version, for the log' })),
  },
  { title: 'Hello' },
);
export const pingSchema = Type.Object({ t: Type.Literal('ping') }, { title: 'Ping' });
export const upPongSchema = Type.Object({ t: Type.Literal('pong') }, { title: 'UpPong' });
/** Live entries from now on, after everything behind `after` has been sent [SUB1]. Subscribing again moves the cursor; handlers never double. */
export const subscribeSchema = Type.Object(
  { t: Type.Literal('subscribe'), id: requestId, conversationId: Id('the conversation'), after: Seq },
  { title: 'Subscribe' },
);
export const unsubscribeSchema = Type.Object(
  { t: Type.Literal('unsubscribe'), id: requestId, conversationId: Id('the conversation') },
  { title: 'Unsubscribe' },
);
/** Append to a log. The reply comes after COMMIT [LOG2]. */
export const sendSchema = Type.Object(
  {
    t: Type.Literal('send'),
    id: requestId,
    conversationId: Id('the conversation'),
    clientId: ClientId,
    body: sendBodySchema,
    /** The send before this one on this socket and in this conversation, if one is unanswered: refused when that one was [LOG9]. */
    after: Type.Optional(ClientId),
  },
  { title: 'Send' },
);
/** Everything up to here was seen by the person. Stored as an entry; an older mark changes nothing [LOG6]. */
export const readSchema = Type.Object(
  { t: Type.Literal('read'), id: requestId, conversationId: Id('the conversation'), upTo: Seq },
  { title: 'Read' },
);
/** Everything up to here has reached this device. A signal: no reply [SIG1]. */
export const deliveredSchema = Type.Object(
  { t: Type.Literal('delivered'), conversationId: Id('the conversation'), upTo: Seq },
  { title: 'Delivered' },
);
/** The person is writing or stopped. A signal: no reply [SIG1]. */
export const typingSchema = Type.Object(
  { t: Type.Literal('typing'), conversationId: Id('the conversation'), on: Type.Boolean() },
  { title: 'Typing' },
);

/** A supervisor's board: the whole of it now and after every change, at most once a second; `on: false` ends it [SUP2]. */
export const watchBoardSchema = Type.Object(
  { t: Type.Literal('watch_board'), id: requestId, on: Type.Boolean() },
  { title: 'WatchBoard' },
);

/** An agent's view of visitors: which ones moved, at most every two seconds; `on: false` ends it [VIS4]. */
export const watchVisitorsSchema = Type.Object(
  { t: Type.Literal('watch_visitors'), id: requestId, on: Type.Boolean() },
  { title: 'WatchVisitors' },
);

/** Every frame a client may send, by its `t`. */
export const upSchemas = {
  hello: helloSchema,
  ping: pingSchema,
  pong: upPongSchema,
  subscribe: subscribeSchema,
  unsubscribe: unsubscribeSchema,
  send: sendSchema,
  read: readSchema,
  delivered: deliveredSchema,
  typing: typingSchema,
  watch_board: watchBoardSchema,
  watch_visitors: watchVisitorsSchema,
  ...callUpSchemas,
} as const;

export type Hello = Static<typeof helloSchema>;
export type Subscribe = Static<typeof subscribeSchema>;
export type Send = Static<typeof sendSchema>;
export type Read = Static<typeof readSchema>;
export type Up =
  | Hello
  | Static<typeof pingSchema>
  | Static<typeof upPongSchema>
  | Subscribe
  | Static<typeof unsubscribeSchema>
  | Send
  | Read
  | Static<typeof deliveredSchema>
  | Static<typeof typingSchema>
  | Static<typeof watchBoardSchema>
  | Static<typeof watchVisitorsSchema>
  | CallUp;
