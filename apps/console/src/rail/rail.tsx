import { useTexts } from '../i18n/use-language.ts';
import { PLACES } from '../keyboard/focus.ts';
import { Logo } from '../ui/logo.tsx';
import { AccountBar } from './account-bar.tsx';
import { ConversationList } from './conversation-list.tsx';
import { PresenceSwitch } from './presence-switch.tsx';
import { QueuePanel } from './queue-panel.tsx';

/** The agent's own side: state, chats, queue, account. */
export function Rail() {
  const t = useTexts();
  return (
    <nav className="rail" id={PLACES.list} aria-label={t('rail.label')} tabIndex={-1}>
      <header className="rail-head">
        <Logo />
        <PresenceSwitch />
      </header>
      <div className="rail-body">
        <ConversationList />
        <QueuePanel />
      </div>
      <AccountBar />
    </nav>
  );
}
