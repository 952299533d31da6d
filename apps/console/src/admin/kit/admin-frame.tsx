import type { ReactNode } from 'react';
import { useWide } from '../../hooks/use-media.ts';
import { PageFrame } from '../../pages/page-frame.tsx';
import { SectionNav } from '../section-nav.tsx';
import { SECTIONS, type SectionName } from '../sections.ts';
import { AdminLink } from './admin-link.tsx';
import { useAdmin } from './texts.ts';

interface AdminFrameProps {
  readonly section: SectionName;
  /** The one thing that is open; null is the section itself. */
  readonly thing?: string | null;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page of administration: its title and, where there is room, the sections beside it. */
export function AdminFrame({ section, thing = null, actions, children }: AdminFrameProps) {
  const { a } = useAdmin();
  const wide = useWide();
  const name = a(SECTIONS[section].name);
  const lead =
    thing === null ? (
      a(SECTIONS[section].lead)
    ) : (
      <AdminLink to={section} className="crumb">
        ← {name}
      </AdminLink>
    );
  return (
    <PageFrame title={thing ?? name} lead={lead} actions={actions}>
      <div className="admin">
        {wide && <SectionNav now={section} />}
        <div className="admin-body">{children}</div>
      </div>
    </PageFrame>
  );
}
