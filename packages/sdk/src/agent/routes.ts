import type {
  BodyOf,
  callRoutes,
  nativeRoutes,
  OperationId,
  ParamsOf,
  phoneLinkRoutes,
  QueryOf,
  ResponseOf,
} from '@alongside/protocol';

/** Every address of the native API, as types only: no schema reaches a bundle. */
export type Routes = typeof nativeRoutes;
export type { OperationId };

export type Line<K extends OperationId> = `${Routes[K]['method']} ${Routes[K]['path']}`;

/** Operations of calls: their lines are loaded with what calls need, so that nobody else pays for them (call-lines.ts). */
export type CallOperation = keyof typeof callRoutes;

/** Operations of the phone link: as those of calls (phone-lines.ts). */
export type PhoneOperation = keyof typeof phoneLinkRoutes;

/** Method and path of each operation. The compiler holds each line to the protocol's own. */
export const LINES: { readonly [K in Exclude<OperationId, CallOperation | PhoneOperation>]: Line<K> } = {
  getWidgetConfig: 'GET /v1/widget-config',
  startOnlineHelp: 'POST /v1/online-help/start',
  getOnlineHelp: 'GET /v1/online-help',
  cancelOnlineHelp: 'POST /v1/online-help/cancel',
  endOnlineHelp: 'POST /v1/online-help/end',
  createSocketTicket: 'POST /v1/socket-tickets',
  listEntries: 'GET /v1/conversations/{conversationId}/entries',
  appendEntry: 'POST /v1/conversations/{conversationId}/entries',
  markRead: 'POST /v1/conversations/{conversationId}/read',
  signalTyping: 'POST /v1/conversations/{conversationId}/typing',
  signalDelivered: 'POST /v1/conversations/{conversationId}/delivered',
  uploadFile: 'POST /v1/conversations/{conversationId}/files',
  downloadFile: 'GET /v1/files/{fileId}',
  getTranscript: 'GET /v1/conversations/{conversationId}/transcript',
  signIn: 'POST /v1/agent/sign-in',
  signOut: 'POST /v1/agent/sign-out',
  getMe: 'GET /v1/agent/me',
  getDesk: 'GET /v1/agent/desk',
  setPresence: 'PUT /v1/agent/presence',
  endAfterContact: 'POST /v1/agent/ready',
  acceptOffer: 'POST /v1/contacts/{contactId}/accept',
  declineOffer: 'POST /v1/contacts/{contactId}/decline',
  pickContact: 'POST /v1/contacts/{contactId}/pick',
  transferContact: 'POST /v1/contacts/{contactId}/transfer',
  endContact: 'POST /v1/contacts/{contactId}/end',
  wrapUpContact: 'PUT /v1/contacts/{contactId}/wrap-up',
  getContact: 'GET /v1/contacts/{contactId}',
  getConversation: 'GET /v1/conversations/{conversationId}',
  getCustomer: 'GET /v1/customers/{id}',
  listCustomerContacts: 'GET /v1/customers/{id}/contacts',
  listContacts: 'GET /v1/contacts',
  listColleagues: 'GET /v1/agents',
  listQueues: 'GET /v1/queues',
  listCannedReplies: 'GET /v1/canned-replies',
  createFirstAdministrator: 'POST /v1/setup',
  createAgent: 'POST /v1/agents',
  listAccessKeys: 'GET /v1/access-keys',
  createAccessKey: 'POST /v1/access-keys',
  rotateAccessKey: 'POST /v1/access-keys/{accessKeyId}/rotate',
  revokeAccessKey: 'DELETE /v1/access-keys/{accessKeyId}',
  getTenantSettings: 'GET /v1/tenant',
  updateTenantSettings: 'PATCH /v1/tenant',
  saveCannedReply: 'PUT /v1/canned-replies/{id}',
  deleteCannedReply: 'DELETE /v1/canned-replies/{id}',
  getChannelConfig: 'GET /v1/channel-config',
  openChannel: 'POST /v1/channel-sessions',
  listThreads: 'GET /v1/threads',
  getThread: 'GET /v1/threads/{threadId}',
  updateThread: 'PATCH /v1/threads/{threadId}',
  sendOnThread: 'POST /v1/threads/{threadId}/messages',
  openThread: 'POST /v1/threads/{threadId}/sessions',
  archiveThread: 'POST /v1/threads/{threadId}/archive',
  endThread: 'POST /v1/threads/{threadId}/end',
  setThreadFields: 'PATCH /v1/threads/{threadId}/fields',
  setOwnFields: 'PATCH /v1/channel-sessions/fields',
  requestTranscript: 'POST /v1/threads/{threadId}/transcript',
  getBoard: 'GET /v1/board',
  takeOverContact: 'POST /v1/contacts/{contactId}/take-over',
  reassignContact: 'POST /v1/contacts/{contactId}/reassign',
  forceAgentState: 'PUT /v1/agents/{agentId}/presence',
  monitorContact: 'PUT /v1/contacts/{contactId}/attendance',
  getReport: 'GET /v1/report',
  getReportCsv: 'GET /v1/report.csv',
  listSurveys: 'GET /v1/surveys',
  answerSurvey: 'PUT /v1/online-help/survey',
  listQueueSettings: 'GET /v1/queue-settings',
  saveQueue: 'PUT /v1/queue-settings/{id}',
  deleteQueue: 'DELETE /v1/queue-settings/{id}',
  listSkills: 'GET /v1/skills',
  saveSkill: 'PUT /v1/skills/{id}',
  deleteSkill: 'DELETE /v1/skills/{id}',
  listBusinessHours: 'GET /v1/business-hours',
  saveBusinessHours: 'PUT /v1/business-hours/{id}',
  deleteBusinessHours: 'DELETE /v1/business-hours/{id}',
  getContactWeights: 'GET /v1/contact-weights',
  saveContactWeights: 'PUT /v1/contact-weights',
  listAgentSettings: 'GET /v1/agent-settings',
  updateAgentSettings: 'PATCH /v1/agent-settings/{id}',
  setAgentPassword: 'PUT /v1/agent-settings/{id}/password',
  listDecisions: 'GET /v1/routing-decisions',
  requestCallBack: 'POST /v1/online-help/call-back',
  listCallBacks: 'GET /v1/call-backs',
  setCallBackState: 'PUT /v1/call-backs/{id}/state',
  listChannels: 'GET /v1/channels',
  saveChannel: 'PUT /v1/channels/{channelId}',
  deleteChannel: 'DELETE /v1/channels/{channelId}',
  setChannelSecret: 'PUT /v1/channels/{channelId}/openid-secret',
  getCompanyBackend: 'GET /v1/company-backend',
  saveCompanyBackend: 'PUT /v1/company-backend',
  removeCompanyBackend: 'DELETE /v1/company-backend',
  signInByCompany: 'POST /v1/agent/company-sign-in',
  openCustomer: 'POST /v1/customers/by-number/open',
  saveDocument: 'POST /v1/files/{id}/document',
  reportVisitor: 'POST /v1/visitor-events',
  listVisitors: 'GET /v1/visitors',
  getVisitor: 'GET /v1/visitors/{visitorId}',
  getConversationTrail: 'GET /v1/conversations/{conversationId}/trail',
  inviteVisitor: 'POST /v1/visitors/{visitorId}/invitation',
  eraseVisitor: 'DELETE /v1/visitors/{visitorId}',
  getVisitorSettings: 'GET /v1/visitor-settings',
  saveVisitorSettings: 'PUT /v1/visitor-settings',
  getPushKey: 'GET /v1/push-key',
  saveHelpPush: 'PUT /v1/online-help/push/{subscriptionId}',
  removeHelpPush: 'DELETE /v1/online-help/push/{subscriptionId}',
  saveChannelPush: 'PUT /v1/channel-sessions/push/{subscriptionId}',
  removeChannelPush: 'DELETE /v1/channel-sessions/push/{subscriptionId}',
  getPushSettings: 'GET /v1/push-settings',
  savePushSettings: 'PUT /v1/push-settings',
  listWebhooks: 'GET /v1/webhooks',
  createWebhook: 'POST /v1/webhooks',
  getWebhook: 'GET /v1/webhooks/{webhookId}',
  updateWebhook: 'PATCH /v1/webhooks/{webhookId}',
  deleteWebhook: 'DELETE /v1/webhooks/{webhookId}',
  rotateWebhookSecret: 'POST /v1/webhooks/{webhookId}/rotate',
  testWebhook: 'POST /v1/webhooks/{webhookId}/test',
  listWebhookDeliveries: 'GET /v1/webhooks/{webhookId}/deliveries',
  replayWebhookDelivery: 'POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay',
  replayDeadDeliveries: 'POST /v1/webhooks/{webhookId}/deliveries/replay',
  listAudit: 'GET /v1/audit',
  listSettingVersions: 'GET /v1/setting-versions',
  verifyAudit: 'GET /v1/audit/verdict',
  getHealth: 'GET /v1/health',
  startCobrowse: 'POST /v1/conversations/{conversationId}/cobrowse',
  offerCobrowse: 'POST /v1/conversations/{conversationId}/cobrowse/offer',
  acceptCobrowse: 'POST /v1/conversations/{conversationId}/cobrowse/{cid}/accept',
  declineCobrowse: 'POST /v1/conversations/{conversationId}/cobrowse/{cid}/decline',
  joinCobrowse: 'POST /v1/cobrowse/join',
  listCobrowse: 'GET /v1/cobrowse',
  getCobrowseSettings: 'GET /v1/cobrowse/settings',
  saveCobrowseSettings: 'PUT /v1/cobrowse/settings',
  listCobrowseRecordings: 'GET /v1/cobrowse-recordings',
  getCobrowseRecording: 'GET /v1/cobrowse-recordings/{id}',
  deleteCobrowseRecording: 'DELETE /v1/cobrowse-recordings/{id}',
  getReadiness: 'GET /v1/ready',
};

type Field<Name extends string, T> = [T] extends [undefined] ? unknown : { readonly [K in Name]: T };
type OptionalField<Name extends string, T> = [T] extends [undefined] ? unknown : { readonly [K in Name]?: T };

/** What an operation takes, as its route declares it. */
export type CallRequest<K extends OperationId> = Field<'params', ParamsOf<Routes[K]>> &
  (K extends 'getWidgetConfig' | 'uploadFile'
    ? Field<'query', QueryOf<Routes[K]>>
    : OptionalField<'query', QueryOf<Routes[K]>>) &
  (Routes[K] extends { versioned: true } ? VersionRead : unknown) &
  (Routes[K] extends { rawBody: true } ? { readonly body: Uint8Array } : Field<'body', BodyOf<Routes[K]>>);

/** The version that this change was made from, of `listSettingVersions`: if it is no longer the last one, `changed_meanwhile` and nothing is saved. */
interface VersionRead {
  readonly basedOn?: number | undefined;
}

/** What it answers: the JSON body, text, bytes, or nothing. */
export type CallResult<K extends OperationId> = Routes[K]['response']['body'] extends null
  ? undefined
  : ResponseOf<Routes[K]>;

/** The request may be left out where nothing in it must be given. */
export type CallArguments<K extends OperationId> =
  object extends CallRequest<K> ? [request?: CallRequest<K>] : [request: CallRequest<K>];
