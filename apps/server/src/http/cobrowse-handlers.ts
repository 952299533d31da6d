import { redeemForAgent, startCobrowse } from '@alongside/domain';
import type { cobrowseRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const cobrowseHandlers: Handlers<typeof cobrowseRoutes> = {
  startCobrowse: ({ platform, actor, params, request }) =>
    startCobrowse(platform, actor, { ...params, address: request.ip }),
  joinCobrowse: ({ platform, actor, body }) => redeemForAgent(platform, actor, body.shortCode),
};
