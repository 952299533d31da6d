/** What sort of refusal an error is: decides the HTTP status and what a client should do. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

/** The HTTP status of each kind. */
export const HTTP_STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

/** What the one who meets the error should do. Stable words; a client may switch on them. */
export type CorrectiveAction =
  | 'fix_request'
  | 'sign_in'
  | 'start_again'
  | 'retry'
  | 'retry_later'
  | 'reconnect'
  | 'resync'
  | 'none'
  | 'contact_administrator'
  | 'upgrade_client';

type ErrorDefinition = { readonly kind: ErrorKind; readonly action: CorrectiveAction; readonly message: string };

/** Every error of the native wire: stable code, kind, what to do, and the default sentence. Documented in docs/errors.md. */
export const ERRORS = {
  invalid_request: { kind: 'invalid', action: 'fix_request', message: 'The request does not fit its schema.' },
  malformed_json: { kind: 'invalid', action: 'fix_request', message: 'The body is not valid JSON.' },
  too_deep: { kind: 'invalid', action: 'fix_request', message: 'The JSON is nested deeper than 32 levels.' },
  unknown_frame: {
    kind: 'invalid',
    action: 'fix_request',
    message: 'No frame of this type exists in this protocol version.',
  },
  frame_too_large: { kind: 'too_large', action: 'fix_request', message: 'A frame may hold at most 64 KiB.' },
  body_too_large: {
    kind: 'too_large',
    action: 'fix_request',
    message: 'The body is larger than this address accepts.',
  },
  unsupported_version: {
    kind: 'invalid',
    action: 'upgrade_client',
    message: 'This protocol version is not served here.',
  },
  unsupported_media_type: {
    kind: 'unsupported',
    action: 'fix_request',
    message: 'This content type is not accepted here.',
  },
  not_authenticated: { kind: 'unauthenticated', action: 'sign_in', message: 'A valid session is needed.' },
  wrong_credentials: {
    kind: 'unauthenticated',
    action: 'sign_in',
    message: 'The e-mail address or the password is wrong, or the account is locked.',
  },
  ticket_refused: {
    kind: 'unauthenticated',
    action: 'reconnect',
    message: 'The socket ticket is unknown, used or expired; ask for a new one.',
  },
  session_expired: { kind: 'unauthenticated', action: 'start_again', message: 'The session has ended.' },
  origin_refused: {
    kind: 'forbidden',
    action: 'contact_administrator',
    message: "This origin is not on the tenant's list.",
  },
  not_allowed: { kind: 'forbidden', action: 'none', message: 'This role may not do that.' },
  start_refused: {
    kind: 'unauthenticated',
    action: 'start_again',
    message: 'The transaction hash was not accepted; fetch a new one.',
  },
  authorization_refused: {
    kind: 'unauthenticated',
    action: 'sign_in',
    message: 'The authorization was not accepted: it is wrong, expired, used, or of another channel or device.',
  },
  call_token_refused: {
    kind: 'unauthenticated',
    action: 'start_again',
    message: 'The call token was not accepted; the message says why.',
  },
  call_link_of_another: {
    kind: 'forbidden',
    action: 'none',
    message: 'This call link belongs to another agent than the one who is signed in here. Nothing was dialled.',
  },
  temp_id_used: {
    kind: 'conflict',
    action: 'none',
    message: 'A call with this tempId was placed before. Nothing was dialled again.',
  },
  phone_link_off: {
    kind: 'forbidden',
    action: 'contact_administrator',
    message: 'The phone link of this tenant is switched off.',
  },
  short_code_refused: { kind: 'forbidden', action: 'start_again', message: 'This short code is not valid.' },
  already_in_help: { kind: 'conflict', action: 'none', message: 'The customer already has an open contact.' },
  help_type_not_supported: { kind: 'invalid', action: 'fix_request', message: 'This kind of help is not offered yet.' },
  visitor_gone: {
    kind: 'conflict',
    action: 'none',
    message: 'This visitor has no page open any more.',
  },
  not_found: { kind: 'not_found', action: 'none', message: 'There is nothing at this address for you.' },
  idempotency_conflict: {
    kind: 'conflict',
    action: 'fix_request',
    message: 'This client id was already used for another body.',
  },
  changed_meanwhile: {
    kind: 'conflict',
    action: 'resync',
    message: 'Somebody has changed this since you read it. Read it again, make your change to that, and save.',
  },
  conversation_ended: { kind: 'conflict', action: 'none', message: 'The conversation has ended and is read-only.' },
  not_owner: { kind: 'conflict', action: 'resync', message: 'The contact is no longer yours.' },
  offer_gone: { kind: 'conflict', action: 'resync', message: 'The offer was taken, withdrawn or has timed out.' },
  contact_taken: { kind: 'conflict', action: 'resync', message: 'Another agent has this contact.' },
  contact_ended: { kind: 'conflict', action: 'resync', message: 'The contact has ended.' },
  contact_started: {
    kind: 'conflict',
    action: 'resync',
    message: 'An agent has already started; the contact can be ended but no longer cancelled.',
  },
  at_capacity: { kind: 'conflict', action: 'none', message: 'The agent already has as many contacts as allowed.' },
  agent_not_available: { kind: 'conflict', action: 'none', message: 'That agent cannot take a contact now.' },
  already_exists: { kind: 'conflict', action: 'fix_request', message: 'Something with this name exists already.' },
  cursor_ahead: {
    kind: 'conflict',
    action: 'resync',
    message: 'The cursor is ahead of the log; read the conversation from its start.',
  },
  file_too_large: { kind: 'too_large', action: 'fix_request', message: 'The file is larger than allowed.' },
  file_quota_exceeded: { kind: 'too_large', action: 'none', message: 'There is no room for more files here.' },
  file_type_refused: { kind: 'unsupported', action: 'fix_request', message: 'Files of this type are not accepted.' },
  file_quarantined: {
    kind: 'unavailable',
    action: 'retry_later',
    message: 'The file waits for the malware scanner and is not given out yet.',
  },
  slow_reader: {
    kind: 'unavailable',
    action: 'reconnect',
    message: 'The connection read too slowly; reconnect and resume.',
  },
  heartbeat_missed: {
    kind: 'unavailable',
    action: 'reconnect',
    message: 'Nothing was heard for too long; reconnect and resume.',
  },
  rate_limited: { kind: 'rate_limited', action: 'retry_later', message: 'Too many requests; try again later.' },
  shutting_down: { kind: 'unavailable', action: 'reconnect', message: 'This server is stopping; reconnect.' },
  store_unavailable: {
    kind: 'unavailable',
    action: 'retry',
    message: 'The store does not answer; nothing was changed or the outcome is unknown: retry with the same client id.',
  },
  setup_refused: {
    kind: 'forbidden',
    action: 'contact_administrator',
    message: 'The set-up link is used, expired or wrong.',
  },
  in_use: { kind: 'conflict', action: 'fix_request', message: 'Something still uses this; the answer says what.' },
  unknown_reference: {
    kind: 'invalid',
    action: 'fix_request',
    message: 'A field points to something that does not exist here.',
  },
  last_administrator: {
    kind: 'conflict',
    action: 'none',
    message: 'The last administrator who can sign in keeps the role.',
  },
  outside_hours: {
    kind: 'conflict',
    action: 'retry_later',
    message: 'The queue is closed now; the message says when it opens.',
  },
  call_back_not_offered: { kind: 'conflict', action: 'none', message: 'No call-back is offered here, or not yet.' },
  survey_not_asked: { kind: 'conflict', action: 'none', message: 'No survey is asked for this contact, or not yet.' },
  address_not_allowed: {
    kind: 'invalid',
    action: 'fix_request',
    message: 'The server does not call this address: it is private, of another scheme or port, or not to be found.',
  },
  company_not_set: {
    kind: 'conflict',
    action: 'contact_administrator',
    message: "No address of the company's own services is set.",
  },
  company_unavailable: {
    kind: 'unavailable',
    action: 'retry_later',
    message: "The company's own service gave no answer that could be understood.",
  },
  company_refused: {
    kind: 'conflict',
    action: 'none',
    message: "The company's own service refused; the message says why.",
  },
  call_gone: { kind: 'conflict', action: 'resync', message: 'The call has ended or was answered elsewhere.' },
  call_busy: { kind: 'conflict', action: 'none', message: 'There is a call already; end it first.' },
  call_wrong_state: {
    kind: 'conflict',
    action: 'resync',
    message: 'The call is not in the state for this.',
  },
  number_refused: {
    kind: 'forbidden',
    action: 'contact_administrator',
    message: 'The dial policy does not let this number be called.',
  },
  call_limit_reached: {
    kind: 'rate_limited',
    action: 'contact_administrator',
    message: 'A cap on calls out is reached.',
  },
  no_trunk: {
    kind: 'unavailable',
    action: 'contact_administrator',
    message: 'No trunk is set, or none works now.',
  },
  media_unavailable: {
    kind: 'unavailable',
    action: 'retry',
    message: 'The media engine is not there; try again.',
  },
  limit_reached: { kind: 'conflict', action: 'fix_request', message: 'There are as many of these as there may be.' },
  overloaded: {
    kind: 'unavailable',
    action: 'retry_later',
    message: 'This server has more to do than it can now; try again later, or another one.',
  },
  data_damaged: {
    kind: 'internal',
    action: 'contact_administrator',
    message: 'What is stored here is damaged and is not given out; it was logged.',
  },
  internal: { kind: 'internal', action: 'retry_later', message: 'An unexpected error; it was logged.' },
} as const satisfies Record<string, ErrorDefinition>;

/** A stable error code of the native wire. */
export type ErrorCode = keyof typeof ERRORS;

/** WebSocket close codes of ours; the `bye` frame before the close says the same in words [WS8]. */
export const CLOSE_CODES = {
  unauthenticated: 4401,
  forbidden: 4403,
  slowReader: 4008,
  badFrame: 4400,
  heartbeat: 4009,
  shuttingDown: 1012,
  version: 4426,
} as const;
