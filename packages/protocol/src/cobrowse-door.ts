import { type Static, Type } from 'typebox';
import { cobrowsePolicySchema } from './cobrowse-settings.ts';
import { OneOf } from './primitives.ts';

/**
 * What is said at the door of a co-browse session before and around its frames (cobrowse.ts): the first frame says who comes, the server
 * answers `welcome`, or `bye` and closes. After that everything is the session's own, but for `end`.
 */

const cid = Type.String({ minLength: 36, maxLength: 36, description: 'the session, as the short code gave it' });

/** First frame of the customer's page. */
export const cobrowsePageHelloSchema = Type.Object(
  {
    t: Type.Literal('hello'),
    as: Type.Literal('page'),
    cid,
    sessionToken: Type.String({ maxLength: 128, description: 'good for this session alone, until it ends' }),
  },
  { title: 'CobrowsePageHello' },
);
/** First frame of an agent: the ticket is a socket ticket, good once. */
export const cobrowseAgentHelloSchema = Type.Object(
  { t: Type.Literal('hello'), as: Type.Literal('agent'), cid, ticket: Type.String({ maxLength: 128 }) },
  { title: 'CobrowseAgentHello' },
);
export const cobrowseHelloSchema = Type.Union([cobrowsePageHelloSchema, cobrowseAgentHelloSchema]);
export type CobrowseHello = Static<typeof cobrowseHelloSchema>;

/** From either side: the session is over. One who only looks on leaves instead. */
export const cobrowseEndSchema = Type.Object({ t: Type.Literal('end') }, { title: 'CobrowseEnd' });

/** Answer to hello. */
export const cobrowseWelcomeSchema = Type.Object(
  {
    t: Type.Literal('welcome'),
    cid,
    silent: Type.Boolean({ description: 'looks on: no tool reaches the page' }),
    policy: Type.Optional(cobrowsePolicySchema),
  },
  { title: 'CobrowseWelcome', description: 'the page is told by it what to hide, before it can show anything' },
);
/** To the page: administration has changed what it hides; from now on this holds. */
export const cobrowsePolicyFrameSchema = Type.Object(
  { t: Type.Literal('policy'), policy: cobrowsePolicySchema },
  { title: 'CobrowsePolicyFrame' },
);
/** To those who watch: what becomes of the consent to record. */
export const cobrowseRecordingFrameSchema = Type.Object(
  {
    t: Type.Literal('recording'),
    on: Type.Boolean(),
    why: Type.Optional(
      OneOf(['not_allowed', 'full', 'failed'], 'why nothing is recorded though it was asked for or agreed to'),
    ),
  },
  { title: 'CobrowseRecordingFrame' },
);
export type CobrowseDoorFrame =
  | Static<typeof cobrowseWelcomeSchema>
  | Static<typeof cobrowsePolicyFrameSchema>
  | Static<typeof cobrowseRecordingFrameSchema>;
