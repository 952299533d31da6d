import type { EventType } from '../parsing/event-types.ts';
import { authorize, reconnect, refreshToken } from './authorize.ts';
import { endContact, sendTranscript } from './contact-end.ts';
import { createInvitation, joinGroupChat, leaveGroupChat, sendEmailInvitation } from './group-chat.ts';
import type { Handler } from './handler.ts';
import { fetchThreadList, loadMoreMessages, loadThreadMetadata } from './history.ts';
import { generateAuthorizationToken } from './message-access.ts';
import {
  sendMessage,
  sendOfflineMessage,
  sendOutbound,
  setContactCustomFields,
  setCustomerCustomFields,
} from './messages.ts';
import { recoverLivechat, recoverThread } from './recover.ts';
import { archiveThread, messageSeen, sendMessagePreview, typing, updateThread } from './thread-marks.ts';
import { acknowledge, executeTrigger, storeVisitorEvents } from './visitor.ts';

/** One for each event; a missing one does not compile. */
export const HANDLERS: Readonly<Record<EventType, Handler>> = {
  AuthorizeCustomer: authorize,
  ReconnectCustomer: reconnect,
  RefreshToken: refreshToken,
  SendMessage: sendMessage,
  SendOutbound: sendOutbound,
  SendOfflineMessage: sendOfflineMessage,
  SendMessagePreview: sendMessagePreview,
  RecoverThread: recoverThread,
  RecoverLivechat: recoverLivechat,
  FetchThreadList: fetchThreadList,
  LoadThreadMetadata: loadThreadMetadata,
  LoadMoreMessages: loadMoreMessages,
  UpdateThread: updateThread,
  ArchiveThread: archiveThread,
  MessageSeenByCustomer: messageSeen,
  SenderTypingStarted: typing(true),
  SenderTypingEnded: typing(false),
  SetContactCustomFields: setContactCustomFields,
  SetCustomerCustomFields: setCustomerCustomFields,
  EndContact: endContact,
  SendTranscript: sendTranscript,
  StoreVisitorEvents: storeVisitorEvents,
  ExecuteTrigger: executeTrigger,
  StoreVisitor: acknowledge,
  SendPageViews: acknowledge,
  AddVisitorTags: acknowledge,
  RemoveVisitorTags: acknowledge,
  GenerateAuthorizationToken: generateAuthorizationToken,
  CreateInvitationToGroupChat: createInvitation,
  SendEmailInvitationToGroupChat: sendEmailInvitation,
  JoinGroupChat: joinGroupChat,
  LeaveGroupChat: leaveGroupChat,
};
