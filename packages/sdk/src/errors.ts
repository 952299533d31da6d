import type { CorrectiveAction, ErrorCode, WireError } from '@alongside/protocol';

/** Errors that arise on this side of the wire. */
export type LocalErrorCode =
  | 'network_lost'
  | 'no_conversation'
  | 'upload_interrupted'
  | 'aborted'
  | 'closed'
  | 'unexpected_answer';
export type AlongsideErrorCode = ErrorCode | LocalErrorCode;

type Detail = Partial<Pick<WireError, 'retryAfterSeconds' | 'field' | 'requestId'>>;

/** Everything that can go wrong: a stable code, a sentence, and what to do. */
export class AlongsideError extends Error {
  readonly code: AlongsideErrorCode;
  readonly correctiveAction: CorrectiveAction;
  /** Seconds that the server wants us to wait. */
  readonly retryAfterSeconds: number | null;
  /** JSON pointer of the value at fault. */
  readonly field: string | null;
  /** The server's id of the request, as in its log. */
  readonly requestId: string | null;

  constructor(code: AlongsideErrorCode, correctiveAction: CorrectiveAction, message: string, detail: Detail = {}) {
    super(message);
    this.name = 'AlongsideError';
    this.code = code;
    this.correctiveAction = correctiveAction;
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null;
    this.field = detail.field ?? null;
    this.requestId = detail.requestId ?? null;
  }
}

export const fromWire = (error: WireError) =>
  new AlongsideError(error.code, error.correctiveAction, error.message, error);

export const networkLost = (message: string) => new AlongsideError('network_lost', 'reconnect', message);
export const conversationEnded = () =>
  new AlongsideError('conversation_ended', 'none', 'The conversation has ended and is read-only.');
export const closedError = () => new AlongsideError('closed', 'none', 'This instance was closed.');
export const noConversation = () =>
  new AlongsideError('no_conversation', 'start_again', 'No help is going on; start one first.');

/** Whatever was thrown, as one of ours. */
export const asAlongsideError = (error: unknown): AlongsideError =>
  error instanceof AlongsideError
    ? error
    : new AlongsideError('unexpected_answer', 'contact_administrator', String((error as Error)?.message ?? error));

/** The same request may succeed later, unchanged. */
export const isTransient = (error: AlongsideError) =>
  ['retry', 'retry_later', 'reconnect'].includes(error.correctiveAction);

/** No connection can come of it until somebody acts. */
export const isFatal = (error: AlongsideError) =>
  ['not_authenticated', 'session_expired', 'origin_refused', 'unsupported_version'].includes(error.code);
