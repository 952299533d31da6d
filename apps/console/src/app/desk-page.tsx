import { Suspense } from 'react';
import { LiveRegions } from '../alerts/live-regions.tsx';
import { Notices } from '../alerts/notices.tsx';
import { useTitle } from '../alerts/use-title.ts';
import { CallHost, useCallTold } from '../calls/late.ts';
import { ChatPane } from '../chat/chat-pane.tsx';
import { TogetherHost } from '../cobrowse/late.ts';
import { ConnectionBanner } from '../connection/connection-banner.tsx';
import { DetailsPane } from '../details/details-pane.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { useConsoleState } from '../hooks/use-console.ts';
import { useDetailsShown } from '../hooks/use-details.ts';
import { useWide } from '../hooks/use-media.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { OfferBar } from '../offers/offer-bar.tsx';
import { PagePane } from '../pages/page-pane.tsx';
import { Rail } from '../rail/rail.tsx';
import { SkipLinks } from './skip-links.tsx';

/** Everything an agent sits in front of. */
export function DeskPage() {
  useShortcuts();
  useTitle();
  const route = useConsoleState((state) => state.route);
  const details = useDetailsShown();
  const wide = useWide();
  const called = useCallTold();
  const look = useConsoleState((state) => state.cobrowse?.look);
  const view = route.at === 'chat' && route.details ? 'details' : route.at === 'desk' ? 'list' : 'chat';
  return (
    <div className="desk" data-view={view} data-details={details || undefined} data-cobrowse={look}>
      <SkipLinks />
      <ConnectionBanner />
      <Rail alone={!wide && view === 'list'} />
      <div className="above">
        <OfferBar />
        <Suspense fallback={null}>{called && <CallHost />}</Suspense>
      </div>
      <main className="main">
        {route.at === 'page' ? <PagePane page={route.page} part={route.part} /> : <ChatPane />}
      </main>
      {details && <DetailsPane />}
      <Suspense fallback={null}>
        <TogetherHost />
      </Suspense>
      <Notices />
      <Dialogs />
      <LiveRegions />
    </div>
  );
}
