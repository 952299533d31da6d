import { type ComponentType, lazy } from 'react';
import { useWide } from '../hooks/use-media.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { AuditSection } from './audit/audit-section.tsx';
import { CannedSection } from './canned/canned-section.tsx';
import { ChannelsSection } from './channels/channels-section.tsx';
import { CompanySection } from './company/company-section.tsx';
import { DecisionsSection } from './decisions/decisions-section.tsx';
import { HoursSection } from './hours/hours-section.tsx';
import { KeysSection } from './keys/keys-section.tsx';
import { AdminContext, useLoadedTexts } from './kit/texts.ts';
import { PeopleSection } from './people/people-section.tsx';
import { QueuesSection } from './queues/queues-section.tsx';
import { SectionNav } from './section-nav.tsx';
import { isSection, type SectionName, type SectionProps } from './sections.ts';
import { ServicesSection } from './services/services-section.tsx';
import { SkillsSection } from './skills/skills-section.tsx';
import { WebhooksSection } from './webhooks/webhooks-section.tsx';
import { WeightsSection } from './weights/weights-section.tsx';
import '../board/board.css';
import '../styles/admin-list.css';
import '../styles/admin.css';
import '../styles/admin-editors.css';

// Files of their own: few set them, and seldom.
const CobrowseSettings = lazy(() =>
  import('../cobrowse-admin/cobrowse-settings.tsx').then((file) => ({ default: file.CobrowseSettings })),
);
const PushSettings = lazy(() =>
  import('../reach-admin/push-settings.tsx').then((file) => ({ default: file.PushSettings })),
);
const VisitorSettings = lazy(() =>
  import('../reach-admin/visitor-settings.tsx').then((file) => ({ default: file.VisitorSettings })),
);

const CONTENTS: Readonly<Record<SectionName, ComponentType<SectionProps>>> = {
  company: CompanySection,
  people: PeopleSection,
  queues: QueuesSection,
  skills: SkillsSection,
  hours: HoursSection,
  weights: WeightsSection,
  canned: CannedSection,
  channels: ChannelsSection,
  keys: KeysSection,
  webhooks: WebhooksSection,
  services: ServicesSection,
  cobrowse: CobrowseSettings,
  push: PushSettings,
  visitors: VisitorSettings,
  audit: AuditSection,
  decisions: DecisionsSection,
};

/** Everything that an administrator sets, section by section. */
export function AdminPage({ part }: { readonly part: string | null }) {
  const language = useLoadedTexts();
  const wide = useWide();
  const [first = '', id = null] = part?.split('/') ?? [];
  const section = isSection(first) ? first : wide ? 'company' : null;
  const Content = section === null ? SectionList : CONTENTS[section];
  return (
    <AdminContext value={language}>
      <Content key={`${section}/${id}`} id={id} />
    </AdminContext>
  );
}

function SectionList() {
  const { t } = useLoadedTexts();
  return (
    <PageFrame title={t('pages.admin')}>
      <SectionNav now={null} leads />
    </PageFrame>
  );
}
