import { catalogueLocale, createTranslator, type Locale, type Translator } from '@alongside/design';
import { en } from './messages/en.ts';
import { nl } from './messages/nl.ts';
import { tr } from './messages/tr.ts';
import { vi } from './messages/vi.ts';

export const CATALOGUES = { en, tr, vi, nl } as const satisfies Record<Locale, unknown>;

/** Gives the text of a key in the language that was chosen. */
export type Texts = Translator<typeof en>;
type English = typeof en;

/** The key of a text without placeholders: it can be chosen by a table. */
export type PlainKey = {
  [Key in keyof English]: English[Key] extends string
    ? English[Key] extends `${string}{${string}`
      ? never
      : Key
    : never;
}[keyof English];

/** A text that waits for its language. */
export type Translate = (t: Texts) => string;

/** The texts of a BCP 47 tag. */
export const textsFor = (locale: string): Texts =>
  createTranslator<typeof en>(CATALOGUES[catalogueLocale(locale)], locale);
