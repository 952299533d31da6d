import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf } from './primitives.ts';

/** live: one thread at a time, with a queue, ends · single: one thread for ever · multi: many threads. */
export const channelModeSchema = OneOf(['live', 'single', 'multi'], 'how conversations live on this channel');
export type ChannelMode = Static<typeof channelModeSchema>;

/**
 * anonymous: the app makes the customer's id · secured: a session token for an anonymous customer · secured_cookie: the same, kept in a cookie ·
 * secured_oauth: a session token for a code of the company's OpenID provider · oauth: such a code over the socket, without a session token.
 */
export const channelIdentitySchema = OneOf(
  ['anonymous', 'secured', 'secured_cookie', 'secured_oauth', 'oauth'],
  'how the channel knows its customers',
);
export type ChannelIdentity = Static<typeof channelIdentitySchema>;

const Ident = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_.-]+$' });

/** One question; the answer to a list or tree is the name of a node. */
export const fieldDefinitionSchema = Type.Object(
  {
    ident: Ident,
    label: Type.String({ minLength: 1, maxLength: 200 }),
    type: OneOf(['text', 'email', 'list', 'tree'], 'kind of question'),
    required: Type.Boolean(),
    values: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          value: Type.String({ minLength: 1, maxLength: 200, description: 'to show' }),
          parent: Nullable(Type.String({ description: 'name of the node above; trees only' })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 500, description: 'nodes of a list or tree; empty for the others' },
    ),
  },
  { title: 'FieldDefinition', additionalProperties: false },
);
export type FieldDefinition = Static<typeof fieldDefinitionSchema>;

/** A field's value as stored on a contact or a customer. */
export const fieldValueSchema = Type.Object(
  {
    ident: Ident,
    value: Type.String({ maxLength: 1024 }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'FieldValue', additionalProperties: false },
);
export type FieldValue = Static<typeof fieldValueSchema>;

/** The company's OpenID provider, as a channel uses it. The client's secret is written only. */
export const openIdSettingsSchema = Type.Object(
  {
    issuer: Type.String({ minLength: 1, maxLength: 500, description: 'https address; discovery is read below it' }),
    clientId: Type.String({ minLength: 1, maxLength: 200 }),
    redirectUri: Type.String({ minLength: 1, maxLength: 500, description: "the app's own, as the provider knows it" }),
  },
  { title: 'OpenIdSettings', additionalProperties: false },
);
export type OpenIdSettings = Static<typeof openIdSettingsSchema>;

const SdkVersion = Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,6}){0,3}$', maxLength: 27 });

/** Everything that administration decides about a channel. */
export const channelSettingsSchema = Type.Object(
  {
    id: Type.String({
      pattern: '^chat_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
      description: 'chat_<uuid>: what the app is built with',
    }),
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    mode: channelModeSchema,
    identity: channelIdentitySchema,
    openId: Nullable(openIdSettingsSchema),
    queueId: Nullable(Id('queue of its contacts; null: the default one')),
    hoursId: Nullable(Id('business hours; null: always open')),
    needsAgents: Type.Boolean({ description: 'true: offline while nobody of the queue is signed in' }),
    files: Type.Object(
      {
        enabled: Type.Boolean(),
        maxMegabytes: Type.Integer({ minimum: 1, maximum: 100 }),
        types: Type.Array(
          Type.Object(
            {
              mimeType: Type.String({ pattern: '^[a-z0-9.+-]+/([a-z0-9.+-]+|\\*)$' }),
              description: Type.String({ maxLength: 80 }),
            },
            { additionalProperties: false },
          ),
          { maxItems: 50 },
        ),
      },
      { additionalProperties: false },
    ),
    preContactForm: Nullable(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 80 }),
          fields: Type.Array(fieldDefinitionSchema, { minItems: 1, maxItems: 30 }),
        },
        { additionalProperties: false },
      ),
    ),
    contactFields: Type.Array(fieldDefinitionSchema, { maxItems: 50, description: 'what may be said of a contact' }),
    customerFields: Type.Array(fieldDefinitionSchema, { maxItems: 50, description: 'what may be said of a customer' }),
    transcript: Type.Boolean({ description: 'customers may have the conversation sent to an e-mail address' }),
    proactive: Type.Boolean({ description: 'the server may start: welcome message, invitations' }),
    welcomeText: Nullable(Type.String({ maxLength: 1000, description: 'may hold {{customer.firstName|fallback}}' })),
    oldestSdk: Type.Optional(
      Type.Object(
        { web: Type.Optional(SdkVersion), android: Type.Optional(SdkVersion), ios: Type.Optional(SdkVersion) },
        {
          additionalProperties: false,
          description: 'apps with an older published chat SDK are told to be updated; what is left out is not limited',
        },
      ),
    ),
  },
  { title: 'ChannelSettings', additionalProperties: false },
);
export type ChannelSettings = Static<typeof channelSettingsSchema>;
