/** Every event that a client may send, under the one name that we use for it. */
const EVENT_TYPES = [
  'AuthorizeCustomer',
  'ReconnectCustomer',
  'RefreshToken',
  'SendMessage',
  'SendOutbound',
  'SendOfflineMessage',
  'SendMessagePreview',
  'RecoverThread',
  'RecoverLivechat',
  'FetchThreadList',
  'LoadThreadMetadata',
  'LoadMoreMessages',
  'UpdateThread',
  'ArchiveThread',
  'MessageSeenByCustomer',
  'SenderTypingStarted',
  'SenderTypingEnded',
  'SetContactCustomFields',
  'SetCustomerCustomFields',
  'EndContact',
  'SendTranscript',
  'StoreVisitorEvents',
  'ExecuteTrigger',
  'StoreVisitor',
  'SendPageViews',
  'AddVisitorTags',
  'RemoveVisitorTags',
  'GenerateAuthorizationToken',
  'CreateInvitationToGroupChat',
  'SendEmailInvitationToGroupChat',
  'JoinGroupChat',
  'LeaveGroupChat',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const KNOWN = new Map<string, EventType>([
  ...EVENT_TYPES.map((type): [string, EventType] => [type, type]),
  ['AuthorizeConsumer', 'AuthorizeCustomer'],
  ['ReconnectConsumer', 'ReconnectCustomer'],
  ['MessageSeenByConsumer', 'MessageSeenByCustomer'],
  ['SetConsumerContactCustomFields', 'SetContactCustomFields'],
  ['SetConsumerCustomFields', 'SetCustomerCustomFields'],
]);

/** null: no client sends such an event. */
export const eventTypeOf = (spelled: string): EventType | null => KNOWN.get(spelled) ?? null;

export const allEventTypes: readonly EventType[] = EVENT_TYPES;
