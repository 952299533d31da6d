import { createHmac, timingSafeEqual } from 'node:crypto';
import { BackendKitError } from './errors.ts';

const PREFIX = 'whsec_';
const FEWEST_BYTES = 24;

/** The headers of a request: Node's, a plain object with lower-case names, or those of `fetch`. */
export type WebhookHeaders =
  | { readonly get: (name: string) => string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookToVerify {
  /** The body exactly as it came, before any parser: a parsed and rewritten one has another signature. */
  readonly body: string | Uint8Array;
  readonly headers: WebhookHeaders;
  /** `whsec_…`; during a rotation perhaps two. */
  readonly secret: string | readonly string[];
  /** Seconds by which the sender's clock may be off, to either side. Default: 300. */
  readonly toleranceSeconds?: number;
  /** Milliseconds, for tests. */
  readonly now?: () => number;
}

/** What a webhook tells. `data` by type: see docs/webhooks.md. */
export interface VerifiedWebhook {
  /** The same at each attempt: keep the ids of some days and skip what was there before. */
  readonly id: string;
  readonly type: string;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Checks that a request to your webhook comes from your Alongside server, unchanged and recently, and yields its event.
 * Source: Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks
 *
 * @throws BackendKitError `webhook_not_genuine` if it does not; `invalid_argument` if the secret is none
 */
export function verifyWebhook(request: WebhookToVerify): VerifiedWebhook {
  const { body, headers, toleranceSeconds = 300, now = Date.now } = request;
  const keys = (typeof request.secret === 'string' ? [request.secret] : request.secret).map(keyOf);
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature');
  if (!/^\d{1,12}$/.test(timestamp)) throw notGenuine('Its time is no number of seconds.');
  const signed = keys.some((key) => {
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
    return signatures.split(' ').some((one) => one.startsWith('v1,') && isSame(expected, one.slice(3)));
  });
  if (!signed) throw notGenuine('No signature in it fits.');
  // After the signature: who cannot sign learns nothing of our clock.
  if (Math.abs(now() / 1000 - Number(timestamp)) > toleranceSeconds)
    throw notGenuine(`It was signed more than ${toleranceSeconds} s ago, or ahead.`);
  return { id, ...eventOf(body) };
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  if (!secret.startsWith(PREFIX) || key.length < FEWEST_BYTES)
    throw new BackendKitError(
      'invalid_argument',
      'The webhook secret is not one of ours.',
      'Pass it as it was shown when the webhook was made: whsec_ and base64.',
    );
  return key;
}

function header(headers: WebhookHeaders, name: string): string {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
  if (typeof value !== 'string' || value === '') throw notGenuine(`It has no header ${name}.`);
  return value;
}

function isSame(expected: Buffer, given: string): boolean {
  const bytes = Buffer.from(given, 'base64');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function eventOf(body: string | Uint8Array): Omit<VerifiedWebhook, 'id'> {
  try {
    const { type, timestamp, data } = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
    if (typeof type === 'string' && typeof timestamp === 'string' && typeof data === 'object' && data !== null)
      return { type, timestamp, data };
  } catch {
    // Said below.
  }
  throw notGenuine('Its body is no event.');
}

const notGenuine = (why: string): BackendKitError =>
  new BackendKitError(
    'webhook_not_genuine',
    `The request is not from your Alongside server. ${why}`,
    'Answer it with 400; check the secret, that the raw body is passed, and the clock of this server.',
  );
