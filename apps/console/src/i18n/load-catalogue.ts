import { type Catalogue, catalogueLocale, createTranslator, type Locale, type Translator } from '@alongside/design';
import { use, useMemo } from 'react';
import { useLanguage } from './use-language.ts';

/** A hook for texts that come with their part of the page only, in one language; it suspends until they are here. */
export function lateTexts<const English extends Catalogue>(
  load: Readonly<Record<Locale, () => Promise<Catalogue>>>,
): () => Translator<English> {
  const asked = new Map<Locale, Promise<Catalogue>>();
  const catalogueOf = (locale: Locale): Promise<Catalogue> => {
    const known = asked.get(locale);
    if (known) return known;
    const loading = load[locale]();
    // A file that did not come is asked for again at the next try.
    loading.catch(() => asked.delete(locale));
    asked.set(locale, loading);
    return loading;
  };
  return () => {
    const { locale } = useLanguage().t;
    const catalogue = use(catalogueOf(catalogueLocale(locale)));
    return useMemo(() => createTranslator<English>(catalogue as unknown as English, locale), [catalogue, locale]);
  };
}
