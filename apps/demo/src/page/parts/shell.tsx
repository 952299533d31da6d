/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Person, Statement } from '../api.ts';
import { FlowPanel } from '../help/flow-panel.tsx';
import { HelpNotices } from '../help/help-notices.tsx';
import type { HelpDesk } from '../help/use-help.ts';
import { InvitationNotice } from '../visit/invitation-notice.tsx';
import type { Visit } from '../visit/use-visit.ts';
import type { Preferences } from '../preferences.ts';
import { useTongue } from '../texts.ts';
import { Cards } from '../views/cards.tsx';
import { Home } from '../views/home.tsx';
import { Transfer } from '../views/transfer.tsx';
import { BankMark, Icon, type IconName } from './icon.tsx';
import { HelpButton } from './help-button.tsx';
import { Settings } from './settings.tsx';
import { useWide } from './use-wide.ts';
import type { Server } from '../together/short-code.ts';
import { useTogether } from '../together/use-together.ts';

const VIEWS = ['home', 'transfer', 'cards'] as const satisfies readonly IconName[];
type View = (typeof VIEWS)[number];

const viewOf = (hash: string): View => VIEWS.find((view) => hash === `#${view}`) ?? 'home';

type Props = {
  readonly server: Server;
  readonly customer: Person;
  readonly statement: Statement;
  readonly help: HelpDesk;
  readonly visit: Visit;
  readonly preferences: Preferences;
  onStatement(statement: Statement): void;
  onPreferences(change: Partial<Preferences>): void;
  onSignOut(): void;
};

/** The app around its views: a sidebar on a desk, a tab bar on a phone. */
export function Shell(props: Props) {
  const { server, customer, statement, help, visit, preferences, onStatement, onPreferences, onSignOut } = props;
  const { t } = useTongue();
  const together = useTogether(server);
  const [view, setView] = useState<View>(() => viewOf(location.hash));
  const [settingsOpen, setSettingsOpen] = useState(false);
  const isWide = useWide();

  useEffect(() => {
    const follow = () => {
      if (location.hash === '#content') return;
      setView(viewOf(location.hash));
      window.scrollTo({ top: 0 });
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    document.title = `${t(`nav.${view}`)} · ${t('bank.name')}`;
  }, [view, t]);
  useEffect(() => visit.see(`#${view}`, t(`nav.${view}`)), [visit.see, view, t]);

  const flow = preferences.showFlow && <FlowPanel flow={help.flow} />;
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {t('nav.skip')}
      </a>
      <aside class="side">
        <p class="brand">
          <BankMark />
          {t('bank.name')}
        </p>
        <nav class="tabs" aria-label={t('nav.label')}>
          {VIEWS.map((one) => (
            <a key={one} href={`#${one}`} class="tab" aria-current={one === view ? 'page' : undefined}>
              <Icon name={one} />
              <span>{t(`nav.${one}`)}</span>
            </a>
          ))}
          <HelpButton help={help} look="tab" />
        </nav>
        {isWide && flow}
        <button type="button" class="tab desk-only" onClick={() => setSettingsOpen(true)}>
          <Icon name="settings" />
          <span>{t('settings.open')}</span>
        </button>
        <p class="quiet small side-note">{t('bank.demo')}</p>
      </aside>
      <div class="page">
        <HelpNotices help={help} />
        <InvitationNotice visit={visit} onAccept={() => help.ask()} />
        <main id="content" tabIndex={-1}>
          {view === 'home' && (
            <Home
              customer={customer}
              statement={statement}
              help={help}
              together={together}
              onSettings={() => setSettingsOpen(true)}
            />
          )}
          {view === 'transfer' && <Transfer statement={statement} onStatement={onStatement} />}
          {view === 'cards' && <Cards customer={customer} statement={statement} onStatement={onStatement} />}
        </main>
        {!isWide && flow}
      </div>
      {settingsOpen && (
        <Settings
          customer={customer}
          preferences={preferences}
          onPreferences={onPreferences}
          onNotify={(on) => visit.notify(on)}
          onSignOut={onSignOut}
          onClose={() => setSettingsOpen(false)}
        />
      )}
    </div>
  );
}
