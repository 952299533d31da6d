import type { Translator } from '@alongside/design';
import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from './texts/cobrowse-admin-en.ts';

export type CobrowseAdminTexts = Translator<typeof en>;

/** The texts of this section, in the language that was chosen. */
export const useCobrowseAdminTexts = lateTexts<typeof en>({
  en: async () => (await import('./texts/cobrowse-admin-en.ts')).en,
  nl: async () => (await import('./texts/cobrowse-admin-nl.ts')).nl,
  tr: async () => (await import('./texts/cobrowse-admin-tr.ts')).tr,
  vi: async () => (await import('./texts/cobrowse-admin-vi.ts')).vi,
});
