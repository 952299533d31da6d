import type { CorrectiveAction, HelpType, StartOnlineHelp } from '@alongside/protocol';
import { type AlongsideError, type AlongsideErrorCode, asAlongsideError } from '../errors.ts';

export interface OnlineHelpRequest {
  /** The company's own number of the customer; 1–128 characters. */
  readonly customerId: string;
  readonly customerName: string;
  /** National number; 0 or none if there is none. */
  readonly idNumber?: string | number | null;
  readonly customerPhone?: string | number | null;
  readonly email?: string | null;
  readonly helpType: HelpType | 'chat' | 'video_call' | 'voice_call';
  /** Fetched by the company's server for this customer and this device. Good once, for minutes. This or `registration`. */
  readonly transactionHash?: string | null;
  /** A customer whom the company knows on this device: its own backend is asked whether the token is good. */
  readonly registration?: { readonly deviceId: string; readonly dlgToken: string };
  /** For the agent and the company's systems, passed through untouched; at most 50 names and 16,384 characters. */
  readonly attachedData?: Readonly<Record<string, string>>;
  /** This device as page views name it, `id()` of `@alongside/sdk/visitor`: its trail then stands beside the chat. */
  readonly visitorId?: string;
  /** Only where the SDK's user draws our wait screen. */
  readonly waitDisplayText?: string | null;
  readonly isLoggedIn: boolean;
  /** true: the host app draws the wait screen. */
  readonly isBackground: boolean;
  readonly onlineHelpStartResult?: { success(): void; failure(error: OnlineHelpError): void };
}

/** Codes of the published interface. */
export type OnlineHelpErrorCode =
  | 'DLGEXCPINP_CUSTOMER_ID'
  | 'DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY'
  | 'DLGEXCPINP_TRXHASH_IS_EMPTY'
  | 'DLGEXCPINP_INVALID_HELP_TYPE'
  | 'DLGEXCP_AUTH_REQUEST'
  | 'DLGEXCP_COMPLETE_AUTH'
  | 'DLGEXCP_USER_IS_IN_CALL_NOW'
  | 'DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE'
  | 'DLGEXCP_NOT_SUPPORTED_FEATURE'
  | 'DLGEXCP_GENERAL_EXCEPTION';

/** Why a help could not start. */
export class OnlineHelpError extends Error {
  readonly errorCode: OnlineHelpErrorCode;
  readonly errorMsg: string;
  readonly correctiveAction: CorrectiveAction;
  /** The error of the native wire behind it. */
  readonly code: AlongsideErrorCode | null;

  constructor(
    errorCode: OnlineHelpErrorCode,
    errorMsg: string,
    correctiveAction: CorrectiveAction,
    code: AlongsideErrorCode | null = null,
  ) {
    super(errorMsg);
    this.name = 'OnlineHelpError';
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
    this.correctiveAction = correctiveAction;
    this.code = code;
  }
}

const published: Partial<Record<AlongsideErrorCode, OnlineHelpErrorCode>> = {
  start_refused: 'DLGEXCP_AUTH_REQUEST',
  company_unavailable: 'DLGEXCP_COMPLETE_AUTH',
  already_in_help: 'DLGEXCP_USER_IS_IN_CALL_NOW',
  help_type_not_supported: 'DLGEXCP_NOT_SUPPORTED_FEATURE',
  company_not_set: 'DLGEXCP_NOT_SUPPORTED_FEATURE',
  closed: 'DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE',
};

// The server names the field it refused; the published interface has a code for some of them.
const publishedFields: Record<string, OnlineHelpErrorCode> = {
  customerId: 'DLGEXCPINP_CUSTOMER_ID',
  customerName: 'DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY',
  transactionHash: 'DLGEXCPINP_TRXHASH_IS_EMPTY',
  helpType: 'DLGEXCPINP_INVALID_HELP_TYPE',
};

export function asOnlineHelpError(thrown: unknown): OnlineHelpError {
  if (thrown instanceof OnlineHelpError) return thrown;
  const { code, field, message, correctiveAction }: AlongsideError = asAlongsideError(thrown);
  const byField = code === 'invalid_request' ? publishedFields[field?.split('/').at(-1) ?? ''] : undefined;
  return new OnlineHelpError(
    byField ?? published[code] ?? 'DLGEXCP_GENERAL_EXCEPTION',
    message,
    correctiveAction,
    code,
  );
}

// A blank counts as empty; anything else goes as it is, for the hash was made for exactly this customerId.
const text = (value: unknown) => {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return given.trim() ? given : '';
};

/** The part of the start that comes from the host app, checked before anything is sent; throws OnlineHelpError. */
export function checkStart(
  request: OnlineHelpRequest,
): Omit<StartOnlineHelp, 'tenant' | 'deviceHash' | 'startId' | 'locale'> {
  const refuse = (code: OnlineHelpErrorCode, message: string) => new OnlineHelpError(code, message, 'fix_request');
  const customerId = text(request.customerId);
  const customerName = text(request.customerName);
  const transactionHash = text(request.transactionHash);
  const helpType = text(request.helpType).toUpperCase();
  if (!customerId || customerId.length > 128)
    throw refuse('DLGEXCPINP_CUSTOMER_ID', 'customerId must have 1 to 128 characters.');
  if (!customerName) throw refuse('DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY', 'customerName is empty.');
  const { registration, attachedData, visitorId } = request;
  if (!transactionHash && !registration) throw refuse('DLGEXCPINP_TRXHASH_IS_EMPTY', 'transactionHash is empty.');
  if (!['CHAT', 'VIDEO_CALL', 'VOICE_CALL'].includes(helpType))
    throw refuse('DLGEXCPINP_INVALID_HELP_TYPE', 'helpType must be CHAT, VIDEO_CALL or VOICE_CALL.');
  const [idNumber, customerPhone, email] = [request.idNumber, request.customerPhone, request.email].map(text);
  return {
    customerId,
    customerName: customerName.slice(0, 200),
    ...(registration ? { registration } : { transactionHash }),
    ...(attachedData && { attachedData }),
    ...(visitorId && { visitorId }),
    helpType: helpType as HelpType,
    isLoggedIn: request.isLoggedIn === true,
    // The published interface uses 0 for "none".
    ...(idNumber && idNumber !== '0' && { idNumber }),
    ...(customerPhone && customerPhone !== '0' && { customerPhone }),
    ...(email && { email }),
  };
}
