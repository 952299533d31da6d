import type { DeliveryError } from '@alongside/protocol';
import type { OutgoingAnswer } from '../kernel/outgoing.ts';
import type { Platform } from '../kernel/platform.ts';
import type { WebhookTarget } from './ports.ts';
import { signWebhook } from './signature.ts';

/** One signed request to a receiver. */
export function sendSigned(
  platform: Platform,
  target: WebhookTarget,
  message: { id: string; at: Date; body: string; milliseconds?: number },
): Promise<OutgoingAnswer> {
  const secrets = target.sealedSecrets.map((sealed) => platform.sealer.open(sealed));
  return platform.outgoing.send({
    method: 'POST',
    url: target.url,
    headers: { 'content-type': 'application/json', ...signWebhook(message, secrets) },
    body: message.body,
    ...(message.milliseconds === undefined ? {} : { milliseconds: message.milliseconds }),
  });
}

/** null: taken. Only a status of 2xx says so; where a redirect leads is not looked at. */
export function failureOf(answer: OutgoingAnswer): DeliveryError | null {
  if (!answer.ok) return answer.error;
  if (answer.status >= 200 && answer.status < 300) return null;
  return answer.status >= 300 && answer.status < 400 ? 'redirect' : 'status';
}
