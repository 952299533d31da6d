import type { CatalogueLike, Locale } from '@alongside/design';
import { en } from './en.ts';

type Texts = CatalogueLike<typeof en>;

/** Every language's texts. English comes with the widget, the others when they are read. */
export const CATALOGUES: Readonly<Record<Locale, () => Promise<Texts>>> = {
  en: async () => en,
  tr: async () => (await import('./tr.ts')).tr,
  vi: async () => (await import('./vi.ts')).vi,
  nl: async () => (await import('./nl.ts')).nl,
};

/** The texts of a language; English where they cannot be had, for help in another language is better than none. */
export const loadCatalogue = (locale: Locale): Promise<Texts> => CATALOGUES[locale]().catch(() => en);
