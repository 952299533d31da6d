import {
  acceptCobrowse,
  declineCobrowse,
  deleteRecording,
  getCobrowseSettings,
  listCobrowse,
  listRecordings,
  offerCobrowse,
  openRecording,
  redeemForAgent,
  saveCobrowseSettings,
  startCobrowse,
} from '@alongside/domain';
import type { cobrowseRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const cobrowseHandlers: Handlers<typeof cobrowseRoutes> = {
  startCobrowse: ({ platform, actor, params, request }) =>
    startCobrowse(platform, actor, { ...params, address: request.ip }),
  offerCobrowse: ({ platform, actor, params }) => offerCobrowse(platform, actor, params.conversationId),
  acceptCobrowse: ({ platform, actor, params }) => acceptCobrowse(platform, actor, params),
  declineCobrowse: ({ platform, actor, params }) => declineCobrowse(platform, actor, params),
  joinCobrowse: ({ platform, actor, body }) =>
    redeemForAgent(platform, actor, body.shortCode, body.conversationId ?? null),
  async listCobrowse({ platform, facts, actor, request }) {
    return {
      sessions: await listCobrowse(platform, actor),
      frameUrl: await facts.viewerFrame(request, actor.tenantId),
    };
  },
  getCobrowseSettings: ({ platform, actor }) => getCobrowseSettings(platform, actor),
  saveCobrowseSettings: ({ platform, actor, body }) => saveCobrowseSettings(platform, actor, body),
  async listCobrowseRecordings({ platform, actor, query }) {
    return { recordings: await listRecordings(platform, actor, query) };
  },
  async getCobrowseRecording({ platform, facts, actor, params, request }) {
    const playback = await openRecording(platform, actor, params.id);
    return { ...playback, frameUrl: await facts.viewerFrame(request, actor.tenantId) };
  },
  deleteCobrowseRecording: ({ platform, actor, params }) => deleteRecording(platform, actor, params.id),
};
