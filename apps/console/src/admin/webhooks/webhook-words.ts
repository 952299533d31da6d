import type { DeliveryError, WebhookEventType } from '@alongside/protocol';

/** What a webhook can be told of. */
export const EVENTS = [
  'contact.requested',
  'contact.offered',
  'contact.started',
  'contact.requeued',
  'contact.handed_over',
  'contact.ended',
  'message.created',
  'agent.presence_changed',
  'survey.answered',
  'transcript.requested',
  'invitation.requested',
  'push.requested',
  'call.requested',
  'call.answered',
  'call.ended',
] as const satisfies readonly WebhookEventType[];

export const STATES = ['waiting', 'delivered', 'dead'] as const;

export type { DeliveryError };
