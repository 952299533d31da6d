import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayDeadDeliveries,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '@alongside/domain';
import type { webhookRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const webhookHandlers: Handlers<typeof webhookRoutes> = {
  listWebhooks: ({ platform, actor }) => listWebhooks(platform, actor),
  createWebhook: ({ platform, actor, body }) => createWebhook(platform, actor, body),
  getWebhook: ({ platform, actor, params }) => getWebhook(platform, actor, params.webhookId),
  updateWebhook: ({ platform, actor, params, body }) => updateWebhook(platform, actor, params.webhookId, body),
  deleteWebhook: ({ platform, actor, params }) => deleteWebhook(platform, actor, params.webhookId),
  rotateWebhookSecret: ({ platform, actor, params, body }) =>
    rotateWebhookSecret(platform, actor, params.webhookId, body.overlapHours),
  testWebhook: ({ platform, actor, params }) => testWebhook(platform, actor, params.webhookId),
  listWebhookDeliveries: ({ platform, actor, params, query }) =>
    listWebhookDeliveries(platform, actor, params.webhookId, query),
  replayWebhookDelivery: ({ platform, actor, params }) =>
    replayWebhookDelivery(platform, actor, params.webhookId, params.deliveryId),
  replayDeadDeliveries: ({ platform, actor, params }) => replayDeadDeliveries(platform, actor, params.webhookId),
};
