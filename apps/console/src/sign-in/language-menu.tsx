import { catalogueLocale, LOCALE_NAMES, LOCALES } from '@alongside/design';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';

/** The languages, by their own names, before anybody is signed in. */
export function LanguageMenu() {
  const t = useTexts();
  const { settings } = useConsole();
  const now = catalogueLocale(t.locale);
  return (
    <ul className="languages" aria-label={t('settings.language')}>
      {LOCALES.map((locale) => (
        <li key={locale}>
          <button
            type="button"
            lang={locale}
            className="language"
            aria-pressed={locale === now}
            onClick={() => settings.update((value) => ({ ...value, locale }))}
          >
            {LOCALE_NAMES[locale]}
          </button>
        </li>
      ))}
    </ul>
  );
}
