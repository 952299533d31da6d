import { Refused } from '@alongside/domain';
import { ERRORS } from '@alongside/protocol';
import type { Dialect } from '../dialect.ts';
import type { EventType } from '../parsing/event-types.ts';
import { TooOld } from '../sdk-version.ts';
import type { WireFailure } from './frames.ts';

const INCONSISTENT = 'InconsistentData';
/** The same word for every client: it is looked for in answers to events and over REST. */
export const SDK_TOO_OLD = 'SdkVersionNotSupported';

const CODES: Partial<Record<EventType, string>> = {
  AuthorizeCustomer: 'ConsumerAuthorizationFailed',
  ReconnectCustomer: 'ConsumerReconnectionFailed',
  RefreshToken: 'TokenRefreshingFailed',
  SendMessage: 'SendingMessageFailed',
  SendOutbound: 'SendingOutboundFailed',
  SendOfflineMessage: 'SendingOfflineMessageFailed',
  RecoverThread: 'RecoveringThreadFailed',
  RecoverLivechat: 'RecoveringLivechatFailed',
  LoadThreadMetadata: 'MetadataLoadFailed',
  UpdateThread: 'UpdatingThreadFailed',
  ArchiveThread: 'ArchivingThreadFailed',
  SendTranscript: 'SendingTranscriptFailed',
};

/** iOS takes any other code for success. */
const KNOWN_TO_IOS: ReadonlySet<string> = new Set([
  'CustomerAuthorizationFailed',
  'ConsumerAuthorizationFailed',
  'CustomerReconnectionFailed',
  'ConsumerReconnectionFailed',
  'TokenRefreshingFailed',
  'RecoveringThreadFailed',
  'RecoveringLivechatFailed',
  INCONSISTENT,
  'SendingTranscriptFailed',
]);

/** The code with which this client understands that this event failed. */
export function errorCodeFor(event: EventType | null, dialect: Dialect): string {
  const code = (event === null ? undefined : CODES[event]) ?? INCONSISTENT;
  return dialect === 'ios' && !KNOWN_TO_IOS.has(code) ? INCONSISTENT : code;
}

/** A refusal in the client's words. What is no refusal is a bug of ours: nothing of it is told. */
export function failureOf(error: unknown, event: EventType | null, dialect: Dialect): WireFailure {
  if (error instanceof TooOld) return { errorCode: SDK_TOO_OLD, errorMessage: error.message };
  const errorCode = errorCodeFor(event, dialect);
  if (!(error instanceof Refused)) return { errorCode, errorMessage: ERRORS.internal.message };
  return { errorCode, errorMessage: error.detail.message ?? ERRORS[error.code].message };
}
