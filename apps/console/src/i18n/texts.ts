import { type Catalogue, catalogueLocale, createTranslator, type Locale, type Translator } from '@alongside/design';
import { en } from './messages/en.ts';

// English comes with the page and stands in until another language is here: nobody reads four at once.
const LOAD: Readonly<Record<Locale, () => Promise<Catalogue>>> = {
  en: async () => en,
  nl: async () => (await import('./messages/nl.ts')).nl,
  tr: async () => (await import('./messages/tr.ts')).tr,
  vi: async () => (await import('./messages/vi.ts')).vi,
};
const loaded = new Map<Locale, Catalogue>([['en', en]]);

export const hasTexts = (locale: string): boolean => loaded.has(catalogueLocale(locale));

/** Brings the texts of a language; one that cannot be loaded leaves English. */
export async function loadTexts(locale: string): Promise<void> {
  const wanted = catalogueLocale(locale);
  const catalogue = await LOAD[wanted]().catch(() => null);
  if (catalogue !== null) loaded.set(wanted, catalogue);
}

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

/** The texts of a BCP 47 tag, once they are loaded. */
export const textsFor = (locale: string): Texts =>
  createTranslator<typeof en>((loaded.get(catalogueLocale(locale)) ?? en) as typeof en, locale);
