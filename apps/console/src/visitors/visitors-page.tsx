import type { Visitor } from '@alongside/protocol';
import { Footprints } from 'lucide-react';
import { useState } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTexts } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { TrailPane } from './trail-pane.tsx';
import { useVisitorTexts } from './use-visitor-texts.ts';
import { useVisitors } from './use-visitors.ts';
import { VisitorLine } from './visitor-line.tsx';
import '../styles/admin-list.css';
import './visitors.css';

/** Who is on the site now: their page, their trail, and a way to invite them. */
export function VisitorsPage({ part }: { readonly part: string | null }) {
  const t = useTexts();
  const texts = useVisitorTexts();
  const { client, go } = useConsole();
  const { visitors, code, again } = useVisitors();
  const [inviting, setInviting] = useState<Visitor | null>(null);
  const administers = useConsoleState(
    ({ session }) => session.phase === 'signed-in' && session.me.role === 'administrator',
  );
  const settings = useRequest(administers ? 'visitor-settings' : null, () => client.call('getVisitorSettings'));
  const off = settings.data?.tracking === 'off';
  return (
    <PageFrame title={t('pages.visitors')} lead={texts('lead')}>
      {administers && <SettingsPanel settings={settings} />}
      <div className="visitors" data-chosen={part !== null}>
        <div className="visitors-list">
          {!visitors && code && <Failed text={texts('failed')} code={code} retry={again} />}
          {!visitors && !code && <Skeleton widths={[80, 60, 70]} />}
          {visitors?.length === 0 && (
            <Empty icon={Footprints} title={texts('empty')} text={texts(off ? 'empty.off' : 'empty.text')} />
          )}
          {visitors && visitors.length > 0 && (
            <ul className="things" aria-label={texts('list')}>
              {visitors.map((visitor) => (
                <VisitorLine
                  key={visitor.id}
                  visitor={visitor}
                  chosen={visitor.id === part}
                  onChoose={() => go.openPage('visitors', visitor.id)}
                  onInvite={() => setInviting(visitor)}
                />
              ))}
            </ul>
          )}
        </div>
        {part !== null ? (
          <TrailPane key={part} visitorId={part} onErased={() => go.openPage('visitors')} />
        ) : (
          visitors && visitors.length > 0 && <p className="visitors-hint card-empty">{texts('trail.choose')}</p>
        )}
      </div>
      {inviting && (
        <InviteDialog
          visitor={inviting}
          onClose={() => {
            setInviting(null);
            again();
          }}
        />
      )}
    </PageFrame>
  );
}
