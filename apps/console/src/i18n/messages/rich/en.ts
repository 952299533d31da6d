import type { Catalogue } from '@alongside/design';

/** English texts of the dialog that writes interactive messages. Loaded with it only, one language at a time. */
export const en = {
  'compose.title': 'Interactive message',
  'compose.for': 'For {name}',
  kind: 'Kind',
  heading: 'Title',
  text: 'Text',
  event: 'What it is about',
  choices: 'Choices',
  choice: 'Choice {number}',
  'choice.add': 'Add a choice',
  'choice.remove': 'Remove choice {number}',
  url: 'Address',
  picture: 'Address of a picture',
  'address.hint': 'Begins with https://',
  slots: 'Times, as of your clock',
  slot: 'Time {number}',
  'slot.minutes': 'Minutes that time {number} takes',
  'slot.add': 'Add a time',
  'slot.remove': 'Remove time {number}',
  standin: 'Text where it cannot be shown',
  'standin.hint': 'In older apps, notifications and transcripts.',
  preview: 'Preview',
  'preview.empty': 'Fill in the fields to see it.',
  missing: 'Fill in this field.',
  send: 'Send',
} as const satisfies Catalogue;
