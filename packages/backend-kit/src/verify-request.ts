import { createHmac, timingSafeEqual } from 'node:crypto';
import { BackendKitError } from './errors.ts';

/** A request to one of your own services, as it came. */
export interface RequestToVerify {
  readonly method: string;
  /** As it was sent, from the origin on, with or without its query. */
  readonly path: string;
  /** Node's, a plain object with lower-case names, or those of `fetch`. */
  readonly headers:
    | { readonly get: (name: string) => string | null }
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Exactly as it came; nothing for GET and DELETE. */
  readonly body?: string | Uint8Array;
  /** As PUT /v1/company-backend answered. */
  readonly keyId: string;
  readonly secret: string;
  /** Seconds by which the clocks may differ. Default: 900. */
  readonly toleranceSeconds?: number;
  /** Milliseconds, for tests. */
  readonly now?: () => number;
}

/**
 * Whether a request to your own services (CreateInteraction, checkauthtoken …) comes from your Alongside server, unchanged and recently.
 * The query is not signed.
 * @throws BackendKitError `invalid_argument` without a secret
 */
export function verifyRequest(request: RequestToVerify): boolean {
  const { method, path, body = '', keyId, secret, toleranceSeconds = 900, now = Date.now } = request;
  if (secret === '') throw new BackendKitError('invalid_argument', 'The secret is empty.', 'Pass it as it was shown.');
  const header = (name: string): string => {
    const { headers } = request;
    const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };
  const date = header('x-dlg-date');
  const expected = createHmac('sha256', secret)
    .update(`${method}\n${header('content-type')}\n${date}\n`)
    .update(body)
    .update(`\n${path.split('?')[0]}`)
    .digest('base64');
  const [a, b] = [Buffer.from(`DLGA ${keyId}:${expected}`), Buffer.from(header('x-dlg-authorization'))];
  if (a.length !== b.length || !timingSafeEqual(a, b)) return false;
  return Math.abs(now() - Date.parse(date)) <= toleranceSeconds * 1000;
}
