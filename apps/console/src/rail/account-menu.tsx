import { catalogueLocale, LOCALE_NAMES, LOCALES } from '@alongside/design';
import type { Agent } from '@alongside/protocol';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useNotifications } from '../alerts/use-notifications.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import type { Texts } from '../i18n/texts.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { Theme } from '../state/settings.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Name, appearance, language, notifications, sign out. */
export function AccountMenu({ me }: { readonly me: Agent }) {
  const t = useTexts();
  const { settings, commands } = useConsole();
  const { theme } = useObservable(settings);
  const notifications = useNotifications();
  const locale = catalogueLocale(t.locale);
  return (
    <MenuTrigger>
      <Button className="account">
        <span className="account-name">{me.name}</span>
        <span className="account-tenant">{me.tenant.name}</span>
        <span className="as-visually-hidden">{t('rail.account')}</span>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </Button>
      <Popover className="popover" placement="top start" offset={4}>
        <Menu className="menu" aria-label={t('rail.account')}>
          <Choice
            title={t('settings.theme')}
            now={theme}
            options={THEMES.map((value) => [value, t(`settings.theme.${value}`)])}
            choose={(value) => settings.update((old) => ({ ...old, theme: value }))}
          />
          <Choice
            title={t('settings.language')}
            now={locale}
            options={LOCALES.map((value) => [value, LOCALE_NAMES[value]])}
            choose={(value) => settings.update((old) => ({ ...old, locale: value }))}
          />
          <MenuSection className="menu-section">
            <MenuItem className="menu-item" isDisabled={!notifications.canAsk} onAction={notifications.toggle}>
              <Tick on={notifications.on} />
              {notificationText(notifications.state, t)}
            </MenuItem>
            <MenuItem className="menu-item" onAction={commands.askSignOut}>
              <Tick on={false} />
              {t('settings.signout')}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function notificationText(state: 'on' | 'off' | 'denied' | 'unsupported', t: Texts): string {
  if (state === 'off') return t('settings.notifications');
  return t(`settings.notifications.${state}`);
}

const Tick = ({ on }: { readonly on: boolean }): ReactNode => (
  <span className="menu-tick" aria-hidden="true">
    {on && <Check size={14} />}
  </span>
);

interface ChoiceProps<V extends string> {
  readonly title: string;
  readonly now: V;
  readonly options: readonly (readonly [V, string])[];
  readonly choose: (value: V) => void;
}

function Choice<V extends string>({ title, now, options, choose }: ChoiceProps<V>) {
  return (
    <MenuSection
      className="menu-section"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[now]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        const found = options.find(([value]) => value === key);
        if (found) choose(found[0]);
      }}
    >
      <Header className="menu-title">{title}</Header>
      {options.map(([value, label]) => (
        <MenuItem key={value} id={value} className="menu-item">
          <Tick on={value === now} />
          {label}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
