import type { Role, TenantSettings } from '@alongside/protocol';

/** The bank that shows how a company uses Alongside. */
export const DEMO_TENANT = {
  domain: 'demo',
  brandId: 1001,
  queueName: 'Help',
  settings: {
    name: 'Meridian Bank',
    colour: '#30358f',
    defaultLocale: 'en',
    logoUrl: null,
  } satisfies Partial<TenantSettings>,
} as const;

export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly ipphone?: string;
}

export const DEMO_ADMIN: DemoPerson = { name: 'Noor Bakker', email: 'admin@meridian.example', role: 'administrator' };

export const DEMO_AGENTS: readonly DemoPerson[] = [
  { name: 'Elif Kaya', email: 'elif@meridian.example', role: 'agent', ipphone: '50007' },
  { name: 'Linh Trần', email: 'linh@meridian.example', role: 'agent', ipphone: '50008' },
  { name: 'Jonas Meijer', email: 'jonas@meridian.example', role: 'agent', ipphone: '50009' },
  { name: 'Saskia Visser', email: 'saskia@meridian.example', role: 'supervisor', ipphone: '50010' },
];

export const DEMO_REPLIES = [
  { shortcut: 'hello', title: 'Greeting', text: 'Hello {name}, this is {agent} of Meridian Bank. How can I help you?' },
  { shortcut: 'wait', title: 'One moment', text: 'Thank you. I am looking it up; this takes a minute.' },
  {
    shortcut: 'card',
    title: 'Card frozen',
    text: 'Your card is frozen. Nobody can pay with it, and you can unfreeze it in the app at any time.',
  },
  {
    shortcut: 'iban',
    title: 'Wrong account number',
    text: 'If a transfer went to a wrong account we ask the other bank to return it. That usually takes five working days.',
  },
  { shortcut: 'bye', title: 'Goodbye', text: 'Glad I could help, {name}. Have a good day.' },
] as const;
