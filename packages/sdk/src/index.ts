export { type Alongside, type AlongsideOptions, createAlongside } from './alongside.ts';
export type { ConnectionState, ConnectionStatus } from './connection/status.ts';
export type { Sending } from './conversation/outbox.ts';
export type { Delivery, LogEvent, Message, MessageFile, TimelineItem } from './conversation/timeline.ts';
export type { FileData } from './conversation/uploads.ts';
export type {
  Conversation,
  ConversationStatus,
  DownloadedFile,
  FileToSend,
  SendFileOptions,
} from './conversation/view.ts';
export { AlongsideError, type AlongsideErrorCode, type LocalErrorCode } from './errors.ts';
export type { HelpState, OnlineHelpChatState } from './help/help-state.ts';
export type { CallBackRequest, CloseOutcome, SurveyAnswer } from './help/online-help.ts';
export { OnlineHelpError, type OnlineHelpErrorCode, type OnlineHelpRequest } from './help/start-request.ts';
export type { Observable } from './observable.ts';
export type { PortOptions } from './ports/defaults.ts';
export type {
  AbortSignalLike,
  BlobLike,
  Clock,
  FetchLike,
  Locks,
  Logger,
  Random,
  ResponseLike,
  StoragePort,
  Wakeups,
  WebSocketConstructor,
  WebSocketLike,
} from './ports/ports.ts';
