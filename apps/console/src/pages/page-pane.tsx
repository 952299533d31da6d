import { Lock } from 'lucide-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { useConsoleState } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { PageName } from '../state/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { maySee } from './pages.ts';

interface PageProps {
  readonly part: string | null;
}

// Each its own file to load: who answers chats all day never pays for administration.
const CONTENTS: Readonly<Record<PageName, ComponentType<PageProps>>> = {
  board: lazy(() => import('../board/board-page.tsx').then((file) => ({ default: file.BoardPage }))),
  visitors: lazy(() => import('../visitors/visitors-page.tsx').then((file) => ({ default: file.VisitorsPage }))),
  calls: lazy(() => import('../calls/calls-page.tsx').then((file) => ({ default: file.CallsPage }))),
  'call-backs': lazy(() =>
    import('../call-backs/call-backs-page.tsx').then((file) => ({ default: file.CallBacksPage })),
  ),
  reports: lazy(() => import('../reports/reports-page.tsx').then((file) => ({ default: file.ReportsPage }))),
  surveys: lazy(() => import('../surveys/surveys-page.tsx').then((file) => ({ default: file.SurveysPage }))),
  admin: lazy(() => import('../admin/admin-page.tsx').then((file) => ({ default: file.AdminPage }))),
};

/** A page beside the chats, in place of the chat. */
export function PagePane({ page, part }: PageProps & { readonly page: PageName }) {
  const t = useTexts();
  const role = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.role : 'agent'));
  if (!maySee(role, page)) return <Empty main icon={Lock} title={t('pages.locked')} text={t('pages.locked.text')} />;
  const Content = CONTENTS[page];
  return (
    <Suspense fallback={<Skeleton widths={[40, 80, 65]} />}>
      <Content key={page} part={part} />
    </Suspense>
  );
}
