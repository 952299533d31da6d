import { cancelOnlineHelp, endOnlineHelp, getWidgetConfig, readHelp, startOnlineHelp } from '@alongside/domain';
import type { customerRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const customerHandlers: Handlers<typeof customerRoutes> = {
  getWidgetConfig: async ({ platform, query, facts }) => ({
    ...(await getWidgetConfig(platform, query.tenant)),
    ...(facts.calls && { helpTypes: ['CHAT', 'VOICE_CALL', 'VIDEO_CALL'] }),
  }),
  startOnlineHelp: ({ platform, body }) => startOnlineHelp(platform, body),
  getOnlineHelp: ({ platform, actor }) => readHelp(platform, actor),
  cancelOnlineHelp: ({ platform, actor }) => cancelOnlineHelp(platform, actor),
  endOnlineHelp: ({ platform, actor }) => endOnlineHelp(platform, actor),
};
