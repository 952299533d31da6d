import { applyAccent } from '@alongside/design';
import { Clock, Grid3x3, User } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { text } from './messages/texts.ts';
import { NoticeBar } from './parts/notice-bar.tsx';
import { ReadySwitch } from './parts/ready-switch.tsx';
import { Sound } from './parts/sound.tsx';
import type { Phone } from './state/phone.ts';
import { EndedScreen } from './views/ended-screen.tsx';
import { HistoryView } from './views/history-view.tsx';
import { InCall } from './views/in-call.tsx';
import { KeypadView } from './views/keypad-view.tsx';
import { MeView } from './views/me-view.tsx';
import { RingScreen } from './views/ring-screen.tsx';
import { SignInHint } from './views/sign-in-hint.tsx';

const TABS = [
  { name: 'keypad', icon: Grid3x3 },
  { name: 'history', icon: Clock },
  { name: 'me', icon: User },
] as const;

export function App({ phone }: { readonly phone: Phone }) {
  const view = useSyncExternalStore(phone.subscribe, phone.get);
  const [tab, setTab] = useState<(typeof TABS)[number]['name']>('keypad');
  useEffect(() => {
    if (view.colour) applyAccent(document.documentElement, view.colour);
  }, [view.colour]);
  const [ringing] = view.ringing;
  const notice = view.notice && <NoticeBar notice={view.notice} onClose={() => phone.say(null)} />;
  if (view.session === null)
    return (
      <div className="phone">
        {notice}
        <SignInHint busy={view.signingIn} />
      </div>
    );
  return (
    <div className="phone">
      <Sound phone={phone} />
      {notice}
      {!view.connected && (
        <p className="line-lost" role="status">
          {text('line.lost')}
        </p>
      )}
      {ringing && !view.call ? (
        <RingScreen phone={phone} ringing={ringing} />
      ) : view.call ? (
        <InCall phone={phone} view={view} call={view.call} />
      ) : view.ended ? (
        <EndedScreen phone={phone} view={view} call={view.ended} />
      ) : (
        <>
          <header className="top">
            <h1>{view.company || text('app.name')}</h1>
            <ReadySwitch ready={view.ready} onChange={phone.setReady} />
          </header>
          <main className="page">
            {tab === 'keypad' && <KeypadView phone={phone} dialling={view.dialling} />}
            {tab === 'history' && <HistoryView phone={phone} />}
            {tab === 'me' && <MeView phone={phone} view={view} />}
          </main>
          <nav className="tabs">
            {TABS.map(({ name, icon: Icon }) => (
              <button key={name} type="button" aria-current={tab === name} onClick={() => setTab(name)}>
                <Icon aria-hidden size={22} />
                {text(`tab.${name}`)}
              </button>
            ))}
          </nav>
        </>
      )}
    </div>
  );
}
