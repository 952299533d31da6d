import { createFormats, type Formats } from '@alongside/design';
import { createContext, useContext } from 'react';
import { clockText } from './clock-text.ts';
import { type Texts, textsFor } from './texts.ts';

/** A language as the page uses it. */
export interface Language {
  readonly t: Texts;
  readonly formats: Formats;
  /** A running clock, as "2:05". */
  readonly clock: (seconds: number) => string;
}

export function languageOf(locale: string): Language {
  return { t: textsFor(locale), formats: createFormats(locale), clock: (seconds) => clockText(seconds, locale) };
}

export const LanguageContext = createContext<Language>(languageOf('en'));

export const useLanguage = () => useContext(LanguageContext);
export const useTexts = () => useContext(LanguageContext).t;
