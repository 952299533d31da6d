/**
 * Why a hash was not minted, or a webhook not taken.
 * - `invalid_argument`: what was passed cannot work; nothing was sent
 * - `unreachable`: no connection, twice
 * - `timeout`: no answer in time, twice
 * - `clock_skew`: this server's clock is more than 15 minutes off
 * - `wrong_key`: the key is unknown or revoked, its secret is wrong, or something on the way changed the request
 * - `request_refused`: understood and refused; see `message`
 * - `server_error`: the Alongside server failed, twice
 * - `unexpected_answer`: what answered is not an Alongside server
 * - `webhook_not_genuine`: a request that did not come from your Alongside server, or not unchanged, or not lately
 */
export type BackendKitErrorCode =
  | 'invalid_argument'
  | 'unreachable'
  | 'timeout'
  | 'clock_skew'
  | 'wrong_key'
  | 'request_refused'
  | 'server_error'
  | 'unexpected_answer'
  | 'webhook_not_genuine';

/** Every failure of the kit. `message` says what happened and where, `whatToDo` what helps; neither holds a secret. */
export class BackendKitError extends Error {
  readonly code: BackendKitErrorCode;
  readonly whatToDo: string;
  /** The HTTP status, if there was an answer. */
  readonly status: number | null;
  /** True if asking again later may succeed without anyone changing anything. */
  readonly retryable: boolean;

  constructor(
    code: BackendKitErrorCode,
    message: string,
    whatToDo: string,
    more: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(`${message} ${whatToDo}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'BackendKitError';
    this.code = code;
    this.whatToDo = whatToDo;
    this.status = more.status ?? null;
    this.retryable = code === 'unreachable' || code === 'timeout' || code === 'server_error';
  }
}
