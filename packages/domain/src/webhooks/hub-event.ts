import { createHmac } from 'node:crypto';
import type { WebhookEventType } from '@alongside/protocol';

/** HMAC-SHA1 of the body in hexadecimal digits of upper case: `X-Hub-Signature` as the phone link's page has it. The secret's own text is the key. */
export const signHub = (body: string, secret: string): string =>
  createHmac('sha1', secret).update(body).digest('hex').toUpperCase();

type Data = Readonly<Record<string, unknown>>;

const CHANGES: Readonly<Record<string, string>> = { requested: 'create', created: 'create', asked: 'create' };

/**
 * An event in the phone link's envelope: `object`, `action`, and the thing under the object's name. A call that came in is a `call_in`; one that
 * went out, and a contact, is a `ticket` with its `ticket_type`; what an agent does is the `user`'s.
 */
export function hubEvent(type: WebhookEventType | 'webhook.test', timestamp: string, data: Data): object {
  const [thing = '', change = ''] = type.split('.');
  const action = CHANGES[change] ?? 'update';
  const of = (object: string, more: Data = {}) => ({
    object,
    action,
    [object]: { ...more, ...data, event: type, updated_at: timestamp },
  });
  if (thing === 'call')
    return data.direction === 'inbound'
      ? of('call_in', { call_id: data.callCode })
      : of('ticket', { ticket_type: 'voice_out', ticket_id: data.contactId ?? data.callId, call_id: data.callCode });
  if (thing === 'contact') {
    const { helpType } = data;
    const kind = helpType === 'VOICE_CALL' || helpType === 'VIDEO_CALL' ? 'voice' : 'chat';
    return of('ticket', { ticket_type: kind, ticket_id: data.contactId });
  }
  return of(thing === 'agent' ? 'user' : thing);
}
