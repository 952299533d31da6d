/** The published refusals of server authentication: HTTP status and text, word for word. */
export const AUTHENTICATION_REFUSALS = {
  headers_missing: { status: 400, message: 'Required headers not found' },
  format_not_valid: { status: 400, message: 'Authorization failed due to data format not valid' },
  date_not_valid: { status: 400, message: 'Authorization failed due to date not valid' },
  not_authorized: { status: 401, message: 'Authorization failed' },
  outside_window: { status: 403, message: 'Request time may not be correct.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type AuthenticationRefusal = keyof typeof AUTHENTICATION_REFUSALS;
