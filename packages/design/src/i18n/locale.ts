/** The languages every catalogue is complete in. */
export const LOCALES = ['en', 'tr', 'vi', 'nl'] as const;

/** A language with catalogues of its own. */
export type Locale = (typeof LOCALES)[number];

/** English, mirrored and laid out right to left: for looking at and testing right-to-left layouts. */
export const PSEUDO_LOCALE = 'en-XB';

/** The languages' own names, for a language menu. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  tr: 'Türkçe',
  vi: 'Tiếng Việt',
  nl: 'Nederlands',
};

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

const languageOf = (tag: string) => (tag.toLowerCase().split(/[-_]/)[0] ?? '') as Locale;

/** The writing direction of a BCP 47 tag. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return tag === PSEUDO_LOCALE || RIGHT_TO_LEFT.has(languageOf(tag)) ? 'rtl' : 'ltr';
}

/**
 * The first wanted tag (BCP 47, best first; empty ones are skipped) whose language has catalogues; English if none has.
 * The tag is kept as it was wanted ("en-GB" stays so), for dates and numbers; use `catalogueLocale` to pick the texts.
 */
export function negotiateLocale(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    if (!tag || !(LOCALES as readonly string[]).includes(languageOf(tag))) continue;
    try {
      return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] as string;
    } catch {
      // Not a well-formed tag: the next wish counts.
    }
  }
  return 'en';
}

/** Which catalogue serves a tag. */
export function catalogueLocale(tag: string): Locale {
  const language = languageOf(tag);
  return LOCALES.includes(language) ? language : 'en';
}
