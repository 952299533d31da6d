import { type ComponentType, lazy, useMemo, useState } from 'react';
import { ConsoleContext, useConsole } from '../hooks/use-console.ts';
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
import { createVersions, VersionsContext } from './kit/versions.ts';
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
const telephone = () => import('../telephone-admin/telephone-sections.tsx');
const CallSettingsSection = lazy(() => telephone().then((file) => ({ default: file.CallSettingsSection })));
const TrunksSection = lazy(() => telephone().then((file) => ({ default: file.TrunksSection })));
const NumbersSection = lazy(() => telephone().then((file) => ({ default: file.NumbersSection })));
const SoundsSection = lazy(() => telephone().then((file) => ({ default: file.SoundsSection })));
const DeskPhonesSection = lazy(() => telephone().then((file) => ({ default: file.DeskPhonesSection })));
const PhoneLinkSection = lazy(() => telephone().then((file) => ({ default: file.PhoneLinkSection })));
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
  calls: CallSettingsSection,
  trunks: TrunksSection,
  numbers: NumbersSection,
  sounds: SoundsSection,
  deskphones: DeskPhonesSection,
  phone: PhoneLinkSection,
  push: PushSettings,
  visitors: VisitorSettings,
  audit: AuditSection,
  decisions: DecisionsSection,
};

/** Everything that an administrator sets, section by section. */
export function AdminPage({ part }: { readonly part: string | null }) {
  const language = useLoadedTexts();
  const wide = useWide();
  const { versions, console, turn } = useGuarded();
  const [first = '', id = null] = part?.split('/') ?? [];
  const section = isSection(first) ? first : wide ? 'company' : null;
  const Content = section === null ? SectionList : CONTENTS[section];
  return (
    <AdminContext value={language}>
      <ConsoleContext value={console}>
        <VersionsContext value={versions}>
          <Content key={`${section}/${id}/${turn}`} id={id} />
        </VersionsContext>
      </ConsoleContext>
    </AdminContext>
  );
}

/** The console as the sections use it: what they save says which version it was made from. */
function useGuarded() {
  const console = useConsole();
  const [turn, setTurn] = useState(0);
  const guard = useMemo(() => {
    const versions = createVersions(console.client.call, console.cache);
    return {
      versions: { ...versions, reload: () => setTurn((value) => value + 1) },
      console: { ...console, client: { ...console.client, call: versions.call } },
    };
  }, [console]);
  return { ...guard, turn };
}

function SectionList() {
  const { t } = useLoadedTexts();
  return (
    <PageFrame title={t('pages.admin')}>
      <SectionNav now={null} leads />
    </PageFrame>
  );
}
