import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from './texts/reach-admin-en.ts';

/** The texts of pushes and visitors in administration, in the language that was chosen. */
export const useReachTexts = lateTexts<typeof en>({
  en: async () => (await import('./texts/reach-admin-en.ts')).en,
  nl: async () => (await import('./texts/reach-admin-nl.ts')).nl,
  tr: async () => (await import('./texts/reach-admin-tr.ts')).tr,
  vi: async () => (await import('./texts/reach-admin-vi.ts')).vi,
});
