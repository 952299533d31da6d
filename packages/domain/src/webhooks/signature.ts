import { createHmac } from 'node:crypto';
import type { Random } from '../kernel/ports.ts';

const PREFIX = 'whsec_';

/** 256 random bits. */
export function mintWebhookSecret(random: Random): string {
  return PREFIX + Buffer.from(random.bytes(32)).toString('base64');
}

/**
 * The headers of Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over id, time and body, one for each secret.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(
  message: { id: string; at: Date; body: string },
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = Math.floor(message.at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
    return `v1,${signature}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
