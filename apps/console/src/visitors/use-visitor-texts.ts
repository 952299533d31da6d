import { catalogueLocale, createTranslator, type Translator } from '@alongside/design';
import type { Visitor } from '@alongside/protocol';
import { useMemo } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { VISITORS, type VisitorTexts } from './texts.ts';

export type VisitorTranslator = Translator<VisitorTexts>;

/** The texts of visitors in the language that was chosen. */
export function useVisitorTexts(): VisitorTranslator {
  const { t } = useLanguage();
  return useMemo(() => createTranslator<VisitorTexts>(VISITORS[catalogueLocale(t.locale)], t.locale), [t.locale]);
}

/** Whose device it is, or a short name that stays the same. */
export const nameOf = (texts: VisitorTranslator, { id, customer }: Pick<Visitor, 'id' | 'customer'>): string =>
  customer?.name || texts('nameless', { number: id.slice(-4).toUpperCase() });
