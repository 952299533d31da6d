export type { ConnectionState, ConnectionStatus } from '../connection/status.ts';
export type { Sending } from '../conversation/outbox.ts';
export type { Delivery, LogEvent, Message, MessageFile, TimelineItem } from '../conversation/timeline.ts';
export type { FileData } from '../conversation/uploads.ts';
export type {
  Conversation,
  ConversationStatus,
  DownloadedFile,
  FileToSend,
  SendFileOptions,
} from '../conversation/view.ts';
export { AlongsideError, type AlongsideErrorCode, type LocalErrorCode } from '../errors.ts';
export type { Observable } from '../observable.ts';
export type { Clock, FetchLike, Logger, Random, Wakeups, WebSocketConstructor } from '../ports/ports.ts';
export type { Call } from './call.ts';
export { addCallOperations } from './call-operations.ts';
export { type AgentClient, type AgentClientOptions, createAgentClient } from './client.ts';
export type { AgentConversation } from './conversation.ts';
export type { CallArguments, CallRequest, CallResult, OperationId } from './routes.ts';
