import { type Static, Type } from 'typebox';
import { Nullable, OneOf, Timestamp } from './primitives.ts';

const closed = { additionalProperties: false } as const;

/** api: the company's systems read agents and calls with it; voice: signs call tokens. Neither touches the other. */
export const phoneLinkTokenKindSchema = OneOf(['api', 'voice'], 'which token');
export type PhoneLinkTokenKind = Static<typeof phoneLinkTokenKindSchema>;

/** How long an old token stays good beside the new one. Hours; 0: it is dead at once. */
export const PHONE_LINK_OVERLAP_HOURS = { default: 0, most: 168 } as const;

/** Native apps of the company that open our links; phones ask the link host for these before they do. */
const androidApp = Type.Object(
  {
    packageName: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$', maxLength: 150 }),
    fingerprints: Type.Array(Type.String({ pattern: '^[0-9A-F]{2}(:[0-9A-F]{2}){31}$' }), {
      minItems: 1,
      maxItems: 10,
      description: 'SHA-256 of the signing certificates, as AA:BB:…',
    }),
  },
  closed,
);
const appleApp = Type.Object(
  {
    appId: Type.String({ pattern: '^[A-Z0-9]{10}\\.[A-Za-z0-9.-]{1,150}$', description: 'team and bundle' }),
    storeId: Type.String({ pattern: '^[0-9]{5,15}$', description: "its number in Apple's store" }),
  },
  closed,
);

/** What administration decides about the phone link. */
export const phoneLinkSettingsSchema = Type.Object(
  {
    enabled: Type.Boolean({ description: 'false: every address of it answers 405, and no link signs in or dials' }),
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA name: the clock of `expired` in call tokens; all other times are UTC',
    }),
    requireExpiry: Type.Boolean({ description: 'refuse call tokens that name no end' }),
    sessionHours: Type.Integer({ minimum: 1, maximum: 24, description: 'how long a sign-in by link lasts' }),
    returnUrl: Nullable(
      Type.String({
        maxLength: 500,
        pattern: '^(?!(javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]{1,40}://\\S+$',
        description: "the company's own app or page, where the phone goes back to after a call",
      }),
    ),
    linkHost: Nullable(
      Type.String({
        maxLength: 255,
        pattern: '^https?://[^/?#\\s]+$',
        description: "a name of its own for links, that leads to this server too; null: the server's address",
      }),
    ),
    android: Nullable(androidApp),
    apple: Nullable(appleApp),
  },
  { title: 'PhoneLinkSettings', ...closed },
);
export type PhoneLinkSettings = Static<typeof phoneLinkSettingsSchema>;

/** A token as it is shown after it was made: when, and until when the one before it is good. Never the token. */
export const phoneLinkTokenViewSchema = Type.Object(
  { createdAt: Timestamp, previousUntil: Nullable(Timestamp), lastUsedAt: Nullable(Timestamp) },
  { title: 'PhoneLinkToken', ...closed },
);
export type PhoneLinkTokenView = Static<typeof phoneLinkTokenViewSchema>;

export const phoneLinkSchema = Type.Object(
  {
    settings: phoneLinkSettingsSchema,
    apiToken: Nullable(phoneLinkTokenViewSchema),
    voiceToken: Nullable(phoneLinkTokenViewSchema),
    linkHost: Type.String({ description: 'where login and call links lead' }),
  },
  { title: 'PhoneLink', ...closed },
);
export type PhoneLink = Static<typeof phoneLinkSchema>;

/** A call token as a link carries it. */
export const callTokenText = Type.String({ minLength: 1, maxLength: 4096 });
