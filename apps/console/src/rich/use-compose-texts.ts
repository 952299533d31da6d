import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from '../i18n/messages/rich/en.ts';

/** The texts of the dialog that writes interactive messages. */
export const useComposeTexts = lateTexts<typeof en>({
  en: async () => (await import('../i18n/messages/rich/en.ts')).en,
  nl: async () => (await import('../i18n/messages/rich/nl.ts')).nl,
  tr: async () => (await import('../i18n/messages/rich/tr.ts')).tr,
  vi: async () => (await import('../i18n/messages/rich/vi.ts')).vi,
});
