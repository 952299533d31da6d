import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

/** A visit lasts until this long after its last page view. */
export const VISIT_MINUTES = 30;
/** Most events in one request. */
export const VISITOR_EVENTS = 100;
/** How many months before the current one are kept. */
export const VISITOR_MONTHS = { least: 0, most: 24, default: 3 } as const;

/**
 * visit: a new visit began · page_view · page_left: with the time spent there · chat_opened: the chat's window · conversion ·
 * proactive_*: an invitation or another proactive action was shown, clicked, and led to a chat or not · custom.
 */
export const visitorEventTypeSchema = OneOf(
  [
    'visit',
    'page_view',
    'page_left',
    'chat_opened',
    'conversion',
    'proactive_displayed',
    'proactive_clicked',
    'proactive_succeeded',
    'proactive_failed',
    'custom',
  ],
  'what happened',
);
export type VisitorEventType = Static<typeof visitorEventTypeSchema>;

const Title = Type.String({ maxLength: 500 });
const Url = Type.String({ maxLength: 2000, description: "as the app names its page; a web page's address" });

/** What an event carries, by its type; everything else is left out. */
export const visitorEventDataSchema = Type.Object(
  {
    title: Type.Optional(Title),
    url: Type.Optional(Url),
    seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400, description: 'page_left: time on the page' })),
    conversionType: Type.Optional(Type.String({ maxLength: 200 })),
    conversionValue: Type.Optional(Type.Number()),
    actionId: Type.Optional(Type.String({ maxLength: 100, description: "proactive_*: the invitation's id" })),
    actionName: Type.Optional(Type.String({ maxLength: 200 })),
    actionType: Type.Optional(Type.String({ maxLength: 100 })),
    name: Type.Optional(Type.String({ maxLength: 200, description: 'custom: what the company calls it' })),
  },
  { title: 'VisitorEventData', additionalProperties: false },
);
export type VisitorEventData = Static<typeof visitorEventDataSchema>;

/** One event as an app sends it. */
export const newVisitorEventSchema = Type.Object(
  {
    id: Id('made by the app: the same again with the same time is the same event'),
    type: visitorEventTypeSchema,
    visitId: Type.Optional(Id("the app's own visit; left out, the server keeps visits by itself")),
    at: Type.Optional(
      Type.String({
        format: 'date-time',
        description: "the app's clock; used if at most a day old and not ahead, else the server's",
      }),
    ),
    data: Type.Optional(visitorEventDataSchema),
  },
  { title: 'NewVisitorEvent', additionalProperties: false },
);
export type NewVisitorEvent = Static<typeof newVisitorEventSchema>;

/** One event of a trail. */
export const visitorEventSchema = Type.Object(
  {
    id: Id('the event'),
    type: visitorEventTypeSchema,
    visitId: Id('the visit'),
    at: Timestamp,
    data: visitorEventDataSchema,
  },
  { title: 'VisitorEvent', additionalProperties: false },
);
export type VisitorEvent = Static<typeof visitorEventSchema>;

const Fact = Type.Optional(Type.String({ maxLength: 200 }));

/** What the device says of itself. No address: it is not kept. */
export const visitorDeviceSchema = Type.Object(
  {
    application: Fact,
    kind: Fact,
    os: Fact,
    osVersion: Fact,
    browser: Fact,
    language: Fact,
    country: Fact,
    location: Fact,
  },
  { title: 'VisitorDevice', additionalProperties: false },
);
export type VisitorDevice = Static<typeof visitorDeviceSchema>;

/** Where the visitor came from. */
export const visitorJourneySchema = Type.Object(
  {
    referrer: Type.Optional(Url),
    utm: Type.Optional(
      Type.Object(
        { source: Fact, medium: Fact, campaign: Fact, term: Fact, content: Fact },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'VisitorJourney', additionalProperties: false },
);
export type VisitorJourney = Static<typeof visitorJourneySchema>;

export const visitorConsentSchema = OneOf(
  ['unknown', 'granted', 'denied'],
  'whether the visitor agreed to be followed; denied: nothing is kept but what a chat needs',
);
export type VisitorConsent = Static<typeof visitorConsentSchema>;

/** Something the company called after. */
export const visitorVariableSchema = Type.Object(
  { identifier: Type.String({ minLength: 1, maxLength: 100 }), value: Type.String({ maxLength: 1000 }) },
  { title: 'VisitorVariable', additionalProperties: false },
);
export type VisitorVariable = Static<typeof visitorVariableSchema>;

/** An agent's word to a visitor who has not asked for help. */
export const invitationSchema = Type.Object(
  {
    id: Id('the invitation'),
    text: Type.String({ minLength: 1, maxLength: 1000 }),
    agentName: Type.String(),
    at: Timestamp,
  },
  { title: 'Invitation', additionalProperties: false },
);
export type Invitation = Static<typeof invitationSchema>;

/** One visitor. */
export const visitorSchema = Type.Object(
  {
    id: Id("the visitor's device"),
    channelId: Nullable(Type.String()),
    customer: Nullable(Type.Object({ id: Id('the customer'), name: Type.String() }, { additionalProperties: false })),
    /** null: no page is open. */
    page: Nullable(
      Type.Object({ title: Type.String(), url: Type.String(), since: Timestamp }, { additionalProperties: false }),
    ),
    consent: visitorConsentSchema,
    device: visitorDeviceSchema,
    journey: visitorJourneySchema,
    variables: Type.Array(visitorVariableSchema),
    visits: Type.Integer({ minimum: 0 }),
    pageViews: Type.Integer({ minimum: 0 }),
    conversions: Type.Integer({ minimum: 0 }),
    firstSeenAt: Timestamp,
    lastSeenAt: Timestamp,
    visitStartedAt: Nullable(Timestamp),
    /** Waits to be shown; null: none, or the visitor has seen it. */
    invitation: Nullable(invitationSchema),
  },
  { title: 'Visitor', additionalProperties: false },
);
export type Visitor = Static<typeof visitorSchema>;

/** off: nobody is followed · consent: whoever agreed · on: whoever did not decline. */
export const trackingSchema = OneOf(['off', 'consent', 'on'], 'whose pages are kept');
export type Tracking = Static<typeof trackingSchema>;

/** What administration decides about visitors. */
export const visitorSettingsSchema = Type.Object(
  {
    tracking: trackingSchema,
    keepMonths: Type.Integer({
      minimum: VISITOR_MONTHS.least,
      maximum: VISITOR_MONTHS.most,
      description: 'months before the current one that are kept; older ones are removed',
    }),
  },
  { title: 'VisitorSettings', additionalProperties: false },
);
export type VisitorSettings = Static<typeof visitorSettingsSchema>;
