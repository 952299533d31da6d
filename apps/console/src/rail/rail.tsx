import { useTexts } from '../i18n/use-language.ts';
import { PLACES } from '../keyboard/focus.ts';
import { PageLinks } from '../pages/page-links.tsx';
import { Logo } from '../ui/logo.tsx';
import { AccountBar } from './account-bar.tsx';
import { ConversationList } from './conversation-list.tsx';
import { PresenceSwitch } from './presence-switch.tsx';
import { QueuePanel } from './queue-panel.tsx';

/** The agent's own side: state, chats, queue, account. @param alone it is all that is shown, on a phone */
export function Rail({ alone }: { readonly alone: boolean }) {
  const t = useTexts();
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name.
    <div
      className="rail"
      id={PLACES.list}
      role={alone ? 'main' : 'navigation'}
      aria-label={t('rail.label')}
      tabIndex={-1}
    >
      {alone && <h1 className="as-visually-hidden">{t('title.plain')}</h1>}
      <div className="rail-head">
        <Logo />
        <PresenceSwitch />
      </div>
      <div className="rail-body">
        <ConversationList />
        <QueuePanel />
      </div>
      <PageLinks />
      <AccountBar />
    </div>
  );
}
