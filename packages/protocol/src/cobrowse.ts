import { type Static, Type } from 'typebox';
import { COBROWSE_LIMITS } from './cobrowse-constants.ts';
import { OneOf } from './primitives.ts';

/**
 * The frames of a co-browse session: text frames are one JSON object with `t`, binary frames have a header of eight
 * bytes (kind, flags with bit 0 = last part, to = viewer or 0 for all as u16, message number as u32, big-endian)
 * followed by a part of the message. They are signals: nobody keeps them. The consents are enforced in the customer's
 * page [COB1], masked values never leave it [COB2], and a relay lets DOM messages through its filter only [COB3].
 */

const viewer = Type.Integer({ minimum: 0, maximum: 65_535, description: "the relay's number of one watching person" });
const node = Type.Integer({
  minimum: 0,
  maximum: 2 ** 31 - 1,
  description: 'id of a node in the DOM stream; 0 = none',
});
const commandNumber = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, description: "the agent's own number" });
const coordinate = Type.Number({ minimum: -1_000_000, maximum: 10_000_000, description: 'CSS pixels in the window' });
const fraction = Type.Number({ minimum: 0, maximum: 1 });

export const cobrowseConsentKind = OneOf(['view', 'control', 'recording'], 'what the customer is asked for');
const answer = OneOf(['no', 'asked', 'yes'], 'where this consent stands');

/** Page to everyone: what this page is and whether it is seen. The address has no query and no fragment. */
export const cobrowsePageSchema = Type.Object(
  {
    t: Type.Literal('page'),
    tab: Type.String({ maxLength: 64 }),
    state: OneOf(['live', 'hidden', 'paused', 'away', 'ended'], 'away = the customer left this page'),
    address: Type.String({ maxLength: 2_048 }),
    title: Type.String({ maxLength: 512 }),
    width: Type.Integer({ minimum: 0, maximum: 32_768 }),
    height: Type.Integer({ minimum: 0, maximum: 32_768 }),
    resumed: Type.Boolean({ description: 'the session goes on after a new page, a reload or a lost connection' }),
  },
  { title: 'CobrowsePage' },
);
/** Page to everyone: the consents as the page enforces them [COB1]. */
export const cobrowseConsentSchema = Type.Object(
  { t: Type.Literal('consent'), view: answer, control: answer, recording: answer },
  { title: 'CobrowseConsent' },
);
/** Page to one viewer: the command with this number was done. */
export const cobrowseDoneSchema = Type.Object(
  { t: Type.Literal('done'), to: viewer, n: commandNumber },
  { title: 'CobrowseDone' },
);
export const cobrowseRefusedSchema = Type.Object(
  {
    t: Type.Literal('refused'),
    to: viewer,
    n: commandNumber,
    reason: OneOf(
      ['no_consent', 'paused', 'masked', 'not_allowed', 'gone', 'failed', 'declined', 'malformed'],
      'why nothing was done',
    ),
  },
  { title: 'CobrowseRefused' },
);

/** Agent to page: send me the whole page. */
export const cobrowseWatchSchema = Type.Object({ t: Type.Literal('watch') }, { title: 'CobrowseWatch' });
/** Agent to page: ask the customer; or give a consent back (`withdraw`). */
export const cobrowseAskSchema = Type.Object(
  { t: Type.Literal('ask'), what: cobrowseConsentKind, withdraw: Type.Optional(Type.Boolean()) },
  { title: 'CobrowseAsk' },
);
export const cobrowsePointerSchema = Type.Object(
  { t: Type.Literal('pointer'), x: coordinate, y: coordinate, on: Type.Boolean() },
  { title: 'CobrowsePointer' },
);
export const cobrowseSpotlightSchema = Type.Object(
  {
    t: Type.Literal('spotlight'),
    x: coordinate,
    y: coordinate,
    radius: Type.Number({ minimum: 8, maximum: 2_000 }),
    on: Type.Boolean(),
  },
  { title: 'CobrowseSpotlight' },
);
/** Points of one line; the frame with `end` lets it fade. */
export const cobrowseDrawSchema = Type.Object(
  {
    t: Type.Literal('draw'),
    stroke: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    points: Type.Array(Type.Tuple([coordinate, coordinate]), { maxItems: COBROWSE_LIMITS.strokePoints }),
    end: Type.Boolean(),
    colour: Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$', description: 'of the whole line' })),
  },
  { title: 'CobrowseDraw' },
);
export const cobrowseClearSchema = Type.Object({ t: Type.Literal('clear') }, { title: 'CobrowseClear' });
export const cobrowseHighlightSchema = Type.Object(
  { t: Type.Literal('highlight'), node },
  { title: 'CobrowseHighlight' },
);
export const cobrowseActionSchema = Type.Union([
  Type.Object({ do: Type.Literal('click'), node, fx: fraction, fy: fraction }),
  Type.Object({
    do: Type.Literal('type'),
    node,
    text: Type.String({ maxLength: COBROWSE_LIMITS.typeCharacters }),
    replace: Type.Optional(Type.Boolean()),
  }),
  Type.Object({
    do: Type.Literal('key'),
    node,
    key: OneOf(
      [
        'Enter',
        'Backspace',
        'Delete',
        'Tab',
        'Escape',
        'ArrowLeft',
        'ArrowRight',
        'ArrowUp',
        'ArrowDown',
        'Home',
        'End',
      ],
      'keys that are no text',
    ),
    shift: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ do: Type.Literal('scroll'), node, dx: coordinate, dy: coordinate }),
  Type.Object({ do: Type.Literal('select'), node, value: Type.String({ maxLength: 1_024 }) }),
]);
export const cobrowseCommandSchema = Type.Object(
  { t: Type.Literal('command'), n: commandNumber, action: cobrowseActionSchema },
  { title: 'CobrowseCommand' },
);
/** Agent to page: offer an address; the page opens it only after the customer's yes. */
export const cobrowseNavigateSchema = Type.Object(
  {
    t: Type.Literal('navigate'),
    n: commandNumber,
    kind: OneOf(['link', 'document'], 'a page to go to, or a document to look at beside it'),
    url: Type.String({ maxLength: 2_048 }),
    title: Type.String({ maxLength: 200 }),
  },
  { title: 'CobrowseNavigate' },
);

/** Relay to page: someone watches, with the number and name that the relay vouches for. */
export const cobrowseJoinedSchema = Type.Object(
  { t: Type.Literal('joined'), viewer, name: Type.String({ maxLength: 120 }), mayControl: Type.Boolean() },
  { title: 'CobrowseJoined' },
);
export const cobrowseLeftSchema = Type.Object({ t: Type.Literal('left'), viewer }, { title: 'CobrowseLeft' });
/** Relay to page: an agent's frame; `by` is the relay's word, never the agent's. */
export const cobrowseFromSchema = Type.Object(
  { t: Type.Literal('from'), by: viewer, frame: Type.Unknown() },
  { title: 'CobrowseFrom' },
);
/** Relay to viewer: your number. */
export const cobrowseYouSchema = Type.Object({ t: Type.Literal('you'), viewer }, { title: 'CobrowseYou' });
/** Relay to those who watch: all of them, oneself among them, after each coming and going. */
export const cobrowseWatchersSchema = Type.Object(
  {
    t: Type.Literal('watchers'),
    watchers: Type.Array(
      Type.Object({
        viewer,
        name: Type.String({ maxLength: 120 }),
        silent: Type.Boolean({ description: 'looks on: no tool of theirs reaches the page' }),
      }),
    ),
  },
  { title: 'CobrowseWatchers' },
);
/** Relay to both: the customer's connection is gone (it may come back), or the session is over. */
export const cobrowseLostSchema = Type.Object({ t: Type.Literal('lost') }, { title: 'CobrowseLost' });
export const cobrowseEndedSchema = Type.Object(
  { t: Type.Literal('ended'), by: OneOf(['customer', 'agent', 'system'], 'who ended it') },
  { title: 'CobrowseEnded' },
);

export const cobrowsePageFrameSchema = Type.Union([
  cobrowsePageSchema,
  cobrowseConsentSchema,
  cobrowseDoneSchema,
  cobrowseRefusedSchema,
]);
export const cobrowseAgentFrameSchema = Type.Union([
  cobrowseWatchSchema,
  cobrowseAskSchema,
  cobrowsePointerSchema,
  cobrowseSpotlightSchema,
  cobrowseDrawSchema,
  cobrowseClearSchema,
  cobrowseHighlightSchema,
  cobrowseCommandSchema,
  cobrowseNavigateSchema,
]);
export const cobrowseRelayFrameSchema = Type.Union([
  cobrowseJoinedSchema,
  cobrowseLeftSchema,
  cobrowseFromSchema,
  cobrowseYouSchema,
  cobrowseWatchersSchema,
  cobrowseLostSchema,
  cobrowseEndedSchema,
]);

export type CobrowseConsentKind = Static<typeof cobrowseConsentKind>;
export type CobrowsePage = Static<typeof cobrowsePageSchema>;
export type CobrowseConsent = Static<typeof cobrowseConsentSchema>;
export type CobrowseAction = Static<typeof cobrowseActionSchema>;
export type CobrowseRefused = Static<typeof cobrowseRefusedSchema>;
export type CobrowsePageFrame = Static<typeof cobrowsePageFrameSchema>;
export type CobrowseWatchers = Static<typeof cobrowseWatchersSchema>;
export type CobrowseAgentFrame = Static<typeof cobrowseAgentFrameSchema>;
export type CobrowseRelayFrame = Static<typeof cobrowseRelayFrameSchema>;
