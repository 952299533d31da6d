import type { Role } from '@alongside/protocol';
import {
  ChartColumn,
  Footprints,
  LayoutDashboard,
  type LucideIcon,
  Phone,
  PhoneCall,
  Settings2,
  Star,
} from 'lucide-react';
import type { PageName } from '../state/route.ts';

const RANK: Record<Role, number> = { agent: 1, supervisor: 2, administrator: 3 };

/** Each page beside the chats: its sign, and who may see it. The server decides again at every call. */
export const PAGES: Readonly<Record<PageName, { readonly icon: LucideIcon; readonly from: Role }>> = {
  board: { icon: LayoutDashboard, from: 'supervisor' },
  visitors: { icon: Footprints, from: 'agent' },
  calls: { icon: Phone, from: 'agent' },
  'call-backs': { icon: PhoneCall, from: 'agent' },
  reports: { icon: ChartColumn, from: 'supervisor' },
  surveys: { icon: Star, from: 'supervisor' },
  admin: { icon: Settings2, from: 'administrator' },
};

export const maySee = (role: Role, page: PageName): boolean => RANK[role] >= RANK[PAGES[page].from];
export const pagesFor = (role: Role): PageName[] =>
  (Object.keys(PAGES) as PageName[]).filter((page) => maySee(role, page));
