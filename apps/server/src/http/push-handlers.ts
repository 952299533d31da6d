import {
  getPushSettings,
  pushKeys,
  Refused,
  savePushSettings,
  subscribeToPush,
  unsubscribeFromPush,
} from '@alongside/domain';
import type { pushRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const pushHandlers: Handlers<typeof pushRoutes> = {
  async getPushKey({ platform, facts, query }) {
    const tenantId = await facts.tenantId(query.tenant);
    if (tenantId === null)
      throw new Refused('not_found', { message: `There is no tenant "${query.tenant}".`, field: '/tenant' });
    const { publicKey } = await pushKeys(platform, tenantId);
    return { publicKey };
  },
  saveHelpPush: ({ platform, actor, params, body }) =>
    subscribeToPush(platform, actor, { id: params.subscriptionId, subscription: body }),
  removeHelpPush: ({ platform, actor, params }) => unsubscribeFromPush(platform, actor, params.subscriptionId),
  saveChannelPush: ({ platform, actor, params, body }) =>
    subscribeToPush(platform, actor, { id: params.subscriptionId, subscription: body }),
  removeChannelPush: ({ platform, actor, params }) => unsubscribeFromPush(platform, actor, params.subscriptionId),
  getPushSettings: ({ platform, actor }) => getPushSettings(platform, actor),
  savePushSettings: ({ platform, actor, body }) => savePushSettings(platform, actor, body),
};
