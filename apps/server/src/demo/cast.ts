import type { Role, TenantSettings } from '@alongside/protocol';

/** The bank that shows how a company uses Alongside: what must be there before its tenant file can be applied; the rest is in tenant.yaml. */
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
