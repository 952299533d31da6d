import type { HelpError } from '../../bridge/messages.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

/** A rejection of the SDK as plain data, fit for postMessage. Anything that is not an online-help error becomes the general one. */
export function toHelpError(error: unknown): HelpError {
  const found = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  const { errorCode, errorMsg, correctiveAction, message, code } = found;
  const words = [code, errorMsg ?? message].filter(isText).join(': ');
  return {
    errorCode: isText(errorCode) ? errorCode : 'DLGEXCP_GENERAL_EXCEPTION',
    errorMsg: isText(errorMsg) ? errorMsg : words || 'An unexpected error.',
    correctiveAction: isText(correctiveAction) ? correctiveAction : 'retry_later',
  };
}

/** The company is closed now: its message says so in its own words. */
export const isOutsideHours = (error: unknown) => (error as { code?: unknown } | null)?.code === 'outside_hours';
