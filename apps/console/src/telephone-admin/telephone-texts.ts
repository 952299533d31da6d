import type { Translator } from '@alongside/design';
import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from './texts/telephone-en.ts';

export type TelephoneTexts = Translator<typeof en>;

/** The texts of calls and telephones in administration, in the language that was chosen. */
export const useTelephoneTexts = lateTexts<typeof en>({
  en: async () => (await import('./texts/telephone-en.ts')).en,
  nl: async () => (await import('./texts/telephone-nl.ts')).nl,
  tr: async () => (await import('./texts/telephone-tr.ts')).tr,
  vi: async () => (await import('./texts/telephone-vi.ts')).vi,
});
