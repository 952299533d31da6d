import { adminRoutes } from './admin-routes.ts';
import { agentRoutes } from './agent-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { callRoutes } from './call-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { cobrowseRoutes } from './cobrowse-routes.ts';
import { companyRoutes } from './company-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { phoneLinkRoutes } from './phone-link-routes.ts';
import { pushRoutes } from './push-routes.ts';
import { routingRoutes } from './routing-routes.ts';
import { supervisionRoutes } from './supervision-routes.ts';
import { threadRoutes } from './thread-routes.ts';
import { visitorRoutes } from './visitor-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Every address of the native HTTP API, by operation id. A surface declares its own beside its code. */
export const nativeRoutes = {
  ...customerRoutes,
  ...conversationRoutes,
  ...agentRoutes,
  ...adminRoutes,
  ...supervisionRoutes,
  ...webhookRoutes,
  ...visitorRoutes,
  ...auditRoutes,
  ...routingRoutes,
  ...channelRoutes,
  ...threadRoutes,
  ...companyRoutes,
  ...cobrowseRoutes,
  ...pushRoutes,
  ...callRoutes,
  ...phoneLinkRoutes,
} as const;
export type OperationId = keyof typeof nativeRoutes;
export { adminRoutes, agentRoutes, conversationRoutes, customerRoutes, routingRoutes };
