import { catalogueLocale, createTranslator, type Translator } from '@alongside/design';
import { useMemo } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { RICH, type RichTexts } from './texts.ts';

/** The texts of rich messages in the language that was chosen. */
export function useRichTexts(): Translator<RichTexts> {
  const { t } = useLanguage();
  return useMemo(() => createTranslator<RichTexts>(RICH[catalogueLocale(t.locale)], t.locale), [t.locale]);
}
