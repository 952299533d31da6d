import type { DeliveryError, WebhookEventType } from '@alongside/protocol';
import type { OutgoingAnswer } from '../kernel/outgoing.ts';
import type { Platform } from '../kernel/platform.ts';
import type { WebhookTarget } from './ports.ts';
import { hubEvent, signHub } from './hub-event.ts';
import { signWebhook } from './signature.ts';

/** What is told, in the webhook's own form. */
export function bodyOf(
  { style }: Pick<WebhookTarget, 'style'>,
  event: {
    readonly type: WebhookEventType | 'webhook.test';
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  },
): string {
  const { type, timestamp, data } = event;
  return JSON.stringify(style === 'hub' ? hubEvent(type, timestamp, data) : { type, timestamp, data });
}

/** One signed request to a receiver. The hub's form has room for one signature: that of the newest secret. */
export function sendSigned(
  platform: Platform,
  target: WebhookTarget,
  message: { id: string; at: Date; body: string; milliseconds?: number },
): Promise<OutgoingAnswer> {
  const secrets = target.sealedSecrets.map((sealed) => platform.sealer.open(sealed));
  return platform.outgoing.send({
    method: 'POST',
    url: target.url,
    headers: { 'content-type': 'application/json', ...signatureOf(target, message, secrets) },
    body: message.body,
    ...(message.milliseconds === undefined ? {} : { milliseconds: message.milliseconds }),
  });
}

function signatureOf(
  { style }: WebhookTarget,
  message: { id: string; at: Date; body: string },
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  if (style === 'standard') return signWebhook(message, secrets);
  return { 'webhook-id': message.id, 'x-hub-signature': signHub(message.body, secrets[0] ?? '') };
}

/** null: taken. Only a status of 2xx says so; where a redirect leads is not looked at. */
export function failureOf(answer: OutgoingAnswer): DeliveryError | null {
  if (!answer.ok) return answer.error;
  if (answer.status >= 200 && answer.status < 300) return null;
  return answer.status >= 300 && answer.status < 400 ? 'redirect' : 'status';
}
