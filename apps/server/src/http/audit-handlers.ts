import { listAudit, listSettingVersions, verifyAudit } from '@alongside/domain';
import type { auditRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const auditHandlers: Handlers<typeof auditRoutes> = {
  listAudit: ({ platform, actor, query }) => listAudit(platform, actor, query),
  listSettingVersions: ({ platform, actor }) => listSettingVersions(platform, actor),
  verifyAudit: ({ platform, actor }) => verifyAudit(platform, actor),
};
