/** @jsxImportSource preact */
import { LOCALE_NAMES, LOCALES, catalogueLocale } from '@alongside/design';
import type { Person } from '../api.ts';
import type { Preferences } from '../preferences.ts';
import { useTongue } from '../texts.ts';
import { Avatar } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { Switch } from './switch.tsx';

const THEMES = ['auto', 'light', 'dark'] as const;

type Props = {
  readonly customer: Person;
  readonly preferences: Preferences;
  onPreferences(change: Partial<Preferences>): void;
  /** Resolves with whether this browser is told of messages from now on. */
  onNotify(on: boolean): Promise<boolean>;
  onSignOut(): void;
  onClose(): void;
};

export function Settings({ customer, preferences, onPreferences, onNotify, onSignOut, onClose }: Props) {
  const { t } = useTongue();
  return (
    <Dialog label={t('settings.title')} look="sheet" onLeave={onClose}>
      <header class="dialog-head">
        <h2>{t('settings.title')}</h2>
        <button type="button" class="icon-button" onClick={onClose} aria-label={t('settings.close')}>
          <Icon name="close" />
        </button>
      </header>
      <div class="row">
        <Avatar name={customer.name} />
        <span class="row-text">
          <strong>{customer.name}</strong>
          <span class="quiet">{t('signin.since', { year: String(customer.since) })}</span>
        </span>
        <button type="button" class="as-button" onClick={onSignOut}>
          {t('signin.out')}
        </button>
      </div>
      <div class="pair">
        <label>
          <span class="as-label">{t('settings.language')}</span>
          <select
            class="as-field"
            value={catalogueLocale(preferences.locale)}
            onChange={(event) => onPreferences({ locale: event.currentTarget.value })}
          >
            {LOCALES.map((locale) => (
              <option key={locale} value={locale} lang={locale}>
                {LOCALE_NAMES[locale]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="as-label">{t('settings.theme')}</span>
          <select
            class="as-field"
            value={preferences.theme}
            onChange={(event) => onPreferences({ theme: event.currentTarget.value as Preferences['theme'] })}
          >
            {THEMES.map((theme) => (
              <option key={theme} value={theme}>
                {t(`settings.theme.${theme}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Switch
        label={t('settings.notify')}
        text={t('settings.notify.text')}
        on={preferences.notify}
        onChange={(on) => {
          onPreferences({ notify: on });
          // Its user, or the browser, may say no.
          onNotify(on)
            .catch(() => false)
            .then((notify) => onPreferences({ notify }));
        }}
      />
      <Switch
        label={t('settings.share')}
        text={t('settings.share.text')}
        on={preferences.share}
        onChange={(share) => onPreferences({ share })}
      />
      <h3>{t('settings.demo')}</h3>
      <Switch
        label={t('settings.background')}
        text={t('settings.background.text')}
        on={preferences.appDrawsWait}
        onChange={(appDrawsWait) => onPreferences({ appDrawsWait })}
      />
      <Switch
        label={t('settings.flow')}
        text={t('settings.flow.text')}
        on={preferences.showFlow}
        onChange={(showFlow) => onPreferences({ showFlow })}
      />
      <a href="/plain.html">{t('settings.plain')}</a>
    </Dialog>
  );
}
