import type { CorrectiveAction } from '@alongside/protocol';
import type { AlongsideError, AlongsideErrorCode } from '../errors.ts';
import type { OnlineHelpError, OnlineHelpErrorCode } from '../help/start-request.ts';

/** The published codes of a video call's result, and those of the online help that it is. */
export type VideoCallErrorCode = OnlineHelpErrorCode | 'DLGEXCPINP_IDNUMBER';

/** Why a video call could not be started or stopped. */
export class VideoCallError extends Error {
  readonly errorCode: VideoCallErrorCode;
  readonly errorMsg: string;
  readonly correctiveAction: CorrectiveAction;
  /** The error of the native wire behind it. */
  readonly code: AlongsideErrorCode | null;

  constructor(
    errorCode: VideoCallErrorCode,
    errorMsg: string,
    correctiveAction: CorrectiveAction,
    code: AlongsideErrorCode | null = null,
  ) {
    super(errorMsg);
    this.name = 'VideoCallError';
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
    this.correctiveAction = correctiveAction;
    this.code = code;
  }
}

/** By its fields, not by its class: what the customer entry throws is of another bundle than this. */
export function asVideoCallError(thrown: unknown): VideoCallError {
  if (thrown instanceof VideoCallError) return thrown;
  const given = thrown as Partial<OnlineHelpError & AlongsideError> | null | undefined;
  return new VideoCallError(
    given?.errorCode ?? 'DLGEXCP_GENERAL_EXCEPTION',
    given?.message ?? String(thrown),
    given?.correctiveAction ?? 'contact_administrator',
    given?.code ?? null,
  );
}
