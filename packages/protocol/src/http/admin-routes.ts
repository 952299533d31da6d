import { type Static, Type } from 'typebox';
import { agentSchema, cannedReplySchema, roleSchema } from '../agent.ts';
import { Id, Nullable, Timestamp } from '../primitives.ts';
import { route } from './route.ts';

const Password = Type.String({
  minLength: 15,
  maxLength: 256,
  description: 'at least 15 characters; a sentence is good',
});

/** A key of the company's own server. The secret is shown when it is made and never again. */
export const accessKeySchema = Type.Object(
  {
    accessKeyId: Type.String(),
    name: Type.String({ description: 'which of your servers has it' }),
    createdAt: Timestamp,
    revokedAt: Nullable(Timestamp),
    rotatedAt: Nullable(Timestamp),
    previousSecretUntil: Nullable(Timestamp),
    lastUsedAt: Nullable(Timestamp),
  },
  { title: 'AccessKey', additionalProperties: false },
);
export type AccessKey = Static<typeof accessKeySchema>;

/** A one-time hash of a company's own server lives no longer, whatever a tenant has set before. */
export const LONGEST_HASH_SECONDS = 600;

/** What an administrator may change of the tenant. */
export const tenantSettingsSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    colour: Type.String({ pattern: '^#[0-9a-f]{6}$' }),
    logoUrl: Nullable(Type.String({ maxLength: 2000, pattern: '^https?://' })),
    origins: Type.Array(Type.String({ pattern: '^https?://[^/]+$', maxLength: 255 }), {
      maxItems: 100,
      description: 'pages that may embed the widget or open a socket from a browser',
    }),
    defaultLocale: Type.String({ minLength: 2, maxLength: 35 }),
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA name, as Europe/Istanbul: where the days of reports begin and end',
    }),
    transactionHashSeconds: Type.Integer({ minimum: 30, maximum: LONGEST_HASH_SECONDS }),
    offerSeconds: Type.Integer({ minimum: 5, maximum: 300 }),
    agentPageOrigins: Type.Optional(
      Type.Array(Type.String({ pattern: '^https?://[^/]+$', maxLength: 255 }), {
        maxItems: 20,
        description: "the company's own agent application: pages that may frame the console",
      }),
    ),
    customerGoneSeconds: Type.Optional(
      Type.Integer({
        minimum: 5,
        maximum: 3600,
        description:
          "a customer's app that is away for longer is taken for closed, and the help ends; 180 where it is not set",
      }),
    ),
    shortCodeLength: Type.Optional(
      Type.Integer({ minimum: 4, maximum: 12, description: 'digits of new short codes; 9 where it is not set' }),
    ),
    shortCodeLetters: Type.Optional(
      Type.Boolean({ description: 'true: new short codes are eight letters and digits, whatever the length says' }),
    ),
    shortCodeSeconds: Type.Optional(
      Type.Integer({ minimum: 60, maximum: 900, description: 'life of a short code; 300 where it is not set' }),
    ),
  },
  { title: 'TenantSettings', additionalProperties: false },
);
export type TenantSettings = Static<typeof tenantSettingsSchema>;

export const adminRoutes = {
  createFirstAdministrator: route({
    operationId: 'createFirstAdministrator',
    method: 'POST',
    path: '/v1/setup',
    tag: 'Administration',
    summary: 'Creates the tenant and its first administrator with the one-time link of the first start.',
    access: 'anyone',
    body: Type.Object({
      token: Type.String({ minLength: 1, maxLength: 128 }),
      company: Type.String({ minLength: 1, maxLength: 120 }),
      domain: Type.String({ pattern: '^[a-z][a-z0-9-]{1,62}$' }),
      name: Type.String({ minLength: 1, maxLength: 120 }),
      email: Type.String({ format: 'email', maxLength: 254 }),
      password: Password,
    }),
    response: { status: 201, body: agentSchema },
    errors: ['setup_refused'],
  }),
  createAgent: route({
    operationId: 'createAgent',
    method: 'POST',
    path: '/v1/agents',
    tag: 'Administration',
    summary: 'Adds a person of the company.',
    access: 'administrator',
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 120 }),
      email: Type.String({ format: 'email', maxLength: 254 }),
      password: Password,
      role: roleSchema,
      capacity: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
    }),
    response: { status: 201, body: agentSchema },
    errors: ['not_authenticated', 'not_allowed', 'already_exists'],
  }),
  listAccessKeys: route({
    operationId: 'listAccessKeys',
    method: 'GET',
    path: '/v1/access-keys',
    tag: 'Administration',
    summary: "Keys of the company's own servers.",
    access: 'administrator',
    response: {
      status: 200,
      body: Type.Object({ keys: Type.Array(accessKeySchema) }, { additionalProperties: false }),
    },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  createAccessKey: route({
    operationId: 'createAccessKey',
    method: 'POST',
    path: '/v1/access-keys',
    tag: 'Administration',
    summary: 'Makes a key; its secret is in this answer and nowhere else.',
    access: 'administrator',
    body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 120 })) }),
    response: {
      status: 201,
      body: Type.Object(
        { accessKeyId: Type.String(), accessKeySecret: Type.String() },
        { additionalProperties: false },
      ),
    },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  rotateAccessKey: route({
    operationId: 'rotateAccessKey',
    method: 'POST',
    path: '/v1/access-keys/{accessKeyId}/rotate',
    tag: 'Administration',
    summary: 'Gives a key a new secret, good at once; the old one is good for some hours more.',
    access: 'administrator',
    params: Type.Object({ accessKeyId: Type.String({ maxLength: 128 }) }),
    body: Type.Object({
      overlapHours: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 168, description: '24 by default; 0: the old secret is dead at once' }),
      ),
    }),
    response: {
      status: 200,
      body: Type.Object(
        { accessKeyId: Type.String(), accessKeySecret: Type.String(), previousSecretUntil: Nullable(Timestamp) },
        { additionalProperties: false },
      ),
    },
    errors: ['not_authenticated', 'not_allowed', 'not_found'],
  }),
  revokeAccessKey: route({
    operationId: 'revokeAccessKey',
    method: 'DELETE',
    path: '/v1/access-keys/{accessKeyId}',
    tag: 'Administration',
    summary: 'The key is dead at once.',
    access: 'administrator',
    params: Type.Object({ accessKeyId: Type.String({ maxLength: 128 }) }),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'not_allowed', 'not_found'],
  }),
  getTenantSettings: route({
    operationId: 'getTenantSettings',
    method: 'GET',
    path: '/v1/tenant',
    tag: 'Administration',
    summary: "The tenant's settings.",
    access: 'administrator',
    response: { status: 200, body: tenantSettingsSchema },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  updateTenantSettings: route({
    operationId: 'updateTenantSettings',
    method: 'PATCH',
    path: '/v1/tenant',
    tag: 'Administration',
    summary: 'Changes some settings.',
    access: 'administrator',
    versioned: true,
    body: Type.Partial(tenantSettingsSchema, { additionalProperties: false, minProperties: 1 }),
    response: { status: 200, body: tenantSettingsSchema },
    errors: ['not_authenticated', 'not_allowed', 'changed_meanwhile'],
  }),
  saveCannedReply: route({
    operationId: 'saveCannedReply',
    method: 'PUT',
    path: '/v1/canned-replies/{id}',
    tag: 'Administration',
    summary: "Creates or changes a canned reply; the id is the caller's.",
    access: 'supervisor',
    versioned: true,
    params: Type.Object({ id: Id('the reply') }),
    body: Type.Omit(cannedReplySchema, ['id']),
    response: { status: 200, body: cannedReplySchema },
    errors: ['not_authenticated', 'not_allowed', 'already_exists', 'changed_meanwhile'],
  }),
  deleteCannedReply: route({
    operationId: 'deleteCannedReply',
    method: 'DELETE',
    path: '/v1/canned-replies/{id}',
    tag: 'Administration',
    summary: 'Removes a canned reply.',
    access: 'supervisor',
    params: Type.Object({ id: Id('the reply') }),
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'not_allowed', 'not_found'],
  }),
  getHealth: route({
    operationId: 'getHealth',
    method: 'GET',
    path: '/v1/health',
    tag: 'Operation',
    summary: 'Alive; says nothing of the store.',
    access: 'anyone',
    response: {
      status: 200,
      body: Type.Object({ ok: Type.Literal(true), version: Type.String() }, { additionalProperties: false }),
    },
    errors: [],
  }),
  getReadiness: route({
    operationId: 'getReadiness',
    method: 'GET',
    path: '/v1/ready',
    tag: 'Operation',
    summary: 'Ready for work: the store answers.',
    access: 'anyone',
    response: { status: 200, body: Type.Object({ ok: Type.Literal(true) }, { additionalProperties: false }) },
    errors: ['store_unavailable', 'shutting_down'],
  }),
} as const;
