import { negotiateLocale, PSEUDO_LOCALE } from '@alongside/design';

/** What this reader has chosen, kept in the browser. */
export interface Preferences {
  /** BCP 47. */
  readonly locale: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** isBackground of the next help. */
  readonly appDrawsWait: boolean;
  readonly showFlow: boolean;
  /** Whether the bank may follow the visit. */
  readonly share: boolean;
  /** Whether this browser is told of messages. */
  readonly notify: boolean;
}

const KEY = 'meridian.preferences';

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

/** `?locale=` and `?theme=` win over what is stored: for links and for looking at a language. */
export function readPreferences(): Preferences {
  const wish = new URLSearchParams(location.search);
  const before = stored();
  const locale =
    wish.get('locale') === PSEUDO_LOCALE
      ? PSEUDO_LOCALE
      : negotiateLocale([wish.get('locale'), before.locale, ...navigator.languages]);
  const theme = wish.get('theme') ?? before.theme;
  return {
    locale,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    appDrawsWait: before.appDrawsWait === true,
    showFlow: before.showFlow === true,
    share: before.share !== false,
    notify: before.notify === true,
  };
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage may be forbidden; the choice then lasts until the next reload.
  }
}
