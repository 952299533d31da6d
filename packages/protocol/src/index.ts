export * from './agent.ts';
export * from './audit.ts';
export * from './setting-version.ts';
export * from './call.ts';
export * from './call-frames.ts';
export * from './channel.ts';
export * from './cobrowse.ts';
export * from './cobrowse-door.ts';
export * from './cobrowse-recording.ts';
export * from './cobrowse-settings.ts';
export * from './company.ts';
export * from './constants.ts';
export * from './contact.ts';
export * from './down.ts';
export * from './entry.ts';
export * from './errors.ts';
export type { AccessKey, TenantSettings } from './http/admin-routes.ts';
export { accessKeySchema, LONGEST_HASH_SECONDS, tenantSettingsSchema } from './http/admin-routes.ts';
export type { ContactPage, SignedIn } from './http/agent-routes.ts';
export { auditRoutes } from './http/audit-routes.ts';
export { callRoutes } from './http/call-routes.ts';
export { type ChannelView, channelRoutes, channelSchema } from './http/channel-routes.ts';
export {
  type ChannelConfig,
  type ChannelOpened,
  type OpenChannel,
  type SendOnThread,
  type ThreadView,
  threadRoutes,
} from './http/thread-routes.ts';
export { cobrowseRoutes, cobrowseSessionSchema } from './http/cobrowse-routes.ts';
export { companyRoutes } from './http/company-routes.ts';
export type { Accepted, EntryPage, SocketTicket } from './http/conversation-routes.ts';
export type { OnlineHelpStatus, Started, StartOnlineHelp, WidgetConfig } from './http/customer-routes.ts';
export {
  adminRoutes,
  agentRoutes,
  conversationRoutes,
  customerRoutes,
  nativeRoutes,
  type OperationId,
  routingRoutes,
} from './http/index.ts';
export {
  type Access,
  type BodyOf,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  type Route,
  route,
} from './http/route.ts';
export { supervisionRoutes } from './http/supervision-routes.ts';
export { visitorRoutes } from './http/visitor-routes.ts';
export { webhookRoutes } from './http/webhook-routes.ts';
export { phoneLinkRoutes } from './http/phone-link-routes.ts';
export { pushRoutes } from './http/push-routes.ts';
export * from './phone-link.ts';
export * from './push.ts';
export * from './rich.ts';
export * from './routing.ts';
export * from './supervision.ts';
export * from './up.ts';
export * from './visitor.ts';
export * from './webhook.ts';
