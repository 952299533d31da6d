import type { Translator } from '@alongside/design';
import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from './texts/cobrowse-en.ts';

export type CobrowseTexts = Translator<typeof en>;

/** The texts of looking at a page together, in the language that was chosen. */
export const useCobrowseTexts = lateTexts<typeof en>({
  en: async () => (await import('./texts/cobrowse-en.ts')).en,
  nl: async () => (await import('./texts/cobrowse-nl.ts')).nl,
  tr: async () => (await import('./texts/cobrowse-tr.ts')).tr,
  vi: async () => (await import('./texts/cobrowse-vi.ts')).vi,
});
