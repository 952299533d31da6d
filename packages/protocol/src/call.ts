import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

/** `phone`: one side is a telephone. */
export const callKindSchema = OneOf(['voice', 'video', 'phone'], 'kind of call');
export type CallKind = Static<typeof callKindSchema>;

/** inbound: the customer asked for it; outbound: the company did. */
export const callDirectionSchema = OneOf(['inbound', 'outbound'], 'who asked for it');
export type CallDirection = Static<typeof callDirectionSchema>;

/** requested: in a queue, or between two agents · ringing: at an agent or at the customer · connecting: taken, no sound yet · in_progress · held · ended. */
export const callStateSchema = OneOf(
  ['requested', 'ringing', 'connecting', 'in_progress', 'held', 'ended'],
  'state of a call',
);
export type CallState = Static<typeof callStateSchema>;

export const callEnderSchema = OneOf(['customer', 'agent', 'system'], 'who ended it');
export type CallEnder = Static<typeof callEnderSchema>;

/** Why a call ended. `engine_lost`: the media engine died, both sides may start it again. `voicemail`: nobody answered, and the caller left a message. */
export const callEndReasonSchema = OneOf(
  [
    'hung_up',
    'cancelled',
    'declined',
    'no_answer',
    'busy',
    'unreachable',
    'refused',
    'transferred',
    'contact_ended',
    'customer_gone',
    'agent_lost',
    'engine_lost',
    'media_failed',
    'limit_reached',
    'voicemail',
  ],
  'why the call ended',
);
export type CallEndReason = Static<typeof callEndReasonSchema>;

/** missed_customer: the customer left or did not answer; the others: the agent's device was not there, they declined, or did not answer in time. */
export const missedReasonSchema = OneOf(
  ['missed_customer', 'missed_agent_device', 'missed_agent_reject', 'missed_agent_timeout'],
  'why nobody spoke',
);
export type MissedReason = Static<typeof missedReasonSchema>;

/** `monitor`, `whisper` and `barge` are supervisors: hears both, heard by nobody · heard by the agent · heard by all. */
export const callRoleSchema = OneOf(
  ['customer', 'agent', 'third_party', 'monitor', 'whisper', 'barge'],
  'role of a party',
);
export type CallRole = Static<typeof callRoleSchema>;

/** ringing: asked to come · joining: their media are being set up · present: media flow · interrupted: they stopped and may come back · left. */
export const partyStateSchema = OneOf(['ringing', 'joining', 'present', 'interrupted', 'left'], 'state of a party');
export type PartyState = Static<typeof partyStateSchema>;

export const callDeviceSchema = OneOf(['browser', 'telephone', 'device'], 'what a party speaks through');
export type CallDevice = Static<typeof callDeviceSchema>;

/** One party as the others see them. A supervisor who is not heard by a party is not in that party's list. */
export const callPartySchema = Type.Object(
  {
    id: Id('the party: streams in `call.offer` name it'),
    role: callRoleSchema,
    name: Type.String({ description: 'to show; a telephone: its number for agents, empty for customers' }),
    device: callDeviceSchema,
    state: partyStateSchema,
    muted: Type.Boolean({ description: 'as they say of themselves' }),
    camera: Type.Boolean({ description: 'as they say of themselves' }),
    screen: Type.Boolean({ description: 'as they say of themselves' }),
    held: Type.Boolean({ description: 'true: hears nothing and is not heard' }),
  },
  { title: 'CallParty', additionalProperties: false },
);
export type CallParty = Static<typeof callPartySchema>;

/** asked: waits for the customer's word · paused: silence is written meanwhile, as for card numbers. */
export const callRecordingStateSchema = OneOf(['off', 'asked', 'on', 'paused'], 'whether it is recorded');
export type CallRecordingState = Static<typeof callRecordingStateSchema>;

const May = Type.Boolean();
/** What I may do with the call now; a button for each. */
export const callPermissionsSchema = Type.Object(
  {
    answer: Type.Boolean({ description: 'it rings at me: accept or decline' }),
    end: May,
    leave: Type.Boolean({ description: 'the others go on without me' }),
    camera: May,
    screen: May,
    hold: May,
    addParty: May,
    transfer: May,
    record: May,
    consent: Type.Boolean({ description: 'I am asked whether it may be recorded' }),
    digits: May,
    retry: Type.Boolean({ description: 'it broke: I may start it again in the same conversation' }),
  },
  { title: 'CallPermissions', additionalProperties: false },
);
export type CallPermissions = Static<typeof callPermissionsSchema>;

/** The whole picture of a call for one party [CALL2]. */
export const callViewSchema = Type.Object(
  {
    id: Id('the call'),
    callCode: Type.String({ description: 'to read out and to look up: time-CODE-number' }),
    conversationId: Nullable(Id('its conversation')),
    contactId: Nullable(Id('its contact')),
    kind: callKindSchema,
    direction: callDirectionSchema,
    state: callStateSchema,
    customer: Type.Object(
      { name: Type.String(), number: Nullable(Type.String({ description: 'E.164; agents only' })) },
      { additionalProperties: false },
    ),
    requestedAt: Timestamp,
    answeredAt: Nullable(Timestamp),
    endedAt: Nullable(Timestamp),
    endedBy: Nullable(callEnderSchema),
    endReason: Nullable(callEndReasonSchema),
    missedReason: Nullable(missedReasonSchema),
    sipStatus: Nullable(
      Type.Integer({
        minimum: 100,
        maximum: 699,
        description: 'what the telephone network said at the end; agents only',
      }),
    ),
    recording: callRecordingStateSchema,
    parties: Type.Array(callPartySchema, { maxItems: 20 }),
    me: Type.Object(
      { partyId: Nullable(Id('my party; null: I only see it')), permissions: callPermissionsSchema },
      { additionalProperties: false },
    ),
    version: Type.Integer({ minimum: 0, description: 'grows with every change; an older picture is ignored' }),
  },
  { title: 'CallView', additionalProperties: false },
);
export type CallView = Static<typeof callViewSchema>;

const Ratio = Type.Number({ minimum: 0, maximum: 1 });
export const legQualitySchema = Type.Object(
  {
    loss: Nullable(Ratio),
    jitterMilliseconds: Nullable(Type.Number({ minimum: 0 })),
    mos: Nullable(Type.Number({ minimum: 1, maximum: 4.5, description: 'estimated mean opinion score' })),
  },
  { title: 'CallLegQuality', additionalProperties: false },
);

/** One person or device in the call's history. */
export const callLegSchema = Type.Object(
  {
    id: Id('the party'),
    role: callRoleSchema,
    device: callDeviceSchema,
    name: Type.String(),
    agentId: Nullable(Id('the agent, of a person of the company')),
    number: Nullable(Type.String({ description: 'E.164, of a telephone' })),
    joinedAt: Nullable(Timestamp),
    leftAt: Nullable(Timestamp),
    endCause: Nullable(Type.String({ maxLength: 40 })),
    quality: legQualitySchema,
  },
  { title: 'CallLeg', additionalProperties: false },
);
export type CallLeg = Static<typeof callLegSchema>;

/** A finished recording; its bytes are at GET /v1/calls/{callId}/recordings/{recordingId}. */
export const callRecordingSchema = Type.Object(
  {
    id: Id('the recording'),
    legId: Nullable(Id('of one party; null: all mixed')),
    contentType: Type.String(),
    bytes: Type.Integer({ minimum: 0 }),
    milliseconds: Type.Integer({ minimum: 0 }),
    consent: OneOf(['given', 'announced'], 'why it may exist'),
    at: Timestamp,
  },
  { title: 'CallRecording', additionalProperties: false },
);
export type CallRecording = Static<typeof callRecordingSchema>;

const Seconds = (description: string) => Type.Integer({ minimum: 0, description });

/** A call of the history, as agents see it. */
export const callSchema = Type.Object(
  {
    id: Id('the call'),
    callCode: Type.String(),
    conversationId: Nullable(Id('its conversation')),
    contactId: Nullable(Id('its contact')),
    kind: callKindSchema,
    direction: callDirectionSchema,
    state: callStateSchema,
    customer: Nullable(
      Type.Object(
        { id: Id('the customer'), name: Type.String(), customerId: Type.String() },
        { additionalProperties: false },
      ),
    ),
    customerNumber: Nullable(Type.String({ description: 'E.164' })),
    companyNumber: Nullable(Type.String({ description: 'E.164' })),
    tempId: Nullable(Type.String({ description: "the company's own id of it" })),
    agent: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false })),
    lastAgent: Nullable(Type.Object({ id: Id('the agent'), name: Type.String() }, { additionalProperties: false })),
    queueId: Nullable(Id('its queue')),
    requestedAt: Timestamp,
    ringingAt: Nullable(Timestamp),
    answeredAt: Nullable(Timestamp),
    endedAt: Nullable(Timestamp),
    waitSeconds: Seconds('from the request to the answer or the end'),
    holdSeconds: Seconds('on hold'),
    talkSeconds: Seconds('from the answer to the end, without hold'),
    endedBy: Nullable(callEnderSchema),
    endReason: Nullable(callEndReasonSchema),
    missedReason: Nullable(missedReasonSchema),
    sipStatus: Nullable(Type.Integer({ minimum: 100, maximum: 699 })),
    callUseType: OneOf(['unknown', 'standard', 'video_help', 'online_help'], 'what it was for'),
    legs: Type.Array(callLegSchema),
    recordings: Type.Array(callRecordingSchema),
  },
  { title: 'Call', additionalProperties: false },
);
export type Call = Static<typeof callSchema>;

const Phone = Type.String({ pattern: '^\\+[1-9][0-9]{1,14}$', description: 'E.164' });

/** How the tenant's calls are; every field has a default that denies. */
export const callSettingsSchema = Type.Object(
  {
    recording: OneOf(['never', 'by_agent', 'always'], 'which calls are recorded'),
    consent: OneOf(['ask', 'announce'], "ask: not before the customer's yes; announce: they are told"),
    recordingDays: Type.Integer({ minimum: 1, maximum: 3650, description: 'recordings are removed after so many' }),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'own country, ISO 3166; numbers without + are of it' }),
    countriesAllowed: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      maxItems: 250,
      description: 'may be dialled besides the own one',
    }),
    closedPrefixes: Type.Array(Type.String({ pattern: '^\\+[0-9]{1,15}$' }), {
      maxItems: 200,
      description: 'beginnings of numbers that are never dialled, whatever is open',
    }),
    caps: Type.Object(
      {
        concurrent: Type.Integer({ minimum: 0, maximum: 10_000, description: 'calls out at once' }),
        perMinute: Type.Integer({ minimum: 0, maximum: 10_000, description: 'calls out begun within a minute' }),
        minutesPerDay: Type.Integer({ minimum: 0, maximum: 10_000_000, description: 'of calls out' }),
        spendPerDay: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'in cents; 0: no spend allowed' }),
        centsPerMinute: Type.Integer({ minimum: 0, maximum: 100_000, description: 'what a minute counts as' }),
      },
      { additionalProperties: false, description: 'past one of them nothing is dialled, running calls end' },
    ),
  },
  { title: 'CallSettings', additionalProperties: false },
);
export type CallSettings = Static<typeof callSettingsSchema>;

/** A way to the telephone network, as administrators set it. The password is never given out. */
export const trunkSettingsSchema = Type.Object(
  {
    id: Id('the trunk'),
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    mode: OneOf(['register', 'address'], 'register: we sign in there; address: known by addresses'),
    host: Type.String({ minLength: 1, maxLength: 253 }),
    port: Nullable(Type.Integer({ minimum: 1, maximum: 65_535 })),
    transport: OneOf(['udp', 'tcp', 'tls'], 'transport'),
    username: Nullable(Type.String({ maxLength: 120 })),
    hasPassword: Type.Boolean(),
    peers: Type.Array(Type.String({ maxLength: 45, description: 'IP address' }), { maxItems: 50 }),
    srtp: OneOf(['never', 'when_offered', 'always'], 'encryption of sound'),
    callerNumber: Phone,
    codecs: Type.Array(OneOf(['PCMU', 'PCMA'], 'codec'), { minItems: 1, maxItems: 2 }),
    enabled: Type.Boolean(),
  },
  { title: 'TrunkSettings', additionalProperties: false },
);
export type TrunkSettings = Static<typeof trunkSettingsSchema>;

/** An agent's own telephone. */
export const deskPhoneSchema = Type.Object(
  {
    username: Nullable(Type.String({ description: 'what it signs in as; null: there is none' })),
    rings: Type.Boolean({ description: 'my calls ring there while it is signed in' }),
    registered: Type.Boolean({ description: 'it is signed in' }),
  },
  { title: 'DeskPhone', additionalProperties: false },
);
export type DeskPhone = Static<typeof deskPhoneSchema>;

/** A telephone of one of the company's agents, as administrators see it. */
export const agentDeskPhoneSchema = Type.Object(
  {
    agentId: Id('whose it is'),
    username: Type.String({ description: 'what it signs in as' }),
    rings: Type.Boolean({ description: "the agent's calls ring there while it is signed in" }),
    registered: Type.Boolean({ description: 'it is signed in' }),
  },
  { title: 'AgentDeskPhone', additionalProperties: false },
);
export type AgentDeskPhone = Static<typeof agentDeskPhoneSchema>;

/** Where telephones sign in; a server without SIP has none. */
export const registrarSchema = Type.Object(
  {
    address: Nullable(Type.String({ description: 'an IP address; null: where this answer came from' })),
    doors: Type.Array(
      Type.Object(
        {
          transport: OneOf(['udp', 'tcp', 'tls'], 'transport'),
          port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 3 },
    ),
  },
  { title: 'Registrar', additionalProperties: false },
);
export type Registrar = Static<typeof registrarSchema>;

const SoundName = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,79}$', description });

/** What callers hear: a WAV file of the company's. */
export const callSoundSchema = Type.Object(
  {
    name: SoundName('what numbers call it by'),
    bytes: Type.Integer({ minimum: 0 }),
    milliseconds: Type.Integer({ minimum: 0 }),
    updatedAt: Timestamp,
  },
  { title: 'CallSound', additionalProperties: false },
);
export type CallSound = Static<typeof callSoundSchema>;

/** A number that customers call. With a greeting, a menu or `waiting` its calls are answered at once; else they ring until an agent answers. */
export const phoneNumberSchema = Type.Object(
  {
    number: Phone,
    queueId: Id('where its calls wait'),
    greeting: Nullable(Type.String({ maxLength: 80, description: 'a sound, or a file in the sounds folder' })),
    menu: Type.Array(
      Type.Object(
        { digit: Type.String({ pattern: '^[0-9*#]$' }), queueId: Id('the queue') },
        { additionalProperties: false },
      ),
      { maxItems: 12, description: 'digits pressed during the greeting lead here; without one, `queueId`' },
    ),
    waiting: Type.Optional(
      Nullable(
        Type.Object(
          {
            music: Nullable(SoundName('played again and again; null: a tune of our own')),
            position: Type.Boolean({
              description: 'true: the sounds position-1, position-2, … tell the place in the queue',
            }),
          },
          { additionalProperties: false, description: 'what is heard in the queue' },
        ),
      ),
    ),
    voicemail: Type.Optional(
      Nullable(
        Type.Object(
          {
            greeting: Nullable(SoundName('heard before the tone')),
            maxSeconds: Type.Integer({ minimum: 10, maximum: 600, description: 'longest message' }),
          },
          {
            additionalProperties: false,
            description: 'a message may be left while the queue is closed, and after its longest wait',
          },
        ),
      ),
    ),
  },
  { title: 'PhoneNumber', additionalProperties: false },
);
export type PhoneNumber = Static<typeof phoneNumberSchema>;
