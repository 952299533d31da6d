import {
  AudioLines,
  Bell,
  Building2,
  Cable,
  CalendarClock,
  Footprints,
  Hash,
  Inbox,
  KeyRound,
  type LucideIcon,
  MessageSquareText,
  Network,
  PanelsTopLeft,
  Phone,
  PhoneCall,
  Scale,
  ScrollText,
  Smartphone,
  Sparkles,
  Split,
  TabletSmartphone,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { AdminKey } from './kit/texts.ts';

interface Section {
  readonly icon: LucideIcon;
  readonly name: AdminKey;
  readonly lead: AdminKey;
}

const section = <const N extends string>(name: N, icon: LucideIcon) => ({
  icon,
  name: `section.${name}` as const,
  lead: `section.${name}.lead` as const,
});

export const SECTIONS = {
  company: section('company', Building2),
  people: section('people', UsersRound),
  queues: section('queues', Inbox),
  skills: section('skills', Sparkles),
  hours: section('hours', CalendarClock),
  weights: section('weights', Scale),
  canned: section('canned', MessageSquareText),
  channels: section('channels', Smartphone),
  keys: section('keys', KeyRound),
  webhooks: section('webhooks', Webhook),
  services: section('services', Network),
  cobrowse: section('cobrowse', PanelsTopLeft),
  calls: section('calls', PhoneCall),
  trunks: section('trunks', Cable),
  numbers: section('numbers', Hash),
  sounds: section('sounds', AudioLines),
  deskphones: section('deskphones', Phone),
  phone: section('phone', TabletSmartphone),
  push: section('push', Bell),
  visitors: section('visitors', Footprints),
  audit: section('audit', ScrollText),
  decisions: section('decisions', Split),
} as const satisfies Readonly<Record<string, Section>>;
export type SectionName = keyof typeof SECTIONS;

/** In the order in which a company is set up; what one looks up stands last. */
export const GROUPS: readonly { readonly name: AdminKey; readonly sections: readonly SectionName[] }[] = [
  { name: 'group.company', sections: ['company', 'people', 'canned', 'cobrowse'] },
  { name: 'group.routing', sections: ['queues', 'skills', 'hours', 'weights'] },
  { name: 'group.calls', sections: ['calls', 'trunks', 'numbers', 'sounds', 'deskphones', 'phone'] },
  { name: 'group.connections', sections: ['channels', 'push', 'visitors', 'keys', 'webhooks', 'services'] },
  { name: 'group.records', sections: ['audit', 'decisions'] },
];

export const isSection = (name: string): name is SectionName => Object.hasOwn(SECTIONS, name);

/** `id` is one thing of the section, "new" one that is being made, null the section itself. */
export interface SectionProps {
  readonly id: string | null;
}
