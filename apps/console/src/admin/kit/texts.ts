import { type Catalogue, catalogueLocale, createTranslator, type Locale, type Translator } from '@alongside/design';
import { createContext, use, useContext, useMemo } from 'react';
import type { en } from '../../i18n/messages/admin/en.ts';
import { type Language, useLanguage } from '../../i18n/use-language.ts';

/** Texts of administration: a catalogue of its own, so that only who administers loads it, and in one language. */
export type AdminTexts = Translator<typeof en>;

type English = typeof en;
/** The key of a text without placeholders. */
export type AdminKey = {
  [Key in keyof English]: English[Key] extends string
    ? English[Key] extends `${string}{${string}`
      ? never
      : Key
    : never;
}[keyof English];

const LOAD: Readonly<Record<Locale, () => Promise<Catalogue>>> = {
  en: async () => (await import('../../i18n/messages/admin/en.ts')).en,
  nl: async () => (await import('../../i18n/messages/admin/nl.ts')).nl,
  tr: async () => (await import('../../i18n/messages/admin/tr.ts')).tr,
  vi: async () => (await import('../../i18n/messages/admin/vi.ts')).vi,
};
const asked = new Map<Locale, Promise<Catalogue>>();

function catalogueOf(locale: Locale): Promise<Catalogue> {
  const known = asked.get(locale);
  if (known) return known;
  const loading = LOAD[locale]();
  // A file that did not come is asked for again at the next try.
  loading.catch(() => asked.delete(locale));
  asked.set(locale, loading);
  return loading;
}

export interface AdminLanguage extends Language {
  readonly a: AdminTexts;
}

/** The language with the texts of administration; suspends until they are here. */
export function useLoadedTexts(): AdminLanguage {
  const language = useLanguage();
  const { locale } = language.t;
  const catalogue = use(catalogueOf(catalogueLocale(locale)));
  return useMemo(
    () => ({ ...language, a: createTranslator<English>(catalogue as unknown as English, locale) }),
    [language, catalogue, locale],
  );
}

export const AdminContext = createContext<AdminLanguage | null>(null);

export function useAdmin(): AdminLanguage {
  const language = useContext(AdminContext);
  if (!language) throw new Error('Drawn outside of AdminContext.');
  return language;
}
