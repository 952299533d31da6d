import { type Logger, Refused } from '@alongside/domain';
import { HTTP_STATUS, type WireError, wireError } from '@alongside/protocol';

/** What goes over the wire for whatever was thrown: a refusal as it is, anything else as `internal`, and logged. */
export function wireErrorOf(error: unknown, context: { log: Logger; requestId: string; where: string }): WireError {
  if (error instanceof Refused && error.code === 'data_damaged')
    context.log.error({ requestId: context.requestId, where: context.where, error }, 'Stored data is damaged.');
  if (error instanceof Refused) return wireError(error.code, { ...error.detail, requestId: context.requestId });
  context.log.error({ requestId: context.requestId, where: context.where, error }, 'An unexpected error.');
  return wireError('internal', { requestId: context.requestId });
}

export const statusOf = (error: WireError): number => HTTP_STATUS[error.kind];
