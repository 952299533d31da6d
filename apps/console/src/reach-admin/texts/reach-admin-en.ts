import type { Catalogue } from '@alongside/design';

/** English, and the model of the other languages: texts of pushes and visitors in administration. */
export const en = {
  words: 'What a notification says',
  'words.text':
    'A notification tells a customer that the company has written while nobody had the chat open. Without words it only says that there is a message.',
  'words.include': 'Send the agent’s name and the beginning of the message',
  'words.include.hint': 'Encrypted from this server to the browser. It may be read on a locked screen.',
  sender: 'Who answers for it',
  contact: 'Contact for push services',
  'contact.hint':
    'An e-mail address as mailto:help@example.com, or a web address with https. Left empty it is the address of this server.',
  'contact.wrong': 'This begins with mailto: or https://',
  key: 'Public key (VAPID)',
  'key.hint': 'Browsers subscribe with it. It is made once and never changes; its private half is kept sealed.',
  'push.saved': 'The settings of notifications are saved.',
  tracking: 'Pages of visitors',
  'tracking.text':
    'Agents see which pages a customer has opened, and who is on the site now. What a visitor says of their consent always counts.',
  'tracking.label': 'Whose pages are kept',
  'tracking.on': 'Everybody who did not decline',
  'tracking.on.hint': 'Only right where your visitors are asked elsewhere, or need not be asked.',
  'tracking.consent': 'Only those who agreed',
  'tracking.consent.hint': 'Until a visitor agrees, nothing is kept but what a chat needs.',
  'tracking.off': 'Nobody',
  'tracking.off.hint': 'Nothing is kept but what a chat needs.',
  keep: 'How long',
  'keep.label': 'Keep for',
  'keep.now': 'this month only',
  'keep.months': { one: 'this month and the one before', other: 'this month and {count} months before' },
  'keep.hint': 'What is older is removed. Whoever takes their consent back is forgotten at once.',
  'visitors.saved': 'The settings of visitors are saved.',
} as const satisfies Catalogue;
