/** An object with these properties; all of them must be there if nothing else is said. */
export const named = (properties: Readonly<Record<string, object>>, required = Object.keys(properties)): object => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'integer' } as const;
const date = { ...text, description: 'ISO 8601 without a fraction, offset +00:00' } as const;
const field = named({ ident: text, value: text, updatedAt: date }, ['ident', 'value']);
const customFields = { type: 'array', items: field } as const;

export const EVENTS_ACCEPTED = 100;

export const FILE_LIMITS = named({
  allowedFileSize: { ...text, description: 'megabytes' },
  allowedFileTypes: { type: 'array', items: named({ mimeType: text, description: text }) },
  isAttachmentsEnabled: flag,
});

export const CHANNEL_INFO = named({
  id: text,
  name: text,
  channelIdOnExternalPlatform: { ...text, format: 'uuid' },
  availability: named({ status: { enum: ['online', 'offline'] } }),
  isLiveChat: flag,
  isAuthorizationEnabled: flag,
  isSecuredCookieEnabled: flag,
  isUnsecuredConnectionAllowed: flag,
  settings: named({
    hasMultipleThreadsPerEndUser: flag,
    isProactiveChatEnabled: flag,
    liveChatAllowTranscript: flag,
    securedSessions: flag,
    fileRestrictions: FILE_LIMITS,
    features: {
      type: 'object',
      additionalProperties: flag,
      description: 'each is named: native takes an absent one for true',
    },
  }),
  preContactForm: { oneOf: [{ type: 'object' }, { type: 'null' }] },
  endUserCustomFields: { type: 'array', items: { type: 'object' } },
  caseCustomFields: { type: 'array', items: { type: 'object' } },
});

const identity = named({ idOnExternalPlatform: text, firstName: text, lastName: text, image: text }, [
  'idOnExternalPlatform',
]);
const thirdParty = named({ access_token: text, refresh_token: text, expires_in: number });

export const TOKEN_ASKED = named(
  {
    type: { enum: ['anonymous', 'Anonymous'] },
    customerIdentity: identity,
    thirdParty: {
      oneOf: [
        named({ grant_type: { const: 'authorization_code' }, authorization_code: text, code_verifier: text }, [
          'grant_type',
          'authorization_code',
        ]),
        named({ grant_type: { const: 'refresh_token' }, refresh_token: text }),
      ],
    },
  },
  [],
);

export const TOKEN_ANSWER = named(
  {
    accessToken: { ...text, description: "the socket's transactionToken" },
    expiresIn: { ...number, description: 'seconds' },
    customerIdentity: identity,
    contact: named({ customFields }),
    thirdParty,
    identityToken: { ...text, description: 'cookie channels' },
    access_token: { ...text, description: 'after a refresh, as iOS reads it' },
    refresh_token: text,
    expires_in: number,
  },
  ['customerIdentity', 'contact'],
);

export const VISITOR = named(
  {
    customerIdentity: identity,
    browserFingerprint: named(
      {
        country: text,
        language: text,
        location: text,
        applicationType: text,
        os: text,
        osVersion: text,
        deviceType: text,
        deviceToken: { ...text, description: 'for pushes; the only place where it is told' },
      },
      [],
    ),
    journey: named({ referrer: named({ url: text }, []), utm: { type: 'object', additionalProperties: text } }, []),
    customVariables: { type: 'array', maxItems: 50, items: named({ identifier: text, value: text }) },
  },
  [],
);

export const VISITOR_EVENT = named(
  {
    id: { ...text, format: 'uuid' },
    type: {
      enum: [
        'VisitorVisit',
        'PageView',
        'TimeSpentOnPage',
        'ChatWindowOpened',
        'Conversion',
        'ProactiveActionDisplayed',
        'ProactiveActionClicked',
        'ProactiveActionSuccess',
        'ProactiveActionFailed',
        'Custom',
      ],
    },
    visitId: { ...text, format: 'uuid' },
    createdAtWithMilliseconds: text,
    data: { type: 'object' },
  },
  ['type'],
);

export const FAILED = named({
  error: named({ errorCode: text, errorMessage: text, transactionId: { ...text, format: 'uuid' } }),
});
