import { negotiateLocale, PSEUDO_LOCALE } from '@alongside/design';
import { createStore, type Store } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What this person chose on this device. */
export interface Settings {
  readonly theme: Theme;
  /** BCP 47; null follows the account, then the browser. */
  readonly locale: string | null;
  readonly sound: boolean;
  readonly notifications: boolean;
  /** Shortcuts of one letter; they can disturb people who dictate. */
  readonly singleKeys: boolean;
  /** The pane with the customer's details, where there is room for it. */
  readonly details: boolean;
  /** The company's word on a server with several, as it was last used. */
  readonly tenant: string;
}

/** Read before the first paint by public/boot.js, too. */
export const SETTINGS_KEY = 'alongside.console.settings';

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  locale: null,
  sound: true,
  notifications: false,
  singleKeys: true,
  details: true,
  tenant: '',
};

export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** Stored text into settings: what is missing or of another shape falls back to its default. */
export function parseSettings(text: string | null): Settings {
  let stored: Partial<Record<keyof Settings, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) stored = parsed;
  } catch {
    // Written by something else: start afresh.
  }
  const flag = (key: 'sound' | 'notifications' | 'singleKeys' | 'details') =>
    typeof stored[key] === 'boolean' ? stored[key] : DEFAULT_SETTINGS[key];
  return {
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'system',
    locale: typeof stored.locale === 'string' ? stored.locale : null,
    sound: flag('sound'),
    notifications: flag('notifications'),
    singleKeys: flag('singleKeys'),
    details: flag('details'),
    tenant: typeof stored.tenant === 'string' ? stored.tenant : '',
  };
}

export interface KeptSettings extends Store<Settings> {
  /** Another window has written under this key of the storage: who mutes one means all. */
  readonly changedElsewhere: (key: string) => void;
}

/** Settings that are stored on each change. Storage that refuses is forgiven: they then last as long as the page. */
export function createSettings(storage: SettingsStorage): KeptSettings {
  const read = () => {
    try {
      return storage.getItem(SETTINGS_KEY);
    } catch {
      return null;
    }
  };
  const settings = createStore(parseSettings(read()));
  settings.subscribe((value) => {
    try {
      storage.setItem(SETTINGS_KEY, JSON.stringify(value));
    } catch {
      // Full or switched off.
    }
  });
  return {
    ...settings,
    changedElsewhere(key) {
      if (key === SETTINGS_KEY) settings.set(parseSettings(read()));
    },
  };
}

/** The language to speak: the choice of this device, else the account's, else the browser's; of a language without a region the browser's region writes dates and times. */
export function localeFor(settings: Settings, account: string | null, browser: readonly string[]): string {
  if (settings.locale === PSEUDO_LOCALE) return PSEUDO_LOCALE;
  const spoken = negotiateLocale([settings.locale, account, ...browser]);
  return browser.find((tag) => tag.startsWith(`${spoken}-`)) ?? spoken;
}
