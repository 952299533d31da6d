import {
  createAccessKey,
  createAgent,
  createFirstAdministrator,
  deleteCannedReply,
  getTenantSettings,
  listAccessKeys,
  Refused,
  revokeAccessKey,
  rotateAccessKey,
  saveCannedReply,
  updateTenantSettings,
} from '@alongside/domain';
import type { adminRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const adminHandlers: Handlers<typeof adminRoutes> = {
  createFirstAdministrator: ({ platform, body, request }) =>
    createFirstAdministrator(platform, { ...body, ip: request.ip }),
  createAgent: ({ platform, actor, body }) => createAgent(platform, actor, body),
  listAccessKeys: ({ platform, actor }) => listAccessKeys(platform, actor),
  createAccessKey: ({ platform, actor, body }) => createAccessKey(platform, actor, body.name),
  rotateAccessKey: ({ platform, actor, params, body }) =>
    rotateAccessKey(platform, actor, params.accessKeyId, body.overlapHours),
  revokeAccessKey: ({ platform, actor, params }) => revokeAccessKey(platform, actor, params.accessKeyId),
  getTenantSettings: ({ platform, actor }) => getTenantSettings(platform, actor),
  updateTenantSettings: ({ platform, actor, body }) => updateTenantSettings(platform, actor, body),
  saveCannedReply: ({ platform, actor, params, body }) => saveCannedReply(platform, actor, { ...body, ...params }),
  deleteCannedReply: ({ platform, actor, params }) => deleteCannedReply(platform, actor, params.id),
  getHealth: async ({ facts }) => ({ ok: true, version: facts.version }),
  async getReadiness({ facts }) {
    if (facts.stopping()) throw new Refused('shutting_down');
    await facts.ready();
    return { ok: true };
  },
};
