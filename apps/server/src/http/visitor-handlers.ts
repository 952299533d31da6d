import {
  eraseVisitor,
  getVisitorSettings,
  inviteVisitor,
  listVisitors,
  readConversationTrail,
  readVisitor,
  Refused,
  rememberVisitor,
  saveVisitorSettings,
  storeVisitorEvents,
} from '@alongside/domain';
import type { visitorRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const visitorHandlers: Handlers<typeof visitorRoutes> = {
  async reportVisitor({ platform, facts, body }) {
    const tenantId = await facts.tenantId(body.tenant);
    if (tenantId === null)
      throw new Refused('not_found', { message: `There is no tenant "${body.tenant}".`, field: '/tenant' });
    const { visitorId, events = [], consent, device, journey, variables, pushToken, wait = false } = body;
    const said = consent === 'granted' || consent === 'denied' ? { consent } : {};
    const told = {
      ...said,
      ...(device ? { device } : {}),
      ...(journey ? { journey } : {}),
      ...(variables ? { variables } : {}),
      ...(pushToken === undefined ? {} : { pushToken }),
    };
    // Rarely: once a visit. What was said of consent counts for the events that come with it.
    if (Object.keys(told).length > 0) await rememberVisitor(platform, { tenantId, visitorId, ...told });
    const stored = await storeVisitorEvents(platform, { tenantId, visitorId, events, wait });
    return stored ?? { kept: null, invitation: null };
  },
  listVisitors: ({ platform, actor, query }) => listVisitors(platform, actor, query),
  getVisitor: ({ platform, actor, params, query }) => readVisitor(platform, actor, { ...params, ...query }),
  getConversationTrail: ({ platform, actor, params, query }) =>
    readConversationTrail(platform, actor, { ...params, ...query }),
  inviteVisitor: ({ platform, actor, params, body }) => inviteVisitor(platform, actor, { ...params, ...body }),
  eraseVisitor: ({ platform, actor, params }) => eraseVisitor(platform, actor, params.visitorId),
  getVisitorSettings: ({ platform, actor }) => getVisitorSettings(platform, actor),
  saveVisitorSettings: ({ platform, actor, body }) => saveVisitorSettings(platform, actor, body),
};
