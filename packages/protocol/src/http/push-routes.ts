import { Type } from 'typebox';
import { Id } from '../primitives.ts';
import { pushSettingsSchema, webPushSubscriptionSchema } from '../push.ts';
import { route } from './route.ts';

const asAgent = ['not_authenticated', 'not_allowed'] as const;
const asCustomer = ['not_authenticated', 'not_allowed', 'session_expired'] as const;
const subscription = Type.Object({ subscriptionId: Id('made by the app and kept on the device: a repeat replaces') });
const save = {
  method: 'PUT',
  tag: 'Push',
  params: subscription,
  body: webPushSubscriptionSchema,
  response: { status: 204, body: null },
  errors: [...asCustomer, 'invalid_request', 'address_not_allowed'],
} as const;
const remove = {
  method: 'DELETE',
  tag: 'Push',
  params: subscription,
  response: { status: 204, body: null },
  errors: asCustomer,
} as const;

/** Web push: messages that come while nobody has the app open [PUSH1]. */
export const pushRoutes = {
  getPushKey: route({
    operationId: 'getPushKey',
    method: 'GET',
    path: '/v1/push-key',
    tag: 'Push',
    summary: "The tenant's public VAPID key, for `pushManager.subscribe`; made when it is first asked for.",
    access: 'anyone',
    query: Type.Object({ tenant: Type.String({ minLength: 1, maxLength: 63 }) }),
    response: {
      status: 200,
      body: Type.Object(
        { publicKey: Type.String({ description: '65 bytes, base64url' }) },
        { title: 'PushKey', additionalProperties: false },
      ),
    },
    errors: ['not_found'],
  }),
  saveHelpPush: route({
    operationId: 'saveHelpPush',
    path: '/v1/online-help/push/{subscriptionId}',
    summary: 'Sends pushes for messages to this browser, for a customer in an online help.',
    access: 'customer',
    ...save,
  }),
  removeHelpPush: route({
    operationId: 'removeHelpPush',
    path: '/v1/online-help/push/{subscriptionId}',
    summary: 'No pushes to this browser any more. Repeating it is harmless.',
    access: 'customer',
    ...remove,
  }),
  saveChannelPush: route({
    operationId: 'saveChannelPush',
    path: '/v1/channel-sessions/push/{subscriptionId}',
    summary: 'Sends pushes for messages to this browser, for a customer on a channel.',
    access: 'channel',
    ...save,
  }),
  removeChannelPush: route({
    operationId: 'removeChannelPush',
    path: '/v1/channel-sessions/push/{subscriptionId}',
    summary: 'No pushes to this browser any more. Repeating it is harmless.',
    access: 'channel',
    ...remove,
  }),
  getPushSettings: route({
    operationId: 'getPushSettings',
    method: 'GET',
    path: '/v1/push-settings',
    tag: 'Push',
    summary: 'What pushes carry.',
    access: 'administrator',
    response: { status: 200, body: pushSettingsSchema },
    errors: asAgent,
  }),
  savePushSettings: route({
    operationId: 'savePushSettings',
    method: 'PUT',
    path: '/v1/push-settings',
    tag: 'Push',
    summary: 'Decides what pushes carry.',
    access: 'administrator',
    versioned: true,
    body: pushSettingsSchema,
    response: { status: 200, body: pushSettingsSchema },
    errors: [...asAgent, 'changed_meanwhile'],
  }),
} as const;
