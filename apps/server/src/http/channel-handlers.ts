import { deleteChannel, listChannels, saveChannel, setChannelSecret } from '@alongside/domain';
import type { channelRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const channelHandlers: Handlers<typeof channelRoutes> = {
  listChannels: ({ platform, actor }) => listChannels(platform, actor),
  saveChannel: ({ platform, actor, params, body }) => saveChannel(platform, actor, { ...body, id: params.channelId }),
  deleteChannel: ({ platform, actor, params }) => deleteChannel(platform, actor, params.channelId),
  setChannelSecret: ({ platform, actor, params, body }) =>
    setChannelSecret(platform, actor, params.channelId, body.secret),
};
