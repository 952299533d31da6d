import { createHmac, timingSafeEqual } from 'node:crypto';
import { BackendKitError } from './errors.ts';
import type { WebhookHeaders } from './verify-webhook.ts';

const DIGEST = /^[0-9A-F]{40}$/;

export interface HubWebhookToVerify {
  /** The body exactly as it came, before any parser. */
  readonly body: string | Uint8Array;
  readonly headers: WebhookHeaders;
  /** As it was shown when the webhook was made; during a rotation perhaps two. */
  readonly secret: string | readonly string[];
}

/** What a webhook of the phone link's form tells: the thing stands under the name that `object` gives. */
export interface VerifiedHubWebhook {
  readonly object: string;
  readonly action: string;
  readonly [name: string]: unknown;
}

/**
 * Checks `X-Hub-Signature` of a webhook in the phone link's form: HMAC-SHA1 of the body, 40 hexadecimal digits in UPPER case. It carries no time, so
 * a replay cannot be told: keep `webhook-id`, which goes along, and skip what was there before.
 *
 * @throws BackendKitError `webhook_not_genuine`
 */
export function verifyHubWebhook({ body, headers, secret }: HubWebhookToVerify): VerifiedHubWebhook {
  const name = 'x-hub-signature';
  const given = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name];
  if (typeof given !== 'string' || given === '') throw notGenuine('It has no header X-Hub-Signature.');
  if (!DIGEST.test(given))
    throw notGenuine(
      /^[0-9a-f]{40}$/i.test(given)
        ? 'Its signature is in lower case; the published form is in upper case.'
        : 'Its signature is not 40 hexadecimal digits.',
    );
  const signature = Buffer.from(given, 'hex');
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const fits = secrets.some((key) => timingSafeEqual(createHmac('sha1', key).update(body).digest(), signature));
  if (!fits) throw notGenuine('Its signature does not fit its body.');
  try {
    const event: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
    if (typeof event === 'object' && event !== null && !Array.isArray(event)) return event as VerifiedHubWebhook;
  } catch {
    // Said below.
  }
  throw notGenuine('Its body is no event.');
}

const notGenuine = (why: string): BackendKitError =>
  new BackendKitError(
    'webhook_not_genuine',
    `The request is not from your Alongside server. ${why}`,
    'Answer it with 400; check the secret, and that the raw body is passed.',
  );
