import { Type } from 'typebox';
import { Id, Nullable, Timestamp } from '../primitives.ts';
import {
  deliveryStateSchema,
  WEBHOOK_OVERLAP_HOURS,
  webhookDeliverySchema,
  webhookSchema,
  webhookSettingsSchema,
  webhookStyleSchema,
  webhookTestSchema,
} from '../webhook.ts';
import { route } from './route.ts';

const closed = { additionalProperties: false } as const;
const administration = ['not_authenticated', 'not_allowed'] as const;
const ofWebhook = Type.Object({ webhookId: Id('the webhook') });
const ofDelivery = Type.Object({ webhookId: Id('the webhook'), deliveryId: Id('the delivery') });
const Secret = Type.String({ description: 'whsec_…; in this answer and nowhere else' });

/** Telling other systems what happened, signed after Standard Webhooks. */
export const webhookRoutes = {
  listWebhooks: route({
    operationId: 'listWebhooks',
    method: 'GET',
    path: '/v1/webhooks',
    tag: 'Webhooks',
    summary: 'Every webhook, oldest first.',
    access: 'administrator',
    response: { status: 200, body: Type.Object({ webhooks: Type.Array(webhookSchema) }, closed) },
    errors: administration,
  }),
  createWebhook: route({
    operationId: 'createWebhook',
    method: 'POST',
    path: '/v1/webhooks',
    tag: 'Webhooks',
    summary: 'Makes a webhook; its signing secret is in this answer and nowhere else.',
    access: 'administrator',
    body: Type.Object({
      url: webhookSettingsSchema.properties.url,
      events: webhookSettingsSchema.properties.events,
      description: Type.Optional(webhookSettingsSchema.properties.description),
      includeText: Type.Optional(webhookSettingsSchema.properties.includeText),
      enabled: Type.Optional(webhookSettingsSchema.properties.enabled),
      style: Type.Optional(webhookStyleSchema),
    }),
    response: { status: 201, body: Type.Object({ webhook: webhookSchema, secret: Secret }, closed) },
    errors: [...administration, 'address_not_allowed', 'limit_reached'],
  }),
  getWebhook: route({
    operationId: 'getWebhook',
    method: 'GET',
    path: '/v1/webhooks/{webhookId}',
    tag: 'Webhooks',
    summary: 'One webhook.',
    access: 'administrator',
    params: ofWebhook,
    response: { status: 200, body: webhookSchema },
    errors: [...administration, 'not_found'],
  }),
  updateWebhook: route({
    operationId: 'updateWebhook',
    method: 'PATCH',
    path: '/v1/webhooks/{webhookId}',
    tag: 'Webhooks',
    summary: 'Changes a webhook. Switched off, it gathers no events; what waits goes out when it is on again.',
    access: 'administrator',
    versioned: true,
    params: ofWebhook,
    body: Type.Partial(webhookSettingsSchema, { ...closed, minProperties: 1 }),
    response: { status: 200, body: webhookSchema },
    errors: [...administration, 'not_found', 'address_not_allowed', 'changed_meanwhile'],
  }),
  deleteWebhook: route({
    operationId: 'deleteWebhook',
    method: 'DELETE',
    path: '/v1/webhooks/{webhookId}',
    tag: 'Webhooks',
    summary: 'Removes a webhook with everything that waits for it.',
    access: 'administrator',
    params: ofWebhook,
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
  rotateWebhookSecret: route({
    operationId: 'rotateWebhookSecret',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/rotate',
    tag: 'Webhooks',
    summary: 'Makes a new secret. Until the overlap ends each request carries two signatures, new and old.',
    access: 'administrator',
    params: ofWebhook,
    body: Type.Object({
      overlapHours: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: WEBHOOK_OVERLAP_HOURS.most,
          description: `${WEBHOOK_OVERLAP_HOURS.default} by default; 0: the old secret is dead at once`,
        }),
      ),
    }),
    response: { status: 200, body: Type.Object({ secret: Secret, previousSecretUntil: Nullable(Timestamp) }, closed) },
    errors: [...administration, 'not_found'],
  }),
  testWebhook: route({
    operationId: 'testWebhook',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/test',
    tag: 'Webhooks',
    summary: 'Sends a webhook.test event now, once, and shows what the receiver answered.',
    access: 'administrator',
    params: ofWebhook,
    response: { status: 200, body: webhookTestSchema },
    errors: [...administration, 'not_found'],
  }),
  listWebhookDeliveries: route({
    operationId: 'listWebhookDeliveries',
    method: 'GET',
    path: '/v1/webhooks/{webhookId}/deliveries',
    tag: 'Webhooks',
    summary: 'What was sent or is to be sent, newest first.',
    access: 'administrator',
    params: ofWebhook,
    query: Type.Object({
      state: Type.Optional(deliveryStateSchema),
      cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    response: {
      status: 200,
      body: Type.Object({ deliveries: Type.Array(webhookDeliverySchema), nextCursor: Nullable(Type.String()) }, closed),
    },
    errors: [...administration, 'not_found'],
  }),
  replayWebhookDelivery: route({
    operationId: 'replayWebhookDelivery',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay',
    tag: 'Webhooks',
    summary: 'Sends a dead or delivered event again, with the same id, from the beginning of the schedule.',
    access: 'administrator',
    params: ofDelivery,
    response: { status: 200, body: webhookDeliverySchema },
    errors: [...administration, 'not_found'],
  }),
  replayDeadDeliveries: route({
    operationId: 'replayDeadDeliveries',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/deliveries/replay',
    tag: 'Webhooks',
    summary: 'Sends every dead event of a webhook again.',
    access: 'administrator',
    params: ofWebhook,
    response: { status: 200, body: Type.Object({ replayed: Type.Integer({ minimum: 0 }) }, closed) },
    errors: [...administration, 'not_found'],
  }),
} as const;
