import { randomUUID } from 'node:crypto';

/** Data of SendMessage as the web SDK writes it. */
export const message = (thread: string, text: string, more: object = {}) => ({
  thread: { idOnExternalPlatform: thread },
  messageContent: { type: 'TEXT', payload: { text } },
  idOnExternalPlatform: randomUUID(),
  consumer: { customFields: [] },
  consumerContact: { customFields: [] },
  attachments: [],
  ...more,
});
